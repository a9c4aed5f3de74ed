// Fixes that `check --fix` makes in manifests, character by character.
import { describe, expect, it } from 'vitest';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { findingsOf } from '../../src/check/report.ts';
import { checkManifests } from '../../src/kubernetes/check.ts';
import { fixManifests } from '../../src/kubernetes/fix/fix.ts';

type Mode = 'safe' | 'suggest';
const fixAll = (files: Readonly<Record<string, string>>, mode: Mode = 'safe') =>
  fixManifests(
    Object.entries(files).map(([file, text]) => ({ file, text })),
    CHECK_RULES,
    mode,
    () => (findings) => findings,
  );
const fix = (text: string, mode?: Mode) => {
  const [result] = fixAll({ 'a.yaml': text }, mode);
  if (!result) throw new Error('there is no result');
  return result;
};
const codesOf = (text: string): string[] =>
  checkManifests([{ file: 'a.yaml', text }], CHECK_RULES).flatMap((report) =>
    findingsOf(report).map(({ code }) => code),
  );

const ingress = (annotations: string, name = 'ws'): string => `# The chat.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}   # spaces stay
  labels: {account: 0123}
  annotations:
${annotations.replaceAll('ALB/', 'alb.ingress.kubernetes.io/')}spec:
  ingressClassName: alb
  rules:
    - http:
        paths:
          - {path: /ws, pathType: Prefix, backend: {service: {name: chat,  port: {number: 80}}}}
`;
const params = (attributes: string): string => `apiVersion: elbv2.k8s.aws/v1beta1
kind: IngressClassParams
metadata: {name: alb}
spec:
  scheme: internal
  loadBalancerAttributes:
${attributes}---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: alb}
spec: {controller: ingress.k8s.aws/alb, parameters: {apiGroup: elbv2.k8s.aws, kind: IngressClassParams, name: alb}}
---
${ingress("    ALB/healthcheck-path: '/healthz'\n")}`;
const gateway = (own: string): string => `apiVersion: gateway.k8s.aws/v1beta1
kind: LoadBalancerConfiguration
metadata: {name: chat}
spec:
${own}---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: chat}
spec:
  gatewayClassName: alb
  infrastructure: {parametersRef: {group: gateway.k8s.aws, kind: LoadBalancerConfiguration, name: chat}}
  listeners: [{name: https, protocol: HTTPS, port: 443}]
`;

interface Case {
  readonly code: string;
  readonly how: string;
  readonly mode?: Mode;
  readonly before: string;
  readonly after: string;
}

const ways: readonly (readonly [how: string, wrong: string, right: string])[] = [
  ['plain', 'idle_timeout.timeout=600 # long', 'idle_timeout.timeout_seconds=600 # long'],
  ['single quotes', "'idle_timeout.timeout = 600 '", "'idle_timeout.timeout_seconds = 600 '"],
  [
    'double quotes, between others',
    '"routing.http2.enabled=true, idle_timeout.timeout=600,client_keep_alive.seconds=3600"',
    '"routing.http2.enabled=true, idle_timeout.timeout_seconds=600,client_keep_alive.seconds=3600"',
  ],
  [
    'a folded block',
    '>-\n      routing.http2.enabled=true,\n      idle_timeout.timeout=600',
    '>-\n      routing.http2.enabled=true,\n      idle_timeout.timeout_seconds=600',
  ],
  [
    'a literal block with indicators in its header',
    '|2-   # of ELB\n      idle_timeout.timeout=600,\n      routing.http2.enabled=true',
    '|2-   # of ELB\n      idle_timeout.timeout_seconds=600,\n      routing.http2.enabled=true',
  ],
  [
    'a plain scalar on two lines',
    'routing.http2.enabled=true,\n      idle_timeout.timeout=600',
    'routing.http2.enabled=true,\n      idle_timeout.timeout_seconds=600',
  ],
];
const POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';

const CASES: readonly Case[] = [
  ...ways.map(([how, wrong, right]): Case => {
    const text = (value: string) =>
      ingress(`    # ten minutes\n    ALB/load-balancer-attributes: ${value}\n    ALB/scheme: internal\n`);
    return { code: 'attribute-unknown', how, before: text(wrong), after: text(right) };
  }),
  {
    code: 'attribute-unknown',
    how: 'the item of a list',
    before: params("    - key: idle_timeout.timeout # seconds\n      value: '600'\n"),
    after: params("    - key: idle_timeout.timeout_seconds # seconds\n      value: '600'\n"),
  },
  {
    code: 'attribute-unknown',
    how: 'the fields of a Gateway',
    before: gateway('  loadBalancerAttributes: [{key: \'idle_timeout.timeout\' , value: "600"}]\n'),
    after: gateway('  loadBalancerAttributes: [{key: \'idle_timeout.timeout_seconds\' , value: "600"}]\n'),
  },
  {
    code: 'attribute-value',
    how: 'in an annotation',
    before: ingress("    ALB/target-group-attributes: 'stickiness.enabled=yes'\n"),
    after: ingress("    ALB/target-group-attributes: 'stickiness.enabled=true'\n"),
  },
  {
    code: 'attribute-value',
    how: 'in a field',
    before: params('    - {key: routing.http.desync_mitigation_mode, value: Defensive}\n'),
    after: params('    - {key: routing.http.desync_mitigation_mode, value: defensive}\n'),
  },
  ...(
    [
      ['the first', 'proxy_protocol_v2.enabled=true, stickiness.enabled=true', 'stickiness.enabled=true'],
      ['the last', 'stickiness.enabled=true , proxy_protocol_v2.enabled=true', 'stickiness.enabled=true'],
      [
        'one of a block',
        '>-\n      proxy_protocol_v2.enabled=true,\n      stickiness.enabled=true',
        '>-\n      stickiness.enabled=true',
      ],
      [
        'the last of a block',
        '>-\n      stickiness.enabled=true,\n      proxy_protocol_v2.enabled=true',
        '>-\n      stickiness.enabled=true',
      ],
    ] as const
  ).map(([how, wrong, right]): Case => {
    const text = (value: string) => ingress(`    ALB/target-group-attributes: ${value}\n`);
    return { code: 'attribute-not-for-alb', how, before: text(wrong), after: text(right) };
  }),
  {
    code: 'attribute-not-for-alb',
    how: 'the only one, with its annotation',
    before: ingress(
      '    # on\n    ALB/target-group-attributes: proxy_protocol_v2.enabled=true # no\n    ALB/scheme: internal\n',
    ),
    after: ingress('    # on\n    ALB/scheme: internal\n'),
  },
  {
    code: 'attribute-not-for-alb',
    how: 'an item of a list',
    before: params(
      "    - {key: dns_record.client_routing_policy, value: 'x'}\n    - {key: idle_timeout.timeout_seconds, value: '600'}\n",
    ),
    after: params("    - {key: idle_timeout.timeout_seconds, value: '600'}\n"),
  },
  {
    code: 'https-listener-attribute',
    how: 'of HTTP',
    before: ingress(
      '    ALB/listener-attributes.HTTP-80: routing.http.response.server.enabled=false,routing.http.request.x_amzn_tls_version.header_name=tls\n',
    ),
    after: ingress('    ALB/listener-attributes.HTTP-80: routing.http.response.server.enabled=false\n'),
  },
  {
    code: 'annotation-value',
    how: 'in capitals',
    before: ingress('    ALB/scheme: "Internet-Facing" # open\n'),
    after: ingress('    ALB/scheme: "internet-facing" # open\n'),
  },
  {
    code: 'annotation-unknown',
    how: 'misspelt',
    mode: 'suggest',
    before: ingress("    ALB/healthchek-path: '/healthz'\n    'ALB/sucess-codes': '200'\n"),
    after: ingress("    ALB/healthcheck-path: '/healthz'\n    'ALB/success-codes': '200'\n"),
  },
  ...(['tls-policy-old', 'tls-policy-superseded'] as const).map((code): Case => {
    const old = { 'tls-policy-old': '2016-08', 'tls-policy-superseded': 'TLS-1-2-2017-01' }[code];
    const text = (policy: string) =>
      ingress(`    ALB/listen-ports: '[{"HTTPS": 443}]'\n    ALB/ssl-policy: '${policy}' # TLS\n`);
    return {
      code,
      how: 'in an annotation',
      mode: 'suggest',
      before: text(`ELBSecurityPolicy-${old}`),
      after: text(POLICY),
    };
  }),
  {
    code: 'tls-policy-old',
    how: 'in a field',
    mode: 'suggest',
    before: gateway(
      '  listenerConfigurations:\n    - {protocolPort: "HTTPS:443", sslPolicy: ELBSecurityPolicy-2016-08}\n',
    ),
    after: gateway(`  listenerConfigurations:\n    - {protocolPort: "HTTPS:443", sslPolicy: ${POLICY}}\n`),
  },
];

describe.each(CASES.map((one, index) => [`${index} ${one.code}: ${one.how}`, one] as const))(
  '%s',
  (_, one) => {
    const { code, before, after, mode } = one;

    it('has the finding before', () => {
      expect(codesOf(before)).toContain(code);
    });

    it.each([
      ['as it is', (text: string) => text],
      ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
      ['with a byte order mark', (text: string) => `\uFEFF${text}`],
      [
        'after and before other documents',
        (text: string) =>
          `---\n# first\napiVersion: v1\nkind: ConfigMap\ndata: {a: 'x: [', account: 0123}\n---\n---\n${text}--- # last\nkind: Broken\na: [\n`,
      ],
    ])('is fixed (%s), and nothing else changes', (_name, written) => {
      const result = fix(written(before), mode);
      expect(result.text).toBe(written(after));
      expect(new Set(result.fixed.map((finding) => finding.code))).toEqual(new Set([code]));
      expect(codesOf(result.text)).not.toContain(code);
      const again = fix(result.text, mode);
      expect(again).toMatchObject({ text: result.text, fixed: [] });
    });
  },
);

describe('is left unchanged, and listed', () => {
  it.each([
    ['a number out of range', 'idle_timeout.timeout_seconds=9999'],
    ['an escape', String.raw`idle_timeout.timeout=600,access_logs.s3.prefix=a\,b`],
    ['a key twice', 'idle_timeout.timeout=600,idle_timeout.timeout=600'],
    ['quotes inside quotes', "'idle_timeout.timeout=600,access_logs.s3.prefix=it''s'"],
    ['a comma at the end', "'idle_timeout.timeout=600,'"],
    ['a line break inside a value', '>-\n      idle_timeout.timeout=600\n      0'],
    ['an anchor that others use', '&a idle_timeout.timeout=600'],
    ['a correct key that is there too', 'idle_timeout.timeout=60,idle_timeout.timeout_seconds=600'],
    ['a value that would be refused next', 'idle_timeout.timeout=9999'],
    ['a key with several near ones', 'access_logs.s3.name=x'],
  ])('%s', (_, value) => {
    const text = ingress(`    ALB/load-balancer-attributes: ${value}\n`);
    const result = fix(text);
    expect(result).toMatchObject({ text, fixed: [] });
    expect(result.left).not.toEqual([]);
  });

  it('an alias, and annotations from elsewhere', () => {
    const text = `${ingress('    ALB/load-balancer-attributes: &own idle_timeout.timeout=600\n').replace('name: ws', 'name: &own2 ws')}
---
kind: List
items:
  - kind: Ingress
    metadata: {name: b, annotations: &all {alb.ingress.kubernetes.io/load-balancer-attributes: idle_timeout.timeout=600}}
    spec: {ingressClassName: alb}
  - kind: Ingress
    metadata: {name: c, annotations: *all}
    spec: {ingressClassName: alb}
`;
    expect(fix(text)).toMatchObject({ text, fixed: [] });
  });

  it('an annotation that is the only one in its map', () => {
    const text = ingress('    ALB/target-group-attributes: proxy_protocol_v2.enabled=true\n');
    expect(fix(text)).toMatchObject({ text, fixed: [], left: [{ code: 'attribute-not-for-alb' }] });
  });

  it('a remedy that changes a deployment, unless requested', () => {
    for (const { before } of CASES.filter(({ mode }) => mode === 'suggest'))
      expect(fix(before)).toEqual({ file: 'a.yaml', text: before, fixed: [], left: [] });
  });

  it('a misspelt annotation whose correct form exists, and one that resembles no known name', () => {
    const text = ingress(
      "    ALB/healthchek-path: '/healthz'\n    ALB/healthcheck-path: '/'\n    ALB/connection-idle-timeout: '600'\n",
    );
    expect(fix(text, 'suggest')).toMatchObject({ text, fixed: [] });
  });

  it('a TLS policy for FIPS', () => {
    const text = ingress(
      '    ALB/listen-ports: \'[{"HTTPS": 443}]\'\n    ALB/ssl-policy: ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04\n',
    );
    expect(fix(text, 'suggest').text).toBe(text);
  });
});

describe('is skipped', () => {
  const wrong = ingress('    ALB/load-balancer-attributes: idle_timeout.timeout=600\n');

  it.each([
    ['the source of a Helm chart', wrong.replace('name: ws', 'name: {{ .Values.name }}')],
    ['a chart in another document', `${wrong}---\nkind: ConfigMap\nname: {{ .Values.name }}\n`],
    [
      'a chart’s condition',
      wrong.replace('  annotations:', '  annotations:\n    {{- if .Values.tls }}\n    x: y\n    {{- end }}'),
    ],
    ['output of Helm', `---\n# Source: chat/templates/ingress.yaml\n${wrong}`],
    [
      'output of Helm, later in the file',
      `kind: ConfigMap\n---\n# Source: chat/templates/ingress.yaml\n${wrong}`,
    ],
    ['a generated file', `# Generated by make. DO NOT EDIT.\n${wrong}`],
    ['bytes that are not UTF-8', `${wrong}# \uFFFD\n`],
  ])('%s', (_, text) => {
    expect(fix(text)).toMatchObject({ text, fixed: [] });
  });

  it('says why, if there is something to fix', () => {
    const text = `---\n# Source: chat/templates/ingress.yaml\n${wrong}`;
    expect(fix(text)).toMatchObject({
      left: [],
      refused: expect.stringContaining('helm template wrote it') as string,
    });
    expect(fix(`${wrong}---\nkind: ConfigMap\nname: {{ .Values.name }}\n`).refused).toContain('{{ }}');
  });
});

describe('files that are judged together', () => {
  const member = (name: string, attributes: string): string =>
    ingress(`    ALB/group.name: shared\n    ALB/load-balancer-attributes: ${attributes}\n`, name);
  const textsOf = (files: Record<string, string>) => fixAll(files).map(({ text }) => text);

  it('a fault in several members of a group is fixed in all, though it is reported at the first', () => {
    expect(
      textsOf({
        'a.yaml': member('a', 'idle_timeout.timeout=600'),
        'b.yaml': member('b', 'idle_timeout.timeout=600'),
      }),
    ).toEqual([
      member('a', 'idle_timeout.timeout_seconds=600'),
      member('b', 'idle_timeout.timeout_seconds=600'),
    ]);
  });

  it('skips a fix that would conflict with another file, and applies the others', () => {
    const files = {
      'a.yaml': member('a', 'idle_timeout.timeout_seconds=60'),
      'b.yaml': member('b', 'idle_timeout.timeout=600,routing.http2.enabled=no'),
    };
    expect(textsOf(files)).toEqual([
      files['a.yaml'],
      member('b', 'idle_timeout.timeout=600,routing.http2.enabled=false'),
    ]);
    const [, b] = fixAll(files);
    expect(b?.left.map(({ code }) => code)).toEqual(['attribute-unknown']);
  });

  it('fixes an annotation of a Service, and of an Ingress with several Services', () => {
    const service = (value: string): string =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: chat\n  annotations:\n    alb.ingress.kubernetes.io/target-group-attributes: ${value}\nspec: {ports: [{port: 80}]}\n`;
    const both = (value: string): string =>
      ingress(`    ALB/target-group-attributes: ${value}\n    ALB/scheme: internal\n`).replace(
        '          - {path',
        '          - {path: /api, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}\n          - {path: /more, pathType: Prefix, backend: {service: {name: more, port: {number: 80}}}}\n          - {path',
      );
    const [one, other] = fixAll({
      'a.yaml': both('stickiness.enabled=No'),
      'b.yaml': service('stickiness.enabled=yes'),
    });
    expect([one?.text, other?.text]).toEqual([
      both('stickiness.enabled=false'),
      service('stickiness.enabled=true'),
    ]);
    // Both target groups of the Ingress have it; it is written, reported and fixed once.
    expect(one?.fixed.map(({ code }) => code)).toEqual(['attribute-value']);
  });

  it('does not guess between objects of the same name, and fixes lists of objects', () => {
    const list = (key: string): string =>
      `{"kind": "List", "items": [{"kind": "Ingress", "metadata": {"name": "a", "annotations": {"alb.ingress.kubernetes.io/load-balancer-attributes": "${key}=600"}}, "spec": {"ingressClassName": "alb"}}, {"kind": "Ingress", "metadata": {"name": "b", "annotations": {"alb.ingress.kubernetes.io/load-balancer-attributes": "idle_timeout.timeout_seconds=1.0e1"}}, "spec": {"ingressClassName": "alb"}}]}`;
    expect(fix(list('idle_timeout.timeout')).text).toBe(list('idle_timeout.timeout_seconds'));
    const twice = list('idle_timeout.timeout').replace('"name": "b"', '"name": "a"');
    expect(fix(twice).text).toBe(twice);
  });

  it('leaves accepted findings alone', () => {
    const text = member('a', 'idle_timeout.timeout=600,routing.http2.enabled=no');
    const [result] = fixManifests([{ file: 'a.yaml', text }], CHECK_RULES, 'safe', (file) => (findings) => {
      expect(file).toBe('a.yaml');
      return findings.filter(({ code }) => code !== 'attribute-unknown');
    });
    expect(result).toMatchObject({
      text: member('a', 'idle_timeout.timeout=600,routing.http2.enabled=false'),
      accepted: [{ code: 'attribute-unknown' }],
      left: [],
    });
  });
});

it('every rule with a remedy in manifests has a case here', () => {
  const tried = new Set(CASES.map(({ code }) => code));
  // No manifest has a Lambda target group.
  tried.add('lambda-attribute');
  const left = CHECK_RULES.filter(({ code, fix: own }) => own?.inManifests && !tried.has(code));
  expect(left.map(({ code }) => code)).toEqual([]);
});
