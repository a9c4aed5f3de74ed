// What a template passes to the nested templates that it names, and what they are with it.
import { describe, expect, it } from 'vitest';
import { checkNested, checkTemplate } from '../../src/check/check.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';

const passedBy = (parameters: string) => {
  const result = checkTemplate(`
Parameters:
  Given: { Type: String, Default: a }
  Open: { Type: String }
  Only: { Type: String, AllowedValues: [one] }
  Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Default: 'subnet-1, subnet-2' }
Resources:
  Net:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: net.yaml, Parameters: ${parameters} }
`);
  return result.ok ? result.nested.flatMap((one) => one.parameters) : [];
};

it.each([
  ['a literal', '{ P: 45 }', [{ name: 'P', value: '45', isFixed: true }]],
  ['a default', '{ P: !Ref Given }', [{ name: 'P', value: 'a', isFixed: false }]],
  ['the one allowed value', '{ P: !Sub "${Only}-x" }', [{ name: 'P', value: 'one-x', isFixed: true }]],
  ['a parameter that is given at deployment', '{ P: !Ref Open }', [{ name: 'P', isFixed: false }]],
  ['an output of another stack', '{ P: !GetAtt Other.Outputs.P }', [{ name: 'P', isFixed: false }]],
  ['a list', '{ P: !Ref Subnets }', [{ name: 'P', value: 'subnet-1,subnet-2', isFixed: false }]],
  ['nothing', '{ P: !Ref AWS::NoValue }', []],
])('%s', (_, parameters, passed) => {
  expect(passedBy(parameters)).toEqual(passed);
});

describe('a condition on a parameter', () => {
  const template = `
Parameters: { Env: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
Resources:
  Ws:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      LoadBalancerAttributes:
        - { Key: idle_timeout.timeout_seconds, Value: !If [IsProd, 30, 4000] }
`;
  const found = (value: string, isFixed: boolean): boolean => {
    const result = checkNested(template, CHECK_RULES, [{ name: 'Env', value, isFixed }]);
    return result.ok && result.findings.some(({ code }) => code === 'idle-timeout-short');
  };
  it('is decided by a value that the parent cannot change, and by no default', () => {
    expect(found('prod', true)).toBe(true);
    expect(found('dev', true)).toBe(false);
    expect(found('prod', false)).toBe(false);
  });
});
