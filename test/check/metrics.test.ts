// How alarms name and read the metrics of load balancers, in the forms that templates use.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';

/** The codes about metrics for an alarm with these properties. */
function codesFor(properties: string): string[] {
  const result = checkTemplate(`
Resources:
  ALB: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2] } }
  TG: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, VpcId: vpc-1 } }
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: ${properties}
`);
  if (!result.ok) throw new Error('not a template');
  return result.findings.map(({ code }) => code).filter((code) => /metric-|connection-count/.test(code));
}

const withDimensions = (metric: string, dimensions: Readonly<Record<string, string>>): string =>
  `{ Namespace: AWS/ApplicationELB, MetricName: ${metric}, Statistic: ${metric.endsWith('HostCount') ? 'Maximum' : 'Sum'}, Period: 60, TreatMissingData: ignore, Dimensions: [${Object.entries(
    dimensions,
  )
    .map(([name, value]) => `{ Name: ${name}, Value: ${value} }`)
    .join(', ')}] }`;

describe('the dimension LoadBalancer', () => {
  it.each([
    ['its attribute', '!GetAtt ALB.LoadBalancerFullName', []],
    ['its attribute in Sub', '!Sub "${ALB.LoadBalancerFullName}"', []],
    ['what follows loadbalancer/', "!Select [1, !Split ['loadbalancer/', !Ref ALB]]", []],
    [
      'three parts joined',
      "!Join ['/', [!Select [1, !Split ['/', !Ref ALB]], !Select [2, !Split ['/', !Ref ALB]], !Select [3, !Split ['/', !Ref ALB]]]]",
      [],
    ],
    ['a part that only a deployment knows', '!Sub "app/${AWS::StackName}/1"', []],
    ['an import', '!ImportValue name', []],
    ['a name of its own', 'app/chat/0123456789abcdef', []],
    ['the ARN', '!Ref ALB', ['metric-dimensions']],
    ['the ARN in Sub', '!Sub "${ALB}"', ['metric-dimensions']],
    ['one part too few', "!Select [1, !Split ['/', !Ref ALB]]", ['metric-dimensions']],
    ['one part too many', "!Select [5, !Split [':', !Ref ALB]]", ['metric-dimensions']],
    ['a part that does not exist', "!Select [9, !Split [':', !Ref ALB]]", []],
  ])('%s', (_, value, codes) => {
    expect(codesFor(withDimensions('RejectedConnectionCount', { LoadBalancer: value }))).toEqual(codes);
  });
});

it.each([
  ['what follows the last colon', "!Select [5, !Split [':', !Ref TG]]", []],
  ['the name alone', "!Select [1, !Split ['/', !Ref TG]]", ['metric-dimensions']],
])('the dimension TargetGroup: %s', (_, value, codes) => {
  const dimensions = { LoadBalancer: '!GetAtt ALB.LoadBalancerFullName', TargetGroup: value };
  expect(codesFor(withDimensions('UnHealthyHostCount', dimensions))).toEqual(codes);
});

describe('open connections over five minutes in metric math', () => {
  const math = (expression: string, statistic = 'Sum') => {
    const metric =
      '{ Namespace: AWS/ApplicationELB, MetricName: ActiveConnectionCount, Dimensions: [{ Name: LoadBalancer, Value: !GetAtt ALB.LoadBalancerFullName }] }';
    const query = `{ Id: m1, ReturnData: false, MetricStat: { Period: 300, Stat: ${statistic}, Metric: ${metric} } }`;
    return `{ Metrics: [{ Id: e1, Expression: '${expression}' }, ${query}] }`;
  };
  it.each([
    ['m1 / 5', 'Sum', []],
    ['m1/(PERIOD(m1)/60)', 'Sum', []],
    ['m1', 'Sum', ['connection-count-statistic']],
    ['m10 / 5', 'Sum', ['connection-count-statistic']],
    ['m1 / 5', 'Average', ['connection-count-statistic']],
  ])('%s of %s', (expression, statistic, codes) => {
    expect(codesFor(math(expression, statistic))).toEqual(codes);
  });
});
