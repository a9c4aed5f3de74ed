// Fixes that `check --fix` makes in the text of a template.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import { applyEdits } from '../../src/check/fix/edit.ts';
import { fixTemplate } from '../../src/check/fix/fix.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';

const fix = (text: string, mode: 'safe' | 'suggest' = 'safe') => fixTemplate(text, CHECK_RULES, mode);
const codes = (text: string): string[] => {
  const result = checkTemplate(text);
  return result.ok ? result.findings.map(({ code }) => code) : [result.reason];
};

const LB = 'AWS::ElasticLoadBalancingV2';
const balancer = (attributes: string, rest = ''): string => `# The chat.
Resources:
  Chat: # our balancer
    Type: ${LB}::LoadBalancer
    Properties:
      Name:   'chat'   # spaces stay
      Tags: [{Key: account, Value: 0123}]
      Subnets: [subnet-1,  subnet-2]
      LoadBalancerAttributes:
${attributes}${rest}`;
const listener = (properties: string): string => `Resources:
  Listener:
    Type: ${LB}::Listener
    Properties:
      LoadBalancerArn: !Ref Chat
      DefaultActions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: '404'}}]
${properties}`;

interface Case {
  readonly code: string;
  readonly mode?: 'suggest';
  readonly before: string;
  readonly after: string;
}

/** One fix per case, with the resulting text, character by character. */
const CASES: readonly Case[] = [
  {
    code: 'attribute-unknown',
    before: balancer(`        # ten minutes
        - Key: idle_timeout.timeout # seconds
          Value: "600"
        - {Key: 'idle_timout.timeout_seconds' , Value: "600"}
`).replace(/ {8}- \{Key: 'idle_t.*\n/, ''),
    after: balancer(`        # ten minutes
        - Key: idle_timeout.timeout_seconds # seconds
          Value: "600"
`),
  },
  {
    code: 'attribute-unknown',
    before: balancer(`        - {Key: 'idle_timout.timeout_seconds' , Value: !Ref Seconds}\n`),
    after: balancer(`        - {Key: 'idle_timeout.timeout_seconds' , Value: !Ref Seconds}\n`),
  },
  {
    code: 'attribute-not-for-alb',
    before: balancer(`        # of a Network Load Balancer
        - Key: dns_record.client_routing_policy
          Value: 'true' # on
        # kept
        - {Key: idle_timeout.timeout_seconds, Value: '600'}
`),
    after: balancer(`        # of a Network Load Balancer
        # kept
        - {Key: idle_timeout.timeout_seconds, Value: '600'}
`),
  },
  {
    code: 'attribute-not-for-alb',
    before: balancer(
      `        - Key: dns_record.client_routing_policy
          Value: 'true'
`,
      '  # the end',
    ),
    after: balancer('', '  # the end').replace(/ *LoadBalancerAttributes:\n/, ''),
  },
  {
    code: 'attribute-not-for-alb',
    before: balancer(`        - {Key: idle_timeout.timeout_seconds, Value: '600'}
        - {Key: dns_record.client_routing_policy, Value: 'true'}`),
    after: balancer(`        - {Key: idle_timeout.timeout_seconds, Value: '600'}`),
  },
  {
    code: 'attribute-duplicate',
    before: balancer(`        - {Key: idle_timeout.timeout_seconds, Value: '600'}
        - Key: "idle_timeout.timeout_seconds"
          Value: 600
        - {Key: deletion_protection.enabled, Value: 'true'}
`),
    after: balancer(`        - {Key: idle_timeout.timeout_seconds, Value: '600'}
        - {Key: deletion_protection.enabled, Value: 'true'}
`),
  },
  {
    code: 'attribute-value',
    before: balancer(`        - {Key: deletion_protection.enabled, Value: 'yes'}
        - {Key: routing.http.desync_mitigation_mode, Value: Defensive} # mode
`),
    after: balancer(`        - {Key: deletion_protection.enabled, Value: 'true'}
        - {Key: routing.http.desync_mitigation_mode, Value: defensive} # mode
`),
  },
  {
    code: 'https-listener-attribute',
    before: listener(`      Port: 80
      Protocol: HTTP
      ListenerAttributes: [ {Key: routing.http.response.server.enabled, Value: 'false'}, {Key: routing.http.request.x_amzn_tls_version.header_name, Value: tls} ]
`),
    after: listener(`      Port: 80
      Protocol: HTTP
      ListenerAttributes: [ {Key: routing.http.response.server.enabled, Value: 'false'} ]
`),
  },
  {
    code: 'lambda-attribute',
    before: `{"Resources": {"Group": {"Type": "${LB}::TargetGroup", "Properties": {"TargetType": "lambda",
  "TargetGroupAttributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "60"},
    {"Key": "lambda.multi_value_headers.enabled", "Value": "true"}],
  "Tags": [{"Key": "n", "Value": 1.10}]}}}}`,
    after: `{"Resources": {"Group": {"Type": "${LB}::TargetGroup", "Properties": {"TargetType": "lambda",
  "TargetGroupAttributes": [{"Key": "lambda.multi_value_headers.enabled", "Value": "true"}],
  "Tags": [{"Key": "n", "Value": 1.10}]}}}}`,
  },
  {
    code: 'http-tls-policy',
    before: listener(`      Port: 80
      SslPolicy: ELBSecurityPolicy-2016-08 # old
      Protocol: HTTP # plain
`),
    after: listener(`      Port: 80
      Protocol: HTTP # plain
`),
  },
  {
    code: 'key-duplicate',
    before: balancer(`        - {Key: deletion_protection.enabled, Value: 'true'}
      Scheme: internal # first
      # and
      Scheme: internal # second
`),
    after: balancer(`        - {Key: deletion_protection.enabled, Value: 'true'}
      # and
      Scheme: internal # second
`),
  },
  ...(['', 'A', '[A]', '\n      - A # first\n', "['A' ]"] as const).map((own): Case => {
    const logs = (dependsOn: string): string => `Resources:
  A: {Type: AWS::SNS::Topic}
  Logs: {Type: AWS::S3::Bucket}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties: {Bucket: !Ref Logs, PolicyDocument: !Ref Document}
  Chat:
    Type: ${LB}::LoadBalancer # type
${dependsOn}    Properties:
      LoadBalancerAttributes:
        - {Key: access_logs.s3.enabled, Value: 'true'}
        - {Key: access_logs.s3.bucket, Value: !Ref Logs}
`;
    const line = (value: string) => (value === '' ? '' : `    DependsOn: ${value.trimEnd()}\n`);
    const after = {
      '': 'Policy',
      A: '[A, Policy]',
      '[A]': '[A, Policy]',
      '\n      - A # first\n': '\n      - A # first\n      - Policy\n',
      "['A' ]": "['A', 'Policy' ]",
    }[own];
    return { code: 'log-bucket-depends-on', before: logs(line(own)), after: logs(line(after)) };
  }),
  {
    code: 'tls-policy-superseded',
    mode: 'suggest',
    before: listener(`      Port: 443
      Protocol: HTTPS
      SslPolicy: "ELBSecurityPolicy-TLS-1-2-2017-01"
`),
    after: listener(`      Port: 443
      Protocol: HTTPS
      SslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
`),
  },
  {
    code: 'tls-policy-omitted',
    mode: 'suggest',
    before: listener(`      Certificates: [{CertificateArn: !Ref Arn}]
      Protocol: HTTPS # TLS
      Port: 443
`),
    after: listener(`      Certificates: [{CertificateArn: !Ref Arn}]
      Protocol: HTTPS # TLS
      SslPolicy: ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09
      Port: 443
`),
  },
  {
    code: 'tls-policy-old',
    mode: 'suggest',
    before: listener(`      Port: 443
      Protocol: HTTPS
      SslPolicy: 'ELBSecurityPolicy-2016-08'
`),
    after: listener(`      Port: 443
      Protocol: HTTPS
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09'
`),
  },
  ...(
    [
      ['alarm-missing-data', 'HTTPCode_ELB_5XX_Count', 'Sum', 'Sum', '60', '60', ''],
      ['count-statistic', 'HTTPCode_ELB_5XX_Count', 'Average', 'Sum', '60', '60', 'ignore'],
      ['connection-count-statistic', 'ActiveConnectionCount', 'Maximum', 'Sum', '60', '60', 'ignore'],
      ['connection-count-statistic', 'ActiveConnectionCount', 'Sum', 'Sum', '300', '60', 'ignore'],
    ] as const
  ).map(([code, metric, statistic, wanted, period, seconds, treat]): Case => {
    const alarm = (stat: string, length: string, missing: string): string =>
      `{"Resources":{"Alarm":{"Type":"AWS::CloudWatch::Alarm","Properties":{
        "Namespace":"AWS/ApplicationELB", "MetricName":"${metric}", "Statistic": "${stat}",
        "Dimensions":[{"Name":"LoadBalancer","Value":"app/a/1"}], "AlarmActions":["arn:aws:sns:eu-west-1:012345678901:a"],
        "ComparisonOperator":"GreaterThanThreshold",${missing}
        "Threshold":1.0,"Period":${length},"EvaluationPeriods":1}}}}`;
    const filled = treat === '' ? '' : `\n        "TreatMissingData":"${treat}",`;
    return {
      code,
      mode: 'suggest',
      before: alarm(statistic, period, filled),
      after: alarm(wanted, seconds, treat === '' ? '\n        "TreatMissingData":"notBreaching",' : filled),
    };
  }),
  {
    code: 'ecs-service-depends-on',
    before: `Resources:
  Group: {Type: '${LB}::TargetGroup', Properties: {TargetType: ip, Port: 80, Protocol: HTTP, VpcId: vpc-1}}
  Listener:
    Type: ${LB}::Listener
    Properties: {LoadBalancerArn: !Ref Chat, Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]}
  Service: { Type: AWS::ECS::Service, Properties: {LoadBalancers: [{ContainerName: a, ContainerPort: 80, TargetGroupArn: !Ref Group}]}}
`,
    after: `Resources:
  Group: {Type: '${LB}::TargetGroup', Properties: {TargetType: ip, Port: 80, Protocol: HTTP, VpcId: vpc-1}}
  Listener:
    Type: ${LB}::Listener
    Properties: {LoadBalancerArn: !Ref Chat, Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]}
  Service: { Type: AWS::ECS::Service, DependsOn: Listener, Properties: {LoadBalancers: [{ContainerName: a, ContainerPort: 80, TargetGroupArn: !Ref Group}]}}
`,
  },
];

describe.each(CASES.map((one, index) => [`${index} ${one.code}`, one] as const))('%s', (_, one) => {
  const { code, before, after, mode } = one;

  it('has the finding before', () => {
    expect(codes(before)).toContain(code);
  });

  it.each([
    ['as it is', (text: string) => text],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text: string) => `\uFEFF${text}`],
  ])('is fixed (%s), and nothing else changes', (_name, written) => {
    const { text, fixed } = fix(written(before), mode);
    expect(text).toBe(written(after));
    expect(new Set(fixed.map((finding) => finding.code))).toEqual(new Set([code]));
    expect(codes(text)).not.toContain(code);
    expect(fix(text, mode)).toEqual({ text, fixed: [] });
  });
});

describe('is left unchanged', () => {
  const attribute = (item: string): string => balancer(`        - ${item}\n`);

  it.each([
    ['a key with several near ones', attribute("{Key: access_logs.s3.name, Value: 'x'}")],
    ['a key that resembles none', attribute("{Key: quantum.enabled, Value: 'true'}")],
    [
      'duplicates that differ',
      attribute(
        "{Key: idle_timeout.timeout_seconds, Value: '600'}\n        - {Key: idle_timeout.timeout_seconds, Value: '60'}",
      ),
    ],
    [
      'duplicates, one of them a function',
      attribute(
        "{Key: idle_timeout.timeout_seconds, Value: '600'}\n        - {Key: idle_timeout.timeout_seconds, Value: !Ref Seconds}",
      ),
    ],
    [
      'a refused attribute whose value is a function',
      attribute('{Key: dns_record.client_routing_policy, Value: !Ref Policy}'),
    ],
    ['a key computed by a function', attribute("{Key: !Sub 'idle_timeout.timeout', Value: '600'}")],
    [
      'one branch of a condition',
      attribute("!If [Yes, {Key: idle_timeout.timeout, Value: '600'}, !Ref AWS::NoValue]"),
    ],
    [
      'a key whose correct form is there too',
      attribute(
        "{Key: idle_timeout.timeout_seconds, Value: '600'}\n        - {Key: idle_timeout.timeout, Value: '600'}",
      ),
    ],
    ['a key whose value would be refused next', attribute("{Key: idle_timeout.timeout, Value: '9999'}")],
    ['a number out of range', attribute("{Key: idle_timeout.timeout_seconds, Value: '9999'}")],
    ['an anchor that others use', attribute("&a {Key: idle_timeout.timeout, Value: '600'}")],
    [
      'an alias',
      balancer(`        - *shared\n`).replace(
        'Resources:',
        "Metadata: {s: &shared {Key: idle_timeout.timeout, Value: '600'}}\nResources:",
      ),
    ],
    ['a block scalar as key', attribute("Key: >-\n            idle_timeout.timeout\n          Value: '600'")],
    [
      'a comment inside brackets',
      listener(`      Port: 80
      Protocol: HTTP
      ListenerAttributes: [
        {Key: routing.http.response.server.enabled, Value: 'false'},
        {Key: routing.http.request.x_amzn_tls_version.header_name, # why
         Value: tls}]
`),
    ],
    [
      'a policy that waits for the load balancer',
      `Resources:
  Logs: {Type: AWS::S3::Bucket}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties: {Bucket: !Ref Logs, PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: logdelivery.elasticloadbalancing.amazonaws.com}, Action: 's3:PutObject', Condition: {ArnLike: {'aws:SourceArn': !Ref Chat}}}]}}
  Chat:
    Type: ${LB}::LoadBalancer
    Properties:
      LoadBalancerAttributes:
        - {Key: access_logs.s3.enabled, Value: 'true'}
        - {Key: access_logs.s3.bucket, Value: !Ref Logs}
`,
    ],
    ['text that is not a template', 'a: ['],
  ])('%s', (_, text) => {
    expect(fix(text)).toEqual({ text, fixed: [] });
  });

  it('a remedy that changes a deployment, unless requested', () => {
    const text = CASES.find(({ mode }) => mode === 'suggest')?.before ?? '';
    expect(fix(text)).toEqual({ text, fixed: [] });
    expect(fix(text, 'suggest').text).not.toBe(text);
  });

  it('a TLS policy for FIPS', () => {
    const text = listener(`      Port: 443
      Protocol: HTTPS
      SslPolicy: ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04
`);
    expect(fix(text, 'suggest').text).toBe(text);
  });

  it.each([
    [
      'aws:cdk:path',
      (text: string) =>
        text.replace('    Properties:', '    Metadata: {aws:cdk:path: S/Chat/Resource}\n    Properties:'),
    ],
    ['a first line', (text: string) => `# Generated by make. DO NOT EDIT.\n${text}`],
    ['bytes that are not UTF-8', (text: string) => `${text}# \uFFFD\n`],
  ])(
    'a file that another program writes, or that cannot be written back, with the reason: %s',
    (_, change) => {
      const text = change(attribute("{Key: idle_timeout.timeout, Value: '600'}"));
      const result = fix(text);
      expect(result).toMatchObject({ text, fixed: [] });
      expect(result.refused).toBeDefined();
    },
  );

  it('findings that are ignored, with a reason or by rule', () => {
    const text = attribute("{Key: idle_timeout.timeout, Value: '600'}");
    const without = CHECK_RULES.filter(({ code }) => code !== 'attribute-unknown');
    expect(fixTemplate(text, without)).toEqual({ text, fixed: [] });
    const ignored = text.replace(
      '    Properties:',
      '    Metadata: {websocket-alb: {ignore: [{code: attribute-unknown, reason: new}]}}\n    Properties:',
    );
    expect(fix(ignored)).toEqual({ text: ignored, fixed: [] });
  });
});

it('applies the safe fixes when another one would cause a new finding', () => {
  const text = balancer(`        - {Key: idle_timeout.timeout, Value: '9999'}
        - {Key: client_keep_alive.second, Value: '600'}
`);
  expect(fix(text).text).toBe(text.replace('.second,', '.seconds,'));
});

it('every rule with a remedy has a case here', () => {
  const tried = new Set(CASES.map(({ code }) => code));
  const left = CHECK_RULES.filter(({ code, fix: own }) => own?.change && !tried.has(code)).map(
    ({ code }) => code,
  );
  expect(left).toEqual([]);
});

describe('edits', () => {
  it('are applied in any order, and keep the rest', () => {
    const edits = [
      { offset: 4, length: 1, text: 'E' },
      { offset: 0, length: 0, text: '>' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('>abcdEf');
  });

  it.each([
    [
      [
        { offset: 0, length: 2, text: '' },
        { offset: 1, length: 1, text: '' },
      ],
    ],
    [
      [
        { offset: 3, length: 0, text: 'a' },
        { offset: 3, length: 0, text: 'b' },
      ],
    ],
    [[{ offset: 5, length: 9, text: '' }]],
  ])('that overlap or are out of range are refused: %j', (edits) => {
    expect(() => applyEdits('abcdef', edits)).toThrow(RangeError);
  });
});
