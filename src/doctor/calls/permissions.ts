// The permissions that the doctor may need; a test compares them with the calls.

/** Every permission that the doctor may need, for a policy. */
export const PERMISSIONS: readonly string[] = [
  'acm:DescribeCertificate',
  'cloudformation:DescribeStackEvents',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'ec2:DescribeInstances',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroups',
  'ecs:DescribeServices',
  'ecs:DescribeTasks',
  'ecs:ListTasks',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'logs:DescribeDeliverySources',
  's3:GetBucketPolicy',
  's3:GetEncryptionConfiguration',
  's3:ListBucket',
];

/** An IAM policy that allows the doctor's calls. */
export const permissionsPolicy = (): string =>
  `${JSON.stringify(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: PERMISSIONS, Resource: '*' }] },
    undefined,
    2,
  )}\n`;
