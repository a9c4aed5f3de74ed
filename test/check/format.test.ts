// Every format from one report: a file with findings, one without, and a broken one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import { formatGithub } from '../../src/check/format-github.ts';
import { formatJson } from '../../src/check/format-json.ts';
import { formatSarif } from '../../src/check/format-sarif.ts';
import { formatQuiet, formatText } from '../../src/check/format-text.ts';
import { exitCodeOf, type FileReport } from '../../src/check/report.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';

const report = (file: string, text: string): FileReport => ({ file, result: checkTemplate(text) });
const TEMPLATE = `Resources:
  Chat:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Tags: [{ Key: Name, Value: chat }]
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [sg-1]
      LoadBalancerAttributes:
        - { Key: idle_timeout.timeout_seconds, Value: '5000' }
        - { Key: deletion_protection.enabled, Value: 'true' }
`;
const reports = [
  report('my templates/chat.yaml', TEMPLATE),
  report('topic.yaml', 'Resources: { Topic: { Type: AWS::SNS::Topic } }'),
  report('broken.yaml', 'Resources:\n  A: "open'),
];
const wrong = [
  report('wrong.yaml', readFileSync(new URL('fixtures/everything-wrong.yaml', import.meta.url), 'utf8')),
];

it('template text cannot move the cursor', () => {
  const escaping = report('x.yaml', TEMPLATE.replace('Chat:', String.raw`"Chat\e[31m":`));
  expect(formatText([escaping])).toContain(String.raw`attribute-value  Chat\u{1b}[31m`);
});

it('text', () => {
  expect(formatText(reports)).toMatchInlineSnapshot(`
    "my templates/chat.yaml: 1 Application Load Balancer; 1 error, 2 info.

    my templates/chat.yaml:9  error  attribute-value  Chat
      idle_timeout.timeout_seconds is "5000".
      why:     Every attribute has a range or a list of values, and ELB refuses all others. Linters do not check them.
      allowed: 1–4000 seconds
      remedy:  Use an allowed value.
      source:  https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html

    my templates/chat.yaml:2  info  access-logs  Chat
      access_logs.s3.enabled is not true.
      why:     Only the logs show how long a socket lived and why an upgrade failed.
      remedy:  Log to a bucket with SSE-S3 and a policy for the log delivery service, or with AWS::Logs::DeliverySource.
      source:  https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html

    my templates/chat.yaml:2  info  metrics-watched  Chat
      No alarm in this template watches its metrics.
      why:     Connections, rejected connections, unhealthy targets and 5xx show trouble before clients report it.
      remedy:  Watch ActiveConnectionCount, RejectedConnectionCount, UnHealthyHostCount and HTTPCode_ELB_5XX_Count.
      source:  https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html

    topic.yaml: no Application Load Balancer; nothing found.

    broken.yaml:2  unreadable
      Missing closing "quote.
      remedy:  Correct the file there; a template is YAML or JSON, as text in UTF-8.
    "
  `);
});

it('text: states each rule once, followed by its places and what differs between them', () => {
  const loadBalancer = (id: string, timeout: number) =>
    `  ${id}:\n    Type: AWS::ElasticLoadBalancingV2::LoadBalancer\n    Properties: { LoadBalancerAttributes: [{ Key: idle_timeout.timeout_seconds, Value: ${timeout} }] }\n`;
  const text = formatText([
    report(
      'a.yaml',
      `Resources:\n${loadBalancer('A', 5000)}${loadBalancer('B', 9)}${loadBalancer('C', 5000)}${loadBalancer('D', 9999)}`,
    ),
  ]);
  const blocks = text.split('\n\n');
  expect(blocks.find((block) => block.includes('attribute-value'))).toMatchInlineSnapshot(`
    "a.yaml:4  error  attribute-value  A
    a.yaml:10  error  attribute-value  C
      idle_timeout.timeout_seconds is "5000".
    a.yaml:13  error  attribute-value  D
      idle_timeout.timeout_seconds is "9999".
      why:     Every attribute has a range or a list of values, and ELB refuses all others. Linters do not check them.
      allowed: 1–4000 seconds
      remedy:  Use an allowed value.
      source:  https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html"
  `);
  expect(blocks.find((block) => block.includes('idle-timeout-short'))?.split('\n')[0]).toBe(
    'a.yaml:7  info  idle-timeout-short  B',
  );
  expect(text.match(/why:/g)).toHaveLength(blocks.length - 1);
});

it('github: one command per finding, on one line', () => {
  expect(formatGithub(reports)).toMatchInlineSnapshot(`
    "::error file=my templates/chat.yaml,line=9,title=attribute-value Chat::idle_timeout.timeout_seconds is "5000".%0AEvery attribute has a range or a list of values, and ELB refuses all others. Linters do not check them.%0AUse an allowed value.
    ::notice file=my templates/chat.yaml,line=2,title=access-logs Chat::access_logs.s3.enabled is not true.%0AOnly the logs show how long a socket lived and why an upgrade failed.%0ALog to a bucket with SSE-S3 and a policy for the log delivery service, or with AWS::Logs::DeliverySource.
    ::notice file=my templates/chat.yaml,line=2,title=metrics-watched Chat::No alarm in this template watches its metrics.%0AConnections, rejected connections, unhealthy targets and 5xx show trouble before clients report it.%0AWatch ActiveConnectionCount, RejectedConnectionCount, UnHealthyHostCount and HTTPCode_ELB_5XX_Count.
    ::error file=broken.yaml,line=2,title=unreadable::Missing closing "quote.
    "
  `);
});

it('json', () => {
  const { files } = JSON.parse(formatJson(reports));
  expect(files).toMatchObject([
    {
      file: 'my templates/chat.yaml',
      loadBalancers: 1,
      findings: [
        {
          code: 'attribute-value',
          severity: 'error',
          line: 9,
          logicalId: 'Chat',
          args: { value: '5000' },
          allowed: '1–4000 seconds',
          basis: { kind: 'certain', from: 'the API reference' },
        },
        { code: 'access-logs', severity: 'info', line: 2 },
        { code: 'metrics-watched', severity: 'info' },
      ],
      leftOut: [],
    },
    { file: 'topic.yaml', loadBalancers: 0, findings: [], leftOut: [] },
    { file: 'broken.yaml', error: { line: 2 } },
  ]);
});

describe('SARIF', () => {
  const require = createRequire(import.meta.url);
  const schema = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as object;
  const draft4 = require('ajv/lib/refs/json-schema-draft-04.json') as object;
  const validate = new Ajv({ schemaId: 'auto', logger: false }).addMetaSchema(draft4).compile(schema);

  it.each([
    ['findings, none, and a broken file', reports],
    ['every rule', wrong],
    ['no file', []],
  ])('%s: valid against the 2.1.0 schema', (_name, some) => {
    expect(validate(JSON.parse(formatSarif(some, '1.2.3'))) ? [] : validate.errors).toEqual([]);
  });

  it('a result points at its rule, line and resource', () => {
    const { runs } = JSON.parse(formatSarif(reports, '1.2.3'));
    const found = runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === 'attribute-value');
    expect(runs[0].tool.driver.rules[found.ruleIndex].id).toBe('attribute-value');
    expect(found.locations[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'my%20templates/chat.yaml' }, region: { startLine: 9 } },
      logicalLocations: [{ fullyQualifiedName: 'Resources.Chat' }],
    });
    expect(runs[0].invocations[0]).toMatchObject({ executionSuccessful: false });
  });

  it('different results have different fingerprints', () => {
    const { runs } = JSON.parse(formatSarif(wrong, '1.2.3'));
    const prints = runs[0].results.map((one: { partialFingerprints: object }) =>
      JSON.stringify(one.partialFingerprints),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});

it('exit codes', () => {
  const info = report('a', TEMPLATE.replace('5000', '4000'));
  expect(exitCodeOf([info], false)).toBe(0);
  expect(exitCodeOf([info], true)).toBe(1);
  expect(exitCodeOf([reports[0]!], false)).toBe(1);
  expect(exitCodeOf(reports, false)).toBe(2);
  expect(exitCodeOf([], true)).toBe(0);
});

it('an ignore with a reason applies; one without is itself a finding', () => {
  const codes = (ignore: string) => {
    const { result } = report(
      'a',
      TEMPLATE.replace('    Type', `    Metadata: { websocket-alb: { ignore: [${ignore}] } }\n    Type`),
    );
    return result.ok
      ? result.findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code)
      : [];
  };
  expect(codes('{ code: attribute-value, reason: a test }')).toEqual([]);
  expect(codes('{ code: attribute-value }')).toEqual(['attribute-value', 'ignore-invalid']);
  expect(codes('attribute-value')).toEqual(['attribute-value', 'ignore-invalid']);
  expect(codes('{ code: no-such-rule, reason: x }')).toEqual(['attribute-value', 'ignore-invalid']);
});

it('quiet: one line per finding', () => {
  expect(formatQuiet(reports)).toMatchInlineSnapshot(`
    "my templates/chat.yaml:9  error  attribute-value  Chat  idle_timeout.timeout_seconds is "5000".
    my templates/chat.yaml:2  info  access-logs  Chat  access_logs.s3.enabled is not true.
    my templates/chat.yaml:2  info  metrics-watched  Chat  No alarm in this template watches its metrics.
    broken.yaml:2  unreadable  Missing closing "quote.
    "
  `);
});

it('a finding on a conditional resource names the condition and its value under the defaults', () => {
  const text = `Parameters: { Https: { Type: String, Default: 'false' }, Other: { Type: String } }
Conditions: { Https: !Equals [!Ref Https, 'true'], Other: !Equals [!Ref Other, x] }
Resources:
  A: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Condition: Https }
  B: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Condition: Other }`;
  const one = report('a.yaml', text);
  const conditions = one.result.ok
    ? one.result.findings.filter(({ code }) => code === 'subnets-missing').map(({ condition }) => condition)
    : [];
  expect(conditions).toEqual([{ name: 'Https', byDefault: false }, { name: 'Other' }]);
  expect(formatText([one])).toContain('Only under the condition Https, which is false by default.');
  expect(formatText([one])).toContain('Only under the condition Other, which depends on the parameters.');
});

it('lists what was left out, with the reason', () => {
  const text = `Transform: [AWS::Serverless-2016-10-31, OurMacro]
Resources:
  Fn::ForEach::Loop: [Name, !Ref Names, { 'A\${Name}': { Type: AWS::SNS::Topic } }]
  B: { Type: AWS::SNS::Topic, Properties: { Fn::Transform: { Name: AWS::Include } } }
  C:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Metadata: { websocket-alb: { ignore: [{ code: tags, reason: by the pipeline }] } }`;
  const rules = CHECK_RULES.filter(({ code }) => code !== 'access-logs');
  const result = checkTemplate(text, rules);
  const left = result.ok ? result.leftOut : [];
  expect(left.map(({ what, reason }) => `${what}: ${reason}`)).toEqual([
    'rule: asked for by --ignore',
    'loops: the values of Fn::ForEach are not written out',
    'macro: a macro of the account may change anything in the template',
    'include: Fn::Transform completes its properties from elsewhere',
    'finding: by the pipeline',
  ]);
  const words = formatText([{ file: 'a.yaml', result }]);
  expect(words).toContain('1 Fn::ForEach loop not expanded');
  expect(words).toContain('May be changed by the macro OurMacro.');
  expect(words).toContain('1 resource completed by Fn::Transform');
});

it('lists the remaining places of a finding on one line', () => {
  const all = Array.from(
    { length: 9 },
    (_one, index) => `  A${index}: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }`,
  );
  const text = formatText([report('a.yaml', `Resources:\n${all.join('\n')}`)]);
  expect(text).toContain(
    'a.yaml:6  error  subnets-missing  A4\n  and 4 more: A5 (7), A6 (8), A7 (9), A8 (10)\n',
  );
});

it('SARIF: template text never becomes a link', () => {
  const text = TEMPLATE.replace(
    'idle_timeout.timeout_seconds',
    '"idle_timeout.x [click](https://evil.example)"',
  );
  const { runs } = JSON.parse(formatSarif([report('a.yaml', text)], '1.2.3'));
  const found = runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === 'attribute-unknown');
  expect(found.message.text).toContain(String.raw`\[click\](https://evil.example)`);
});
