// `check` on anything that claims to be a template.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate, wordCheckFinding } from '../../src/check/check.ts';
import { LB, ours, summary, wrong } from './samples.ts';
import { runs } from '../helpers/scale.ts';

describe('any template', () => {
  it('reports when there is no load balancer', () => {
    expect(summary('Resources: {A: {Type: AWS::SNS::Topic}}')).toEqual({ loadBalancers: 0, findings: [] });
    expect(summary(`Resources: {A: {Type: ${LB}, Properties: {Type: network}}}`)).toMatchObject({
      loadBalancers: 0,
    });
  });

  it('as JSON reads the same as YAML, even with tabs or a BOM', () => {
    const template = {
      Resources: {
        A: { Type: LB, Properties: { LoadBalancerAttributes: [{ Key: 'idle_timeout.bogus', Value: '1' }] } },
      },
    };
    for (const indent of [0, 2, '\t'])
      expect(summary(`\uFEFF${JSON.stringify(template, undefined, indent)}`)).toMatchObject({
        loadBalancers: 1,
        findings: expect.arrayContaining([expect.stringMatching(/ attribute-unknown$/)]) as string[],
      });
  });

  it.each([
    ['idle_timeout', 'Did you mean idle_timeout.timeout_seconds?'],
    ['idle_timout.timeout_second', 'Did you mean idle_timeout.timeout_seconds?'],
    ['access_logs.enabled', 'Did you mean access_logs.s3.enabled?'],
    ['cat.enabled', 'Check the key: ELB refuses one that it does not know either.'],
    ['x', 'Check the key: ELB refuses one that it does not know either.'],
  ])('reports the unknown attribute %s: %s', (key, remedy) => {
    const attributes = [{ Key: key, Value: '1' }];
    const chat = { Type: LB, Properties: { LoadBalancerAttributes: attributes } };
    const result = checkTemplate(JSON.stringify({ Resources: { Chat: chat } }));
    const found = result.ok ? result.findings.filter(({ code }) => code === 'attribute-unknown') : [];
    expect(found.map((finding) => wordCheckFinding(finding).remedy)).toEqual([remedy]);
  });

  it('may use every short form, including future ones, and merge keys', () => {
    const text = `
Conditions: {C: !And [!Equals [a, a], !Not [!Equals [a, b]], !Or [!Condition D, !Equals [x, x]]], D: !Equals [a, b]}
Mappings: {M: {eu: {timeout: '90'}}}
Base: &base {Type: ${LB}}
Resources:
  A:
    <<: *base
    Properties:
      Name: !Cidr [!GetAtt A.B, !Base64 x, !ToJsonString {a: 1}, !Length [1], !FutureThing {a: !Sub ['\${x}', {x: 1}]}]
      LoadBalancerAttributes:
        - Key: !Join [., [idle_timeout, timeout_seconds]]
          Value: !If [C, !FindInMap [M, eu, timeout], !Ref AWS::NoValue]
        - Key: !Select [1, !Split [',', 'a,idle_timeout.bogus']]
          Value: !Sub 'x'
`;
    expect(summary(text)).toMatchObject({ loadBalancers: 1 });
    const { findings } = summary(text) as { findings: string[] };
    expect(findings).toContain('13 attribute-unknown');
    expect(findings.join()).not.toContain('idle-timeout-short');
  });

  it('a parameter is judged by its default or its only allowed value; a condition on its default decides nothing', () => {
    const text = (parameter: string, value = '!Ref P') =>
      `Parameters: {P: {Type: String, ${parameter}}}
Conditions: {C: !Equals [!Ref P, '60']}
Resources: {A: {Type: ${LB}, Properties: {LoadBalancerAttributes: [{Key: idle_timeout.timeout_seconds, Value: ${value}}]}}}`;
    const fires = (source: string) =>
      (summary(source) as { findings: string[] }).findings.some((one) => one.includes('idle-timeout-short'));
    expect(fires(text("Default: '60'"))).toBe(true);
    expect(fires(text("Default: '600'"))).toBe(false);
    expect(fires(text("AllowedValues: ['30']"))).toBe(true);
    expect(fires(text('MinLength: 1'))).toBe(false);
    expect(fires(text("Default: '60'", "!If [C, '60', '600']"))).toBe(false);
    expect(fires(text("AllowedValues: ['60']", "!If [C, '60', '600']"))).toBe(true);
  });

  const dashboard = (body: unknown) =>
    JSON.stringify({
      Resources: { D: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: body } } },
    });
  const doubling = (depth: number): unknown =>
    depth === 0 ? 'xxxxxxxxxx' : { 'Fn::Sub': ['${a}${a}', { a: doubling(depth - 1) }] };
  it.each([
    ['variables that double', dashboard(doubling(30))],
    ['unclosed variables', dashboard({ 'Fn::Sub': '${'.repeat(400_000) })],
    ['a body of spaces', dashboard({ 'Fn::Sub': `{${' '.repeat(900_000)}` })],
  ])('%s: judged quickly', (_name, text) => {
    expect(summary(text)).toMatchObject({ loadBalancers: 0 });
  });

  it('may have 500 resources', () => {
    const text = `Resources:\n${Array.from(
      { length: 125 },
      (_one, index) =>
        wrong
          .slice(wrong.indexOf('  StickyTargets:'), wrong.indexOf('  SocketIoTargets:'))
          .replace('StickyTargets', `T${index}`) +
        `  L${index}: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref B${index}, DefaultActions: [{Type: forward, TargetGroupArn: !Ref T${index}}]}}\n` +
        `  B${index}: {Type: ${LB}}\n  R${index}: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref L${index}}}\n`,
    ).join('')}`;
    expect(summary(text)).toMatchObject({ loadBalancers: 125 });
  });

  it('never crashes the check, however it is cut, repeated or changed', () => {
    const sources = [...ours.map(([, text]) => text), wrong];
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(
          fc.tuple(
            fc.nat(),
            fc.nat(60),
            fc.oneof(
              fc.string(),
              fc.constantFrom(
                '!Ref ',
                '[',
                '{',
                ': ',
                '- ',
                '*a',
                '&a ',
                '!If ',
                '\n',
                'Fn::Sub: ',
                '~',
                '"',
              ),
            ),
          ),
          { maxLength: 6 },
        ),
        (source, edits) => {
          let text = source;
          for (const [at, length, insert] of edits) {
            const start = at % (text.length + 1);
            text = text.slice(0, start) + insert + text.slice(start + length);
          }
          checkTemplate(text);
        },
      ),
      runs(200),
    );
  });

  it('may have anything where a value is expected', () => {
    const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, true, 1, '', 'A', 'HTTP', '${A}', '#{x}'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'Ref',
            'Fn::If',
            'Fn::Sub',
            'Fn::GetAtt',
            'Fn::Join',
            'Fn::Select',
            'Fn::Split',
            'Fn::FindInMap',
            'Type',
            'Key',
            'Value',
            'Fn::Equals',
            'Condition',
          ),
          tie('any'),
          { maxKeys: 3 },
        ),
      ),
    })).any;
    const properties = [
      'Name',
      'Type',
      'Subnets',
      'SubnetMappings',
      'LoadBalancerAttributes',
      'TargetGroupAttributes',
      'DefaultActions',
      'Actions',
      'Protocol',
      'Certificates',
      'Tags',
      'LoadBalancerArn',
      'ListenerArn',
      'Dimensions',
      'MetricName',
      'Metrics',
      'DashboardBody',
      'PolicyDocument',
      'Bucket',
      'Targets',
      'HealthCheckPath',
    ];
    const resource = fc.record({
      Type: fc.constantFrom(
        LB,
        'AWS::ElasticLoadBalancingV2::Listener',
        'AWS::ElasticLoadBalancingV2::TargetGroup',
        'AWS::ElasticLoadBalancingV2::ListenerRule',
        'AWS::CloudWatch::Alarm',
        'AWS::CloudWatch::Dashboard',
        'AWS::S3::Bucket',
        'AWS::S3::BucketPolicy',
      ),
      Properties: fc.oneof(fc.dictionary(fc.constantFrom(...properties), value), value),
      DependsOn: value,
      Metadata: value,
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D'), resource),
        value,
        value,
        (Resources, Parameters, Conditions) => {
          expect(
            checkTemplate(JSON.stringify({ Resources, Parameters, Conditions, Mappings: Conditions })).ok,
          ).toBe(true);
        },
      ),
      runs(500),
    );
  });
});
