// The rules of Ingresses: what the controller leaves out, what narrows a rule, and where findings are accepted.
import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../src/check/report.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { checkManifests } from '../../src/kubernetes/check.ts';

type Values = Readonly<Record<string, unknown>>;

const PREFIX = 'alb.ingress.kubernetes.io/';
const REDIRECT = JSON.stringify({
  type: 'redirect',
  redirectConfig: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' },
});
const BOTH = '[{"HTTP": 80}, {"HTTPS": 443}]';

interface Path {
  readonly path?: string;
  readonly type?: string;
  /** A Service, or an action with the port `use-annotation`. */
  readonly to: string;
  readonly isAction?: boolean;
}

const ingress = (
  name: string,
  annotations: Readonly<Record<string, string>>,
  ...paths: readonly Path[]
): string =>
  JSON.stringify({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace: 'prod',
      annotations: Object.fromEntries(
        Object.entries({
          'group.name': 'shared',
          'healthcheck-path': '/healthz',
          'load-balancer-attributes': 'idle_timeout.timeout_seconds=600',
          'ssl-policy': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          ...annotations,
        }).map(([key, value]) => [key.includes('/') ? key : PREFIX + key, value]),
      ),
    },
    spec: {
      ingressClassName: 'alb',
      rules: [
        {
          http: {
            paths: paths.map(({ path, type = 'ImplementationSpecific', to, isAction }): Values => ({
              ...(path === undefined ? {} : { path }),
              pathType: type,
              backend: {
                service: { name: to, port: isAction === true ? { name: 'use-annotation' } : { number: 80 } },
              },
            })),
          },
        },
      ],
    },
  });

const reports = (...files: readonly string[]) =>
  checkManifests(
    files.map((text, index) => ({ file: `${index}.yaml`, text })),
    CHECK_RULES,
  );
const found = (code: string, ...files: readonly string[]): string[] =>
  reports(...files).flatMap(({ file, result }) =>
    result.ok
      ? result.findings.filter((one) => one.code === code).map((one) => `${file} ${subjectOf(one)}`)
      : [result.reason],
  );

describe('redirects', () => {
  const redirect = (config: Values, path = '/*'): string =>
    ingress(
      'a',
      {
        'listen-ports': BOTH,
        'group.order': '-1',
        'actions.go': JSON.stringify({
          type: 'redirect',
          redirectConfig: { statusCode: 'HTTP_301', ...config },
        }),
      },
      { path, to: 'go', isAction: true },
    );
  const app = (...paths: readonly string[]) =>
    ingress('b', { 'listen-ports': BOTH }, ...paths.map((path) => ({ path, to: 'chat' })));

  it('one to HTTPS for all paths replaces the rules on HTTP, and is left out on HTTPS', () => {
    const shared = ingress(
      'a',
      { 'listen-ports': BOTH, 'actions.ssl-redirect': REDIRECT },
      { path: '/*', to: 'ssl-redirect', isAction: true },
      { path: '/ws', to: 'chat' },
    );
    expect(found('rule-shadowed', shared)).toEqual([]);
    expect(found('rule-shadowed', redirect({ protocol: 'HTTPS', port: '443' }), app('/ws', '/*'))).toEqual(
      [],
    );
    // What follows it is still judged, on HTTPS.
    expect(found('rule-shadowed', redirect({ protocol: 'HTTPS', port: '443' }), app('/*', '/ws'))).toEqual([
      '1.yaml Ingress prod/b spec.rules',
    ]);
  });

  it('one to another host shadows what comes after it', () => {
    const other = redirect({ protocol: 'HTTPS', port: '443', host: 'www.example.com' });
    // The controller drops what a redirect matches.
    expect(found('rule-shadowed', other, app('/ws'))).toEqual([]);
    // By equal paths only: other rules are created, and never match.
    expect(found('rule-shadowed', redirect({ host: 'www.example.com' }, '/w*'), app('/ws'))).toEqual([
      '1.yaml Ingress prod/b spec.rules',
      '1.yaml Ingress prod/b spec.rules',
    ]);
  });

  it('a forward of all paths shadows what comes after it', () => {
    const first = ingress('a', { 'group.order': '-1' }, { path: '/*', to: 'all' });
    const second = ingress('b', {}, { path: '/ws', to: 'chat' });
    expect(found('rule-shadowed', first, second)).toEqual(['1.yaml Ingress prod/b spec.rules']);
  });
});

describe('conditions', () => {
  const pair = (annotations: Readonly<Record<string, string>>) => [
    ingress('a', { 'group.order': '-1', ...annotations }, { path: '/*', to: 'all' }),
    ingress('b', {}, { path: '/ws', to: 'chat' }),
  ];
  const conditions = (...own: readonly Values[]) => ({ 'conditions.all': JSON.stringify(own) });

  it.each([
    ['none', {}, 1],
    [
      'another host',
      conditions({ field: 'host-header', hostHeaderConfig: { values: ['x.example.com'] } }),
      0,
    ],
    [
      'hosts by regular expressions',
      conditions({ field: 'host-header', hostHeaderConfig: { regexValues: ['^x'] } }),
      0,
    ],
    [
      'a header',
      conditions({ field: 'http-header', httpHeaderConfig: { httpHeaderName: 'X', values: ['1'] } }),
      0,
    ],
    ['ones that cannot be read', { 'conditions.all': '[' }, 0],
    ['a path that is a regular expression', { 'use-regex-path-match': 'true' }, 0],
  ])('%s', (_, annotations, count) => {
    expect(found('rule-shadowed', ...pair(annotations))).toHaveLength(count);
  });

  it('an exact path is not a regular expression', () => {
    const regex = { 'use-regex-path-match': 'true' };
    const exact = { path: '/ws', type: 'Exact', to: 'chat' };
    expect(found('rule-shadowed', ingress('a', regex, exact, exact))).toHaveLength(1);
    expect(
      found('rule-shadowed', ingress('a', regex, { path: '/w.', to: 'a' }, { path: '/ws', to: 'b' })),
    ).toEqual([]);
  });
});

describe('accepted findings', () => {
  const IGNORE = 'websocket-alb.io/ignore';
  const wrong = { 'load-balancer-attributes': 'idle_timeout.timeout_seconds=5000' };
  const none = { 'load-balancer-attributes': '' };
  const accepted = { [IGNORE]: 'attribute-value=an experiment' };
  const [first, second] = [
    { path: '/a', to: 'a' },
    { path: '/b', to: 'b' },
  ];

  it('apply to any member of a group', () => {
    const a = ingress('a', none, first);
    expect(found('attribute-value', a, ingress('b', wrong, second))).toHaveLength(1);
    expect(found('attribute-value', a, ingress('b', { ...wrong, ...accepted }, second))).toEqual([]);
    const another = ingress('c', { ...accepted, 'group.name': 'another' }, second);
    expect(found('attribute-value', a, ingress('b', wrong, second), another)).toHaveLength(1);
  });

  it('are reported for the file that contains them', () => {
    const files = [ingress('a', none, first), ingress('b', { ...wrong, ...accepted }, second)];
    const leftOut = reports(...files).map(({ result }) => (result.ok ? result.leftOut : []));
    expect(leftOut).toEqual([
      [],
      [
        {
          what: 'finding',
          code: 'attribute-value',
          logicalId: 'IngressGroup shared',
          reason: 'an experiment',
        },
      ],
    ]);
  });
});
