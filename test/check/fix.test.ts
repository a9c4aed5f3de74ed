// Remedies that `check --fix` makes in the text of a template.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
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

/** One remedy a case, with what the text is afterwards, character by character. */
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
];

describe.each(CASES.map((one, index) => [`${index} ${one.code}`, one] as const))('%s', (_, one) => {
  const { code, before, after, mode } = one;

  it('is there before', () => {
    expect(codes(before)).toContain(code);
  });

  it.each([
    ['as it is', (text: string) => text],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text: string) => `\uFEFF${text}`],
  ])('is remedied, %s, and nothing else is changed', (_name, written) => {
    const { text, fixed } = fix(written(before), mode);
    expect(text).toBe(written(after));
    expect(new Set(fixed.map((finding) => finding.code))).toEqual(new Set([code]));
    expect(codes(text)).not.toContain(code);
    expect(fix(text, mode)).toEqual({ text, fixed: [] });
  });
});
