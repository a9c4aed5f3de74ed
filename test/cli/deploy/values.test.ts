// What is said of parameter values before anything is sent, and of a target group that is replaced.
import { expect, it } from 'vitest';
import type { Change } from '../../../src/aws/change-set.ts';
import { doubtfulValues } from '../../../src/cli/deploy/doubtful-values.ts';
import { aboutEmptyGroup } from '../../../src/cli/deploy/empty-group.ts';
import { notAnId } from '../../../src/cli/deploy/missing-parameters.ts';
import { malformedOverride } from '../../../src/cli/deploy/overrides.ts';
import { readIfPossible } from '../../../src/cli/deploy/read-template.ts';
import { yamlOf } from '../../helpers/template.ts';

const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const right = {
  VPCId: 'vpc-1',
  SubnetIds: 'subnet-1,subnet-2',
  InstanceIds: 'i-1,i-2',
  CertificateArn: CERTIFICATE,
};

function doubts(values: Readonly<Record<string, string>>, region: string | undefined, config: object = {}) {
  const further = [
    '--parameter-overrides',
    ...Object.entries({ ...right, ...values }).map((pair) => pair.join('=')),
  ];
  const template = readIfPossible(yamlOf(config));
  expect(template).toBeDefined();
  const deployment = { stackName: 'x', template, further, before: undefined, deployed: undefined };
  return doubtfulValues(deployment, region).map(({ what }) => what);
}

it('values that fit are not doubted', () => {
  expect(doubts({}, 'eu-west-1')).toEqual([]);
  expect(doubts({ SubnetIds: 'subnet-1, subnet-2,subnet-3' }, undefined)).toEqual([]);
  expect(doubts({ CertificateArn: 'arn:aws:iam::123456789012:server-certificate/x' }, 'eu-west-1')).toEqual(
    [],
  );
});

it.each([
  [{ InstanceIds: 'i-1' }, ['InstanceIds has 1 value, and the template uses 2: the deployment will fail.']],
  [{ InstanceIds: 'i-1,i-2,i-3' }, ['InstanceIds has 3 values, and the template uses the first 2 only.']],
  [{ SubnetIds: 'subnet-1' }, [expect.stringContaining('SubnetIds has 1 subnet, and the load balancer')]],
  [
    { CertificateArn: CERTIFICATE.replace('eu-west-1', 'us-east-1') },
    [expect.stringContaining('CertificateArn is in us-east-1, and the stack is in eu-west-1')],
  ],
])('%o', (values, expected) => {
  expect(doubts(values, 'eu-west-1')).toEqual(expected);
});

it('the certificate in the config counts too', () => {
  const config = { listener: { https: { certificateArn: CERTIFICATE } } };
  expect(doubts({}, 'eu-west-1', config)).toEqual([]);
  expect(doubts({}, 'eu-central-1', config)).toEqual([
    expect.stringContaining('is in eu-west-1, and the stack is in eu-central-1'),
  ]);
});

it.each([
  [['A=b', 'c'], 'c', "'A=b,c'"],
  [['SubnetIds=subnet-1', 'subnet-2'], 'subnet-2', 'SubnetIds=subnet-1,subnet-2'],
  [['subnet-2'], 'subnet-2', 'KEY=VALUE'],
])('%j: a value without a key', (values, value, remedy) => {
  expect(malformedOverride(values)?.value).toBe(value);
  expect(malformedOverride(values)?.remedy).toContain(remedy.replaceAll("'", ''));
});

it.each([[[]], [['A=b', 'C=']], [['file://values.json']], [['[{"ParameterKey":"A"}]']], [['Words=a b=c']]])(
  '%j is left to the AWS CLI',
  (values) => {
    expect(malformedOverride(values)).toBeUndefined();
  },
);

it.each([
  ['garbage', 'List<AWS::EC2::Subnet::Id>', true],
  ['subnet-1, subnet-2', 'List<AWS::EC2::Subnet::Id>', false],
  ['subnet-1 subnet-2', 'List<AWS::EC2::Subnet::Id>', true],
  ['subnet-1', 'AWS::EC2::VPC::Id', true],
  ['vpc-0a', 'AWS::EC2::VPC::Id', false],
  ['anything', 'String', false],
])('%j as %s', (value, type, isWrong) => {
  expect(notAnId(value, type) !== undefined).toBe(isWrong);
});

const replaced: Change = {
  action: 'Modify',
  logicalId: 'WebSocketTargetGroup',
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  replacement: 'True',
};

it('a target group that is replaced under a service: what new sockets get', () => {
  const of = (config: object, change = replaced) => aboutEmptyGroup([change], readIfPossible(yamlOf(config)));
  expect(of({ service: true })).toEqual([expect.stringMatching(/^new sockets get 503 until a new task/)]);
  expect(of({ service: true, target: { paths: ['/ws'] } })).toHaveLength(1);
  expect(of({ service: true }, { ...replaced, replacement: 'Conditional' })).toEqual([
    expect.stringMatching(/^If WebSocketTargetGroup is replaced: new sockets/),
  ]);
  // Nothing of it without a service, with a change in place, and where ECS shifts the traffic.
  expect(of({})).toEqual([]);
  expect(of({ service: true }, { ...replaced, replacement: 'False' })).toEqual([]);
  expect(of({ service: { deployment: { strategy: 'blue-green' } } })).toEqual([]);
});
