// Every call that the doctor makes. All of them only read.
import type { Call } from './call.ts';
import type { Window } from './window.ts';

const ACCOUNT = 'elasticloadbalancing:REGION:ACCOUNT';
const LISTENER_ARN = `arn:aws:${ACCOUNT}:listener/app/NAME/ID/LISTENER_ID`;
const TARGET_GROUP_ARN = `arn:aws:${ACCOUNT}:targetgroup/NAME/ID`;
/** Stands for the load balancer until a call has named it. */
const LOAD_BALANCER_ARN = `arn:aws:${ACCOUNT}:loadbalancer/app/NAME/ID`;

export const describeStacks = (stack: string): Call => ({
  about: `the stack ${stack}`,
  args: ['cloudformation', 'describe-stacks', '--stack-name', stack],
  permission: 'cloudformation:DescribeStacks',
  placeholder: { Stacks: [{ StackName: stack, StackStatus: 'CREATE_COMPLETE' }] },
});

/** All of them: describe-stack-resources ends at 100. */
export const listStackResources = (stack: string): Call => ({
  about: `the resources of the stack ${stack}`,
  args: ['cloudformation', 'list-stack-resources', '--stack-name', stack],
  permission: 'cloudformation:ListStackResources',
  placeholder: {
    StackResourceSummaries: [
      {
        LogicalResourceId: 'WebSocketALB',
        PhysicalResourceId: LOAD_BALANCER_ARN,
        ResourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      },
      {
        LogicalResourceId: 'Alarm',
        PhysicalResourceId: 'ALARM_NAME',
        ResourceType: 'AWS::CloudWatch::Alarm',
      },
    ],
  },
});

export const getTemplate = (stack: string): Call => ({
  about: `the template of the stack ${stack}`,
  args: ['cloudformation', 'get-template', '--stack-name', stack, '--template-stage', 'Processed'],
  permission: 'cloudformation:GetTemplate',
  placeholder: { TemplateBody: '{}' },
});

export const describeStackEvents = (stack: string): Call => ({
  about: `the events of the stack ${stack}`,
  args: ['cloudformation', 'describe-stack-events', '--stack-name', stack, '--max-items', '300'],
  permission: 'cloudformation:DescribeStackEvents',
  placeholder: { StackEvents: [] },
});

/** By ARN, or by name. */
export const describeLoadBalancer = (nameOrArn: string): Call => {
  const isArn = nameOrArn.startsWith('arn:');
  return {
    about: `the load balancer ${nameOrArn}`,
    args: ['elbv2', 'describe-load-balancers', isArn ? '--load-balancer-arns' : '--names', nameOrArn],
    permission: 'elasticloadbalancing:DescribeLoadBalancers',
    placeholder: {
      LoadBalancers: [
        {
          LoadBalancerArn: isArn ? nameOrArn : LOAD_BALANCER_ARN,
          Type: 'application',
          SecurityGroups: ['SECURITY_GROUP_ID'],
        },
      ],
    },
  };
};

export const describeAttributes = (loadBalancer: string): Call => ({
  about: 'the attributes of the load balancer',
  args: ['elbv2', 'describe-load-balancer-attributes', '--load-balancer-arn', loadBalancer],
  permission: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
  placeholder: {
    Attributes: [
      { Key: 'access_logs.s3.enabled', Value: 'true' },
      { Key: 'access_logs.s3.bucket', Value: 'LOG_BUCKET' },
      { Key: 'access_logs.s3.prefix', Value: 'LOG_PREFIX' },
    ],
  },
});

export const describeListeners = (loadBalancer: string): Call => ({
  about: 'the listeners',
  args: ['elbv2', 'describe-listeners', '--load-balancer-arn', loadBalancer],
  permission: 'elasticloadbalancing:DescribeListeners',
  placeholder: {
    Listeners: [
      {
        ListenerArn: LISTENER_ARN,
        Port: 443,
        Protocol: 'HTTPS',
        Certificates: [{ CertificateArn: 'arn:aws:acm:REGION:ACCOUNT:certificate/ID' }],
      },
    ],
  },
});

export const describeRules = (listener: string): Call => ({
  about: `the rules of the listener ${listener}`,
  args: ['elbv2', 'describe-rules', '--listener-arn', listener],
  permission: 'elasticloadbalancing:DescribeRules',
  placeholder: { Rules: [] },
});

export const describeTargetGroups = (loadBalancer: string): Call => ({
  about: 'the target groups',
  args: ['elbv2', 'describe-target-groups', '--load-balancer-arn', loadBalancer],
  permission: 'elasticloadbalancing:DescribeTargetGroups',
  placeholder: { TargetGroups: [{ TargetGroupArn: TARGET_GROUP_ARN, TargetType: 'instance' }] },
});

/** Those of a stack, which need not be in use. */
export const describeTargetGroupsByArn = (arns: readonly string[]): Call => ({
  about: 'the target groups of the stack',
  args: ['elbv2', 'describe-target-groups', '--target-group-arns', ...arns],
  permission: 'elasticloadbalancing:DescribeTargetGroups',
  placeholder: { TargetGroups: [] },
});

export const describeTargetGroupAttributes = (targetGroup: string): Call => ({
  about: 'the attributes of the target group',
  args: ['elbv2', 'describe-target-group-attributes', '--target-group-arn', targetGroup],
  permission: 'elasticloadbalancing:DescribeTargetGroupAttributes',
  placeholder: {},
});

export const describeTargetHealth = (targetGroup: string): Call => ({
  about: 'the health of the targets',
  args: ['elbv2', 'describe-target-health', '--target-group-arn', targetGroup],
  permission: 'elasticloadbalancing:DescribeTargetHealth',
  placeholder: { TargetHealthDescriptions: [{ Target: { Id: 'INSTANCE_ID', Port: 8080 } }] },
});

export const describeCertificate = (certificate: string): Call => ({
  about: `the certificate ${certificate}`,
  args: ['acm', 'describe-certificate', '--certificate-arn', certificate],
  permission: 'acm:DescribeCertificate',
  placeholder: {},
});

export const describeSecurityGroups = (groups: readonly string[]): Call => ({
  about: 'the security groups of the load balancer',
  args: ['ec2', 'describe-security-groups', '--group-ids', ...groups],
  permission: 'ec2:DescribeSecurityGroups',
  placeholder: {},
});

export const describeTargetSecurityGroups = (groups: readonly string[]): Call => ({
  ...describeSecurityGroups(groups),
  about: 'the security groups of the targets',
});

export const describeInstances = (instances: readonly string[]): Call => ({
  about: 'the instances that are targets',
  // As a filter: one id that does not exist any more would make the whole call fail. It takes 200 values.
  args: [
    'ec2',
    'describe-instances',
    '--filters',
    `Name=instance-id,Values=${instances.slice(0, 200).join(',')}`,
  ],
  permission: 'ec2:DescribeInstances',
  placeholder: {
    Reservations: [
      {
        Instances: [{ InstanceId: 'INSTANCE_ID', SecurityGroups: [{ GroupId: 'TARGET_SECURITY_GROUP_ID' }] }],
      },
    ],
  },
});

export const describeAlarmsByName = (names: readonly string[]): Call => ({
  about: 'the alarms of the stack',
  args: ['cloudwatch', 'describe-alarms', '--alarm-names', ...names],
  permission: 'cloudwatch:DescribeAlarms',
  placeholder: {},
});

export const describeAlarmsInAlarm = (): Call => ({
  about: 'the alarms that are in ALARM',
  args: ['cloudwatch', 'describe-alarms', '--state-value', 'ALARM'],
  permission: 'cloudwatch:DescribeAlarms',
  placeholder: {},
});

export const getMetricData = (queries: readonly object[], { from, to }: Window): Call => ({
  about: 'the metrics',
  args: [
    'cloudwatch',
    'get-metric-data',
    '--start-time',
    from,
    '--end-time',
    to,
    '--metric-data-queries',
    JSON.stringify(queries),
  ],
  permission: 'cloudwatch:GetMetricData',
  placeholder: {},
});

export const listLogs = (bucket: string, prefix: string, day: string): Call => ({
  about: `log files of ${day} in the bucket ${bucket}`,
  args: ['s3api', 'list-objects-v2', '--bucket', bucket, '--prefix', prefix, '--max-items', '5'],
  permission: 's3:ListBucket',
  placeholder: {},
});

export const getBucketPolicy = (bucket: string): Call => ({
  about: `the policy of the bucket ${bucket}`,
  args: ['s3api', 'get-bucket-policy', '--bucket', bucket],
  permission: 's3:GetBucketPolicy',
  placeholder: {},
});

export const getBucketEncryption = (bucket: string): Call => ({
  about: `the encryption of the bucket ${bucket}`,
  args: ['s3api', 'get-bucket-encryption', '--bucket', bucket],
  permission: 's3:GetEncryptionConfiguration',
  placeholder: {},
});
