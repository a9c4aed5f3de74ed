import { expect, it } from 'vitest';
import { awsCall, awsCallCommand, cliArguments, hyphenated } from '../../src/common/aws-call.ts';

it.each([
  ['DescribeLoadBalancers', 'describe-load-balancers'],
  ['ListObjectsV2', 'list-objects-v2'],
  ['DescribeSSLPolicies', 'describe-ssl-policies'],
  ['GetWebACLForResource', 'get-web-acl-for-resource'],
  ['DescribeVpcs', 'describe-vpcs'],
  ['LoadBalancerArns', 'load-balancer-arns'],
  ['ResourceARNs', 'resource-arns'],
  ['VPCIds', 'vpc-ids'],
  ['nextToken', 'next-token'],
])('%s -> %s', (name, expected) => {
  expect(hyphenated(name)).toBe(expected);
});

it('prints a call as an AWS CLI command', () => {
  const call = awsCall('cloudwatch', 'DescribeAlarms', { AlarmNames: ['a b', "it's"] });
  expect(awsCallCommand(call, { region: 'eu-west-1', profile: 'my team' })).toBe(
    `aws cloudwatch describe-alarms --alarm-names 'a b' 'it'\\''s' --region eu-west-1 --profile 'my team'`,
  );
});

it('flat, plain structures use the shorthand syntax, others JSON', () => {
  const filter = (value: string) =>
    cliArguments(awsCall('ec2', 'DescribeSubnets', { Filters: [{ Name: 'vpc-id', Values: [value, 'b'] }] }));
  expect(filter('a')).toEqual(['ec2', 'describe-subnets', '--filters', 'Name=vpc-id,Values=a,b']);
  expect(filter('a,x').at(-1)).toBe('[{"Name":"vpc-id","Values":["a,x","b"]}]');
});

it('formats booleans, numbers, times and a limit', () => {
  expect(
    cliArguments({
      service: 'ec2',
      operation: 'DescribeThings',
      input: { DryRun: false, All: true, MaxResults: 5, Since: new Date(0), Absent: undefined },
      maxItems: 7,
    }),
  ).toEqual(
    'ec2 describe-things --no-dry-run --all --max-results 5 --since 1970-01-01T00:00:00Z --max-items 7'.split(
      ' ',
    ),
  );
});

it('no value can become an option, a file, or JSON', () => {
  const names = (...AlarmNames: string[]) =>
    cliArguments(awsCall('cloudwatch', 'DescribeAlarms', { AlarmNames })).slice(2);
  expect(names('-x', 'y')).toEqual(['--alarm-names', '["-x","y"]']);
  expect(names('[1]')).toEqual(['--alarm-names', '["[1]"]']);
  expect(names('file:///etc/passwd')).toEqual(['--cli-input-json', '{"AlarmNames":["file:///etc/passwd"]}']);
  expect(names()).toEqual(['--alarm-names', '[]']);
  const stack = (StackName: string) =>
    cliArguments(awsCall('cloudformation', 'DescribeStacks', { StackName })).slice(2);
  expect(stack('--x')).toEqual(['--stack-name=--x']);
  expect(stack('https://example.com')).toEqual(['--cli-input-json', '{"StackName":"https://example.com"}']);
});
