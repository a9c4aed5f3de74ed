// Which changes replace a resource, from the change set and from two templates.
import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/aws/change-set.ts';
import { readIfPossible } from '../../../src/cli/deploy/read-template.ts';
import { parametersAfter, withReplacements } from '../../../src/cli/deploy/replacements.ts';

const GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const modify = (logicalId: string, type: string, rest: Partial<Change> = {}): Change => ({
  action: 'Modify',
  replacement: undefined,
  logicalId,
  type,
  ...rest,
});

function judged(
  before: string,
  after: string,
  changes: readonly Change[],
  given: Record<string, string> = {},
  old: Record<string, string> = {},
) {
  const [was, will] = [before, after].map(readIfPossible);
  const oldValues = new Map(Object.entries(old));
  return withReplacements(
    changes,
    { template: was, parameters: oldValues },
    { template: will, parameters: parametersAfter(will, new Map(Object.entries(given)), oldValues) },
  ).map(({ replacement }) => replacement);
}

const group = (properties: string, head = '') =>
  `${head}\nResources: {G: {Type: ${GROUP}, Properties: {${properties}}}}`;
const PORT = 'Parameters: {P: {Type: Number}}';

describe('replacements according to the resource schema', () => {
  it.each([
    ['another port', 'Port: 1', 'Port: 2', 'True'],
    ['an added name', 'Port: 1', 'Port: 1, Name: x', 'True'],
    ['a name that is removed', 'Name: x', 'Port: 1', 'True'],
    [
      'the same value, written differently',
      'Port: 1, VpcId: !Ref V',
      '"Port": "1", "VpcId": {"Ref": "V"}',
      'False',
    ],
    ['AWS::NoValue is nothing', 'Port: 1', 'Port: 1, Name: !Ref AWS::NoValue', 'False'],
    ['a property that can change', 'HealthCheckPath: /', 'HealthCheckPath: /x', 'False'],
    ['a function instead of a value', 'Name: x', 'Name: !Sub "${AWS::StackName}"', 'Conditional'],
  ])('%s', (_, before, after, expected) => {
    expect(judged(group(before), group(after), [modify('G', GROUP)])).toEqual([expected]);
  });

  it.each([
    ['changes with its parameter', { P: '2' }, 'True'],
    ['stays with its parameter', {}, 'False'],
  ])('a property that %s', (_, given, expected) => {
    const template = group('Port: !Ref P', PORT);
    expect(judged(template, template, [modify('G', GROUP)], given, { P: '1' })).toEqual([expected]);
  });

  it('a condition may change its outcome when any parameter changes', () => {
    const template = group('Name: !If [C, a, b]', PORT);
    expect(judged(template, template, [modify('G', GROUP)], { P: '2' }, { P: '1' })).toEqual(['Conditional']);
    expect(judged(template, template, [modify('G', GROUP)], {}, { P: '1' })).toEqual(['False']);
  });

  it('makes no statement about unknown types and templates', () => {
    expect(
      judged('Resources: {G: {Type: A::B::C}}', 'Resources: {G: {Type: A::B::C}}', [modify('G', 'A::B::C')]),
    ).toEqual([undefined]);
    expect(judged('', group('Port: 1'), [modify('G', GROUP)])).toEqual([undefined]);
  });

  it('a resource that refers to a replaced one may be replaced in turn', () => {
    const stack = (scheme: string) =>
      `Resources: {B: {Type: ${BALANCER}, Properties: {Scheme: ${scheme}}}, L: {Type: ${LISTENER}, Properties: {LoadBalancerArn: !Ref B}}}`;
    const changes = [modify('L', LISTENER), modify('B', BALANCER)];
    expect(judged(stack('internal'), stack('internet-facing'), changes)).toEqual(['Conditional', 'True']);
    expect(judged(stack('internal'), stack('internal'), changes)).toEqual(['False', 'False']);
  });
});

describe("CloudFormation's own answer", () => {
  const causes = (source: string, entity = 'B') => [{ recreation: 'Always', source, entity }];
  const listener = (source: string) =>
    modify('L', LISTENER, { replacement: 'Conditional', causes: causes(source) });
  const balancer = (replacement: Change['replacement']) => modify('B', BALANCER, { replacement });

  it('is kept', () => {
    expect(
      judged(group('Port: 1'), group('Port: 2'), [modify('G', GROUP, { replacement: 'False' })]),
    ).toEqual(['False']);
  });

  it.each([
    ['a Ref to a resource that stays', 'ResourceReference', 'False', 'False'],
    ['a Ref to one that is replaced', 'ResourceReference', 'True', 'Conditional'],
    ['an attribute of one that stays may still change', 'ResourceAttribute', 'False', 'Conditional'],
  ] as const)('is kept, except for a false alarm: %s', (_, source, ofBalancer, expected) => {
    expect(judged('', '', [listener(source), balancer(ofBalancer)])[0]).toBe(expected);
  });

  it('two resources that refer to each other do not loop', () => {
    const other = modify('B', BALANCER, {
      replacement: 'Conditional',
      causes: causes('ResourceReference', 'L'),
    });
    expect(judged('', '', [listener('ResourceReference'), other])).toEqual(['Conditional', 'Conditional']);
  });
});
