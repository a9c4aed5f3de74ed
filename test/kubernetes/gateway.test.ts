// Gateways: which listeners routes attach to, the order of their rules, what they match, and whose configurations apply. Each
// verdict has a near miss.
import { describe, expect, it } from 'vitest';
import { wordCheckFinding, type CheckFinding } from '../../src/check/check.ts';
import { subjectOf } from '../../src/check/report.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { checkManifests } from '../../src/kubernetes/check.ts';
import { KUBERNETES } from '../../src/kubernetes/terms.ts';
import {
  balancer,
  gateway,
  gatewayClass,
  group,
  LISTENERS,
  path,
  route,
  ruleConfiguration,
  service,
  text,
  TO_HTTPS,
  type Values,
} from './objects.ts';

const BASE = [gatewayClass(), gateway(), balancer()];

const findings = (...objects: readonly Values[]): readonly CheckFinding[] =>
  checkManifests([{ file: 'a.yaml', text: text(...objects) }], CHECK_RULES).flatMap(({ result }) =>
    result.ok ? result.findings : [],
  );
const codes = (...objects: readonly Values[]): string[] =>
  findings(...objects)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code }) => code);
/** The routes with a rule that never gets a request. */
const shadowed = (...routes: readonly Values[]): string[] =>
  findings(...BASE, ...routes)
    .filter(({ code }) => code === 'rule-shadowed')
    .map(subjectOf);

describe('listeners of a route', () => {
  const app = route('app', [path('/ws')]);

  it('a redirect on HTTP does not conflict with an application on HTTPS', () => {
    expect(codes(...BASE, route('redirect', [path('/')], TO_HTTPS), app)).toEqual([]);
    const inPublic = balancer({ scheme: 'internet-facing' });
    const tlsOnly = (...routes: readonly Values[]) =>
      findings(gatewayClass(), gateway(), inPublic, ...routes).some(({ code }) => code === 'tls-only');
    expect(tlsOnly(route('redirect', [path('/')], TO_HTTPS), app)).toBe(false);
    expect(tlsOnly(route('app', [path('/ws')], { parent: { sectionName: 'http' } }))).toBe(true);
  });

  it.each([
    ['the name', { sectionName: 'http' }, { sectionName: 'https' }],
    ['the port', { sectionName: undefined, port: 80 }, { sectionName: undefined, port: 443 }],
    ['another kind', {}, { kind: 'ListenerSet' }],
    ['another Gateway', {}, { name: 'other' }],
  ])('%s of a parent is respected', (_, one, other) => {
    const twice = (parent: Values) => [
      route('a', [path('/ws', 'Exact'), path('/ws', 'Exact')], { parent: one }),
      route('b', [path('/ws/*', 'Exact')], { parent }),
    ];
    expect(shadowed(...twice(one))).toEqual(['HTTPRoute prod/a spec.rules']);
    expect(
      shadowed(
        route('a', [path('/*', 'RegularExpression')], { parent: { sectionName: 'https', ...one } }),
        route('b', [path('/')], { parent: { sectionName: 'https', ...other } }),
      ),
    ).toEqual([]);
  });

  it("the listener's host narrows the hosts of the route", () => {
    const regex = route('regex', [path('/a.c', 'RegularExpression')], { hosts: ['a.example.com'] });
    const all = route('all', [path('/')], { hosts: ['a.example.com'] });
    const listener = (hostname: string) => gateway({ listeners: [{ ...LISTENERS[1], hostname }] });
    const found = (hostname: string) => codes(gatewayClass(), listener(hostname), balancer(), regex, all);
    expect(found('*.example.com')).toEqual(['rule-shadowed']);
    expect(found('b.example.com')).toEqual([]);
  });

  it('routes that a listener may not allow are not judged', () => {
    const routes = [route('a', [path('/a.c', 'RegularExpression')]), route('b', [path('/')])];
    const found = (allowedRoutes: Values) =>
      codes(
        gatewayClass(),
        gateway({ listeners: [{ ...LISTENERS[1], allowedRoutes }] }),
        balancer(),
        ...routes,
      );
    expect(found({ namespaces: { from: 'Same' } })).toEqual(['rule-shadowed']);
    expect(found({ namespaces: { from: 'Selector' } })).toEqual([]);
    expect(found({ kinds: [{ kind: 'GRPCRoute' }] })).toEqual([]);
  });
});

describe('the order of rules', () => {
  it.each([
    ['exact paths before prefixes', [path('/ws')], [path('/ws', 'Exact')]],
    ['longer paths before shorter', [path('/')], [path('/ws')]],
    ['a method before none', [path('/ws')], [path('/ws', 'PathPrefix', { method: 'GET' })]],
    [
      'more headers first',
      [path('/ws')],
      [path('/ws', 'PathPrefix', { headers: [{ name: 'X', value: '1' }] })],
    ],
    [
      'a query before none',
      [path('/ws')],
      [path('/ws', 'PathPrefix', { queryParams: [{ name: 'v', value: '2' }] })],
    ],
  ])('%s', (_, first, second) => {
    expect(shadowed(route('first', first), route('second', second))).toEqual([]);
  });

  it('hosts come before paths: exact, wildcard, none', () => {
    const hosts = (...names: readonly (readonly string[])[]) =>
      names.map((own, index) => route(`r${index}`, [path('/'.padEnd(index + 1, 'a'))], { hosts: own }));
    expect(shadowed(...hosts(['a.example.com'], ['*.example.com'], []))).toEqual([]);
    // The longer path belongs to the wider host, and still comes last.
    expect(shadowed(...hosts(['*.example.com'], ['a.example.com']))).toEqual([]);
  });

  it('a prefix comes before a regular expression, and may shadow it', () => {
    expect(shadowed(route('a', [path('/w.', 'RegularExpression')]), route('b', [path('/')]))).toEqual([
      'HTTPRoute prod/a spec.rules',
    ]);
    expect(shadowed(route('a', [path('/w.', 'RegularExpression')]), route('b', [path('/ws')]))).toEqual([]);
  });

  it('equal matches in several routes are ordered by age, which is unknown', () => {
    expect(shadowed(route('a', [path('/ws'), path('/ws')]))).toEqual(['HTTPRoute prod/a spec.rules']);
    expect(shadowed(route('a', [path('/ws')]), route('b', [path('/ws')]))).toEqual([]);
  });

  it('says which rule it means when the controller creates several from one', () => {
    const found = findings(
      ...BASE,
      route('a', [path('/w.', 'RegularExpression')], { hosts: ['a.example.com', 'b.example.com'] }),
      route('b', [path('/')], { hosts: ['a.example.com'] }),
    ).filter(({ code }) => code === 'rule-shadowed');
    expect(found.map(({ note }) => note)).toEqual([
      'The controller creates 2 rules from it; this is the one for HTTPS:443, a.example.com.',
    ]);
  });
});

describe('conditions of rules', () => {
  const special = path('/w.', 'RegularExpression');
  it.each([
    ['method', path('/', 'PathPrefix', { method: 'GET' })],
    ['queryParams', path('/', 'PathPrefix', { queryParams: [{ name: 'v', value: '2' }] })],
    ['headers', path('/', 'PathPrefix', { headers: [{ name: 'X', value: '1' }] })],
    ['a regular expression', path('/w', 'RegularExpression')],
  ])('%s narrows a rule', (_, general) => {
    expect(shadowed(route('a', [special]), route('b', [general]))).toEqual([]);
    expect(shadowed(route('a', [special]), route('b', [path('/')]))).toHaveLength(1);
  });

  it('splits a header value at commas', () => {
    const header = (value: string) => path('/ws', 'PathPrefix', { headers: [{ name: 'X', value }] });
    expect(shadowed(route('a', [header('a,b'), header('b')]))).toEqual(['HTTPRoute prod/a spec.rules']);
    expect(shadowed(route('a', [header(String.raw`a\,b`), header('b')]))).toEqual([]);
  });

  it('respects service and method of a GRPCRoute', () => {
    const grpc = (...matches: readonly Values[]) => shadowed(route('a', matches, { kind: 'GRPCRoute' }));
    const method = (own: Values) => ({ method: own });
    expect(grpc(method({ service: 'chat.Chat', method: 'Send' }), method({ service: 'chat.Log' }))).toEqual(
      [],
    );
    expect(grpc(method({ service: 'chat.Chat' }), method({ service: 'chat.Chat' }))).toHaveLength(1);
  });

  it('respects source addresses, and a rule configuration outside the files', () => {
    const filters = [
      {
        type: 'ExtensionRef',
        extensionRef: { group: 'gateway.k8s.aws', kind: 'ListenerRuleConfiguration', name: 'extra' },
      },
    ];
    const routes = [route('a', [special]), route('b', [path('/')], { filters })];
    const conditions = [{ field: 'source-ip', sourceIPConfig: { values: ['10.0.0.0/8'] } }];
    expect(shadowed(...routes, ruleConfiguration({}))).toHaveLength(1);
    expect(shadowed(...routes, ruleConfiguration({ conditions }))).toEqual([]);
    expect(
      shadowed(...routes, ruleConfiguration({ conditions: [{ ...conditions[0], matchIndexes: [1] }] })),
    ).toHaveLength(1);
    expect(shadowed(...routes)).toEqual([]);
  });

  it('treats the actions of a configuration outside the files as unknown', () => {
    const filters = [{ type: 'ExtensionRef', extensionRef: { name: 'extra' } }];
    const backends = ['chat', 'other'].map((name) => ({ name, port: 80 }));
    const sticky = group({
      targetReference: { name: 'chat' },
      defaultConfiguration: { targetGroupAttributes: [{ key: 'stickiness.enabled', value: 'true' }] },
    });
    const objects = [...BASE, sticky, route('ws', [path('/ws')], { filters, backends })];
    expect(codes(...objects, ruleConfiguration({}))).toContain('forward-stickiness');
    expect(codes(...objects)).not.toContain('forward-stickiness');
  });

  it('allows authentication on HTTPS only', () => {
    const filters = [{ type: 'ExtensionRef', extensionRef: { name: 'extra' } }];
    const configuration = ruleConfiguration({
      actions: [
        { type: 'authenticate-oidc', authenticateOIDCConfig: { onUnauthenticatedRequest: 'authenticate' } },
      ],
    });
    const own = (sectionName: string) =>
      findings(...BASE, configuration, route('ws', [path('/ws')], { filters, parent: { sectionName } }))
        .map(({ code }) => code)
        .filter((code) => /auth/.test(code));
    expect(own('https')).toEqual(['rule-websocket-auth-redirect']);
    expect(own('http')).toEqual([]);
  });
});

describe('which Gateway a configuration belongs to', () => {
  const wrong = { loadBalancerAttributes: [{ key: 'idle_timeout.timeout_seconds', value: '5000' }] };
  const tcp = { listeners: [{ name: 'tcp', protocol: 'TCP', port: 443 }] };

  it.each([
    [
      'of a class of Network Load Balancers',
      [gatewayClass('nlb'), gateway({ gatewayClassName: 'nlb' }), balancer(wrong)],
    ],
    ['of a class that is elsewhere, with a listener for TCP', [gateway(tcp), balancer(wrong)]],
    [
      'of a class of Network Load Balancers alone',
      [gatewayClass('nlb', { parametersRef: { name: 'chat', namespace: 'prod' } }), balancer(wrong)],
    ],
  ])('a configuration %s is left alone', (_, objects) => {
    expect(findings(...objects)).toEqual([]);
  });

  it.each([
    ['of the class', [gatewayClass(), gateway(), balancer(wrong)]],
    ['of a class that is elsewhere', [gateway(), balancer(wrong)]],
    ['that only an Application Load Balancer can have', [balancer(wrong)]],
  ])('a configuration %s is judged', (_, objects) => {
    expect(codes(...objects)).toEqual(['attribute-value']);
  });

  it('a configuration that may belong to another kind is ignored', () => {
    const either = { loadBalancerAttributes: [{ key: 'access_logs.s3.enabled', value: 'yes' }] };
    expect(findings(balancer({ ...either, listenerConfigurations: undefined }))).toEqual([]);
    const attributes = (key: string, value: string) =>
      group({
        targetReference: { name: 'chat' },
        defaultConfiguration: { targetGroupAttributes: [{ key, value }] },
      });
    expect(findings(attributes('deregistration_delay.timeout_seconds', '9999'))).toEqual([]);
    expect(codes(attributes('slow_start.duration_seconds', '9999'))).toEqual(['attribute-value']);
  });

  it('settings of a configuration outside the files are unknown', () => {
    const ws = route('ws', [path('/ws')]);
    const named = findings(gatewayClass(), gateway(), ws).map(({ code }) => code);
    expect(named).not.toContain('idle-timeout-short');
    expect(named).not.toContain('tls-policy-omitted');
    const none = findings(gatewayClass(), gateway({ infrastructure: undefined }), ws).map(({ code }) => code);
    expect(none).toEqual(expect.arrayContaining(['idle-timeout-short', 'tls-policy-omitted']));
  });

  it('the class takes precedence over the Gateway, unless its merging mode says otherwise', () => {
    const found = (mergingMode?: string) =>
      codes(
        gatewayClass('alb', { parametersRef: { name: 'class', namespace: 'prod' } }),
        gateway(),
        balancer(),
        balancer({ ...wrong, mergingMode }, 'class'),
        route('ws', [path('/ws')]),
      );
    expect(found()).toEqual(['attribute-value']);
    expect(found('prefer-gateway')).toEqual([]);
  });
});

describe('settings of target groups', () => {
  const ws = route('ws', [path('/ws')]);
  const slow = { key: 'slow_start.duration_seconds', value: '60' };
  const algorithm = (value: string) => ({ key: 'load_balancing.algorithm.type', value });
  const forRoute = (routeIdentifier: Values, ...attributes: readonly Values[]) => ({
    routeIdentifier,
    targetGroupProps: { targetGroupAttributes: attributes },
  });
  const configured = (...routeConfigurations: readonly Values[]) =>
    group({
      targetReference: { name: 'chat' },
      defaultConfiguration: {
        healthCheckConfig: { healthCheckPath: '/healthz' },
        targetGroupAttributes: [slow, algorithm('weighted_random')],
      },
      routeConfigurations,
    });

  it('a route-specific part takes precedence over the default', () => {
    const found = (...parts: readonly Values[]) => codes(...BASE, ws, configured(...parts));
    const round = algorithm('round_robin');
    expect(found()).toEqual(['slow-start-algorithm']);
    expect(found(forRoute({ kind: 'HTTPRoute', namespace: 'prod', name: 'ws' }, round))).toEqual([]);
    expect(found(forRoute({ kind: 'HTTPRoute' }, round))).toEqual([]);
    expect(found(forRoute({ kind: 'GRPCRoute' }, round))).toEqual(['slow-start-algorithm']);
    expect(found(forRoute({ kind: 'HTTPRoute', namespace: 'prod', name: 'other' }, round))).toEqual([
      'slow-start-algorithm',
    ]);
    expect(
      found(
        forRoute({ kind: 'HTTPRoute' }, round),
        forRoute({ kind: 'HTTPRoute', namespace: 'prod' }, algorithm('least_outstanding_requests')),
      ),
    ).toEqual(['slow-start-algorithm']);
  });

  it('without the route, settings of some routes are unknown', () => {
    expect(codes(configured())).toEqual(['slow-start-algorithm']);
    expect(codes(configured(forRoute({ kind: 'HTTPRoute' }, algorithm('round_robin'))))).toEqual([]);
  });

  it("the Gateway's default fills in what the Service's leaves out", () => {
    const implicit = (defaults: Values | undefined, ...more: readonly Values[]) =>
      findings(
        gatewayClass(),
        gateway(),
        balancer({ defaultTargetGroupConfiguration: defaults }),
        ws,
        ...more,
      )
        .map(({ code }) => code)
        .filter((code) => code === 'health-check-implicit');
    const base = group({ defaultConfiguration: { healthCheckConfig: { healthCheckPath: '/up' } } }, 'base');
    expect(implicit(undefined)).toHaveLength(1);
    expect(implicit({ name: 'base' }, base)).toEqual([]);
    // It is not in the files.
    expect(implicit({ name: 'base' })).toEqual([]);
    // The Service's health check replaces all of the default's.
    const own = group({
      targetReference: { name: 'chat' },
      defaultConfiguration: { healthCheckConfig: { healthCheckInterval: 20 } },
    });
    expect(implicit({ name: 'base' }, base, own)).toHaveLength(1);
  });

  it('a target group shared by HTTP and HTTPS is created for HTTP, as HTTP1', () => {
    const both = route('ws', [path('/ws')], { parent: { sectionName: undefined } });
    expect(codes(...BASE, ws, service('kubernetes.io/h2c'))).toEqual(['websocket-protocol-version']);
    expect(codes(...BASE, both, service('kubernetes.io/h2c'))).toEqual([]);
  });

  it('a finding about two target groups is reported once', () => {
    expect(codes(...BASE, ws, route('other', [path('/other')]), configured())).toEqual([
      'slow-start-algorithm',
    ]);
  });
});

describe('messages', () => {
  const worded = (own: Values) =>
    findings(gatewayClass(), gateway(), own, route('ws', [path('/ws')])).map((finding) => {
      const { what, allowed, remedy } = wordCheckFinding(finding, KUBERNETES);
      return [what, allowed, remedy].join(' ');
    });

  it('use the fields of configurations, not annotations', () => {
    const all = worded(balancer({ loadBalancerAttributes: [], listenerConfigurations: [] })).join('\n');
    expect(all).toContain('in loadBalancerAttributes of the LoadBalancerConfiguration');
    expect(all).toContain('sslPolicy is not set');
    expect(all).not.toContain('alb.ingress.kubernetes.io');
  });

  it('a finding can be accepted in a configuration as well as in the Gateway', () => {
    const short = { loadBalancerAttributes: [{ key: 'idle_timeout.timeout_seconds', value: '5' }] };
    const accepted = { 'websocket-alb.io/ignore': 'idle-timeout-short=pings every second' };
    const ws = route('ws', [path('/ws')]);
    expect(codes(gatewayClass(), gateway(), balancer(short), ws)).toContain('idle-timeout-short');
    expect(codes(gatewayClass(), gateway(), balancer(short, 'chat', accepted), ws)).not.toContain(
      'idle-timeout-short',
    );
  });
});
