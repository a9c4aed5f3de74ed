// Manifests: groups, annotations, Gateways, and how files are read. Rules about manifests alone have a hit and a near miss
// here.
import { describe, expect, it } from 'vitest';
import { subjectOf, type FileReport } from '../../src/check/report.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { checkManifests } from '../../src/kubernetes/check.ts';
import { ingress } from '../check/notations/write.ts';

const reports = (files: Readonly<Record<string, string>>): readonly FileReport[] =>
  checkManifests(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    CHECK_RULES,
  );
/** "file:line code subject" of errors and warnings. */
const found = (files: Readonly<Record<string, string>>): string[] =>
  reports(files).flatMap(({ file, result }) =>
    result.ok
      ? result.findings
          .filter(({ severity }) => severity !== 'info')
          .map((finding) => `${file}:${finding.line} ${finding.code} ${subjectOf(finding)}`)
      : [`${file}:${result.line} ${result.reason}`],
  );

const QUIET = {
  'load-balancer-attributes': 'idle_timeout.timeout_seconds=600',
  'healthcheck-path': '/healthz',
};
const one = (
  annotations: Readonly<Record<string, string>>,
  name = 'chat',
  paths: readonly string[] = ['/ws'],
): string => JSON.stringify(ingress(name, { ...QUIET, ...annotations }, paths));
const codesOf = (...documents: readonly string[]): string[] =>
  found({ 'a.yaml': documents.join('\n---\n') }).map((line) => line.split(' ')[1] ?? '');

describe('annotations', () => {
  it.each([
    ['annotation-unknown', { 'sucess-codes': '200' }, { 'success-codes': '200' }],
    ['annotation-unknown', { 'connection-idle-timeout': '600' }, { 'actions.chat': '{}' }],
    ['annotation-value', { 'listen-ports': '[{"HTTP": 80}' }, { 'listen-ports': '[{"http": 80}]' }],
    [
      'annotation-value',
      { 'target-group-attributes': 'stickiness.enabled' },
      { 'target-group-attributes': 'stickiness.enabled=false' },
    ],
    ['annotation-value', { 'backend-protocol': 'WS' }, { 'backend-protocol': 'HTTP' }],
    [
      'annotation-value',
      { 'ssl-redirect': '443' },
      {
        'ssl-redirect': '443',
        'listen-ports': '[{"HTTP":80},{"HTTPS":443}]',
        'ssl-policy': 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      },
    ],
    [
      'listener-attributes-unused',
      { 'listener-attributes.HTTPS-443': 'routing.http.response.server.enabled=false' },
      { 'listener-attributes.HTTP-80': 'routing.http.response.server.enabled=false' },
    ],
  ])('%s', (code, wrong, right) => {
    expect(codesOf(one(wrong))).toEqual([code]);
    expect(codesOf(one(right))).toEqual([]);
  });

  it('suggests the nearest name', () => {
    const [report] = reports({ 'a.yaml': one({ 'healthchek-path': '/x' }) });
    const finding = report?.result.ok
      ? report.result.findings.find(({ code }) => code === 'annotation-unknown')
      : undefined;
    expect(finding?.args['near']).toBe('alb.ingress.kubernetes.io/healthcheck-path');
  });

  it('a backslash escapes a comma in a value, and the last of two equal keys wins', () => {
    expect(
      codesOf(
        one({
          'load-balancer-attributes': String.raw`access_logs.s3.prefix=a\,b=c,idle_timeout.timeout_seconds=1,idle_timeout.timeout_seconds=600`,
        }),
      ),
    ).toEqual([]);
  });

  it('accepts a finding with a reason, but not without', () => {
    const ignoring = (text: string) =>
      one({ 'slow-start': '1' }).replace(
        '"annotations":{',
        `"annotations":{"websocket-alb.io/ignore":"${text}",`,
      );
    expect(codesOf(ignoring('annotation-unknown=ours'))).toEqual([]);
    expect(codesOf(ignoring('annotation-unknown'))).toEqual(['annotation-unknown']);
  });
});

describe('groups', () => {
  const member = (name: string, annotations: Readonly<Record<string, string>>): string =>
    one({ 'group.name': 'shared', ...annotations }, name, [`/${name}`]);

  it.each([
    ['scheme', 'internal', 'internet-facing'],
    ['ip-address-type', 'ipv4', 'dualstack'],
    ['ssl-redirect', '443', '8443'],
    ['security-groups', 'sg-1, sg-2', 'sg-1'],
  ])('members that want a different %s are a conflict, reported at the second', (name, first, second) => {
    expect(codesOf(member('a', { [name]: first }), member('b', { [name]: second }))).toContain(
      'ingress-group-conflict',
    );
    expect(codesOf(member('a', { [name]: first }), member('b', { [name]: first }))).not.toContain(
      'ingress-group-conflict',
    );
    expect(codesOf(member('a', { [name]: first }), member('b', {}))).not.toContain('ingress-group-conflict');
  });

  it('lists are equal in any order', () => {
    const text = [
      member('a', { 'security-groups': 'sg-1,sg-2' }),
      member('b', { 'security-groups': 'sg-2, sg-1' }),
    ];
    expect(codesOf(...text)).toEqual([]);
  });

  it('attributes conflict key by key, unless the class settles it', () => {
    const text = [
      member('a', { 'load-balancer-attributes': 'idle_timeout.timeout_seconds=600' }),
      member('b', { 'load-balancer-attributes': 'idle_timeout.timeout_seconds=700' }),
    ];
    expect(codesOf(...text)).toEqual(['ingress-group-conflict']);
    const settled = [
      ...text,
      '{"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"alb"},"spec":{"controller":"ingress.k8s.aws/alb","parameters":{"kind":"IngressClassParams","name":"p"}}}',
      '{"apiVersion":"elbv2.k8s.aws/v1beta1","kind":"IngressClassParams","metadata":{"name":"p"},"spec":{"loadBalancerAttributes":[{"key":"idle_timeout.timeout_seconds","value":"800"}]}}',
    ];
    expect(codesOf(...settled)).toEqual([]);
  });

  it('members in two files form one load balancer, and each finding is in its own file', () => {
    const lines = found({
      'a.yaml': member('a', { scheme: 'internal' }),
      'b.yaml': `# a comment\n${member('b', { scheme: 'internet-facing' })}`,
    });
    expect(lines).toEqual([
      expect.stringMatching(
        /^b\.yaml:2 ingress-group-conflict Ingress prod\/b alb\.ingress\.kubernetes\.io\/scheme$/,
      ),
    ]);
    const counts = reports({ 'a.yaml': member('a', {}), 'b.yaml': member('b', {}) }).map(({ result }) =>
      result.ok ? result.loadBalancers : -1,
    );
    expect(counts).toEqual([1, 0]);
  });

  it('an Ingress of another controller is ignored', () => {
    const nginx = one({ 'sucess-codes': '1' }).replace(
      '"ingressClassName":"alb"',
      '"ingressClassName":"nginx"',
    );
    const ingressClass =
      '{"apiVersion":"networking.k8s.io/v1","kind":"IngressClass","metadata":{"name":"nginx"},"spec":{"controller":"k8s.io/ingress-nginx"}}';
    expect(codesOf(nginx, ingressClass)).toEqual([]);
  });
});

describe('Gateways', () => {
  const objects = (protocol: string, more: readonly object[] = []): string =>
    [
      { kind: 'GatewayClass', metadata: { name: 'alb' }, spec: { controllerName: 'gateway.k8s.aws/alb' } },
      {
        kind: 'Gateway',
        metadata: { name: 'chat', namespace: 'prod' },
        spec: {
          gatewayClassName: 'alb',
          infrastructure: { parametersRef: { name: 'chat' } },
          listeners: [{ name: 'a', protocol, port: 443 }],
        },
      },
      {
        kind: 'LoadBalancerConfiguration',
        metadata: { name: 'chat', namespace: 'prod' },
        spec: {
          loadBalancerAttributes: [{ key: 'idle_timeout.timeout_seconds', value: '600' }],
          listenerConfigurations: [
            { protocolPort: 'HTTPS:443', sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
          ],
        },
      },
      {
        kind: 'HTTPRoute',
        metadata: { name: 'ws', namespace: 'prod' },
        spec: {
          parentRefs: [{ name: 'chat' }],
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: '/ws' } }],
              backendRefs: [{ name: 'chat', port: 80 }],
            },
          ],
        },
      },
      ...more,
    ]
      .map((each) => JSON.stringify({ apiVersion: 'v1', ...each }))
      .join('\n---\n');
  const service = {
    kind: 'Service',
    metadata: { name: 'chat', namespace: 'prod' },
    spec: { ports: [{ port: 80, appProtocol: 'kubernetes.io/h2c' }] },
  };

  it('one without a fault passes', () => {
    expect(found({ 'a.yaml': objects('HTTPS') })).toEqual([]);
  });

  it('h2c on a Service port breaks sockets behind HTTPS, but not behind HTTP', () => {
    expect(found({ 'a.yaml': objects('HTTPS', [service]) })).toEqual([
      expect.stringContaining('websocket-protocol-version Service prod/chat appProtocol'),
    ]);
    expect(found({ 'a.yaml': objects('HTTP', [service]) })).toEqual([]);
  });

  it('configurations are judged, even when their Gateway is elsewhere', () => {
    const alone = (attributes: object[]) =>
      JSON.stringify({
        apiVersion: 'gateway.k8s.aws/v1',
        kind: 'TargetGroupConfiguration',
        metadata: { name: 'chat', namespace: 'prod' },
        spec: {
          targetReference: { name: 'chat' },
          defaultConfiguration: { targetGroupAttributes: attributes },
        },
      });
    const slow = { key: 'slow_start.duration_seconds', value: '60' };
    const random = { key: 'load_balancing.algorithm.type', value: 'weighted_random' };
    expect(found({ 'a.yaml': alone([slow, random]) })).toEqual([
      expect.stringContaining(
        'slow-start-algorithm TargetGroupConfiguration prod/chat slow_start.duration_seconds',
      ),
    ]);
    expect(found({ 'a.yaml': alone([slow]) })).toEqual([]);
  });
});

describe('files', () => {
  it("documents, Helm comments, lists and empty documents keep the file's line numbers", () => {
    const list = `{"apiVersion":"v1","kind":"List","items":[\n${one({ 'sucess-codes': '1' })}\n]}`;
    const text = `---\n# Source: chart/templates/a.yaml\n---\nnull\n---\napiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n---\n${list}\n`;
    expect(found({ 'a.yaml': text })).toEqual([expect.stringMatching(/^a\.yaml:11 annotation-unknown /)]);
  });

  it('the source of a chart is recognised', () => {
    const text = 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: {{ .Values.name }}\n';
    expect(found({ 'a.yaml': text })).toEqual([
      'a.yaml:1 This is the source of a Helm chart, not a manifest.',
    ]);
  });

  it('an unreadable file does not prevent the others from being judged', () => {
    expect(found({ 'a.yaml': 'kind: Ingress\nmetadata: [', 'b.yaml': one({ 'sucess-codes': '1' }) })).toEqual(
      [expect.stringMatching(/^a\.yaml:\d+ /), expect.stringMatching(/^b\.yaml:1 annotation-unknown /)],
    );
  });
});
