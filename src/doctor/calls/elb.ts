// Calls of Elastic Load Balancing. All of them only read.
import type { Call } from './call.ts';
import {
  ADDRESS_TARGET_GROUP_ARN,
  LISTENER_ARN,
  LOAD_BALANCER_ARN,
  TARGET_GROUP_ARN,
} from './placeholders.ts';

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
          VpcId: 'VPC_ID',
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
  placeholder: {
    TargetGroups: [
      { TargetGroupArn: TARGET_GROUP_ARN, TargetType: 'instance' },
      { TargetGroupArn: ADDRESS_TARGET_GROUP_ARN, TargetType: 'ip' },
    ],
  },
});

/** Those of a stack, which may be unused. */
export const describeTargetGroupsByArn = (arns: readonly string[]): Call => ({
  about: 'the target groups of the stack',
  args: ['elbv2', 'describe-target-groups', '--target-group-arns', ...arns],
  permission: 'elasticloadbalancing:DescribeTargetGroups',
  placeholder: { TargetGroups: [] },
});

/** Those of the Region: a group that no listener uses is in no answer about a load balancer. */
export const describeAllTargetGroups = (): Call => ({
  about: 'the target groups of the Region',
  args: ['elbv2', 'describe-target-groups'],
  permission: 'elasticloadbalancing:DescribeTargetGroups',
  placeholder: {},
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
  placeholder: {
    TargetHealthDescriptions: [
      {
        Target: { Id: targetGroup === ADDRESS_TARGET_GROUP_ARN ? 'IP_ADDRESS' : 'INSTANCE_ID', Port: 8080 },
        TargetHealth: { State: 'healthy' },
      },
    ],
  },
});

/** DescribeTags takes 20 ARNs. */
export const MAX_TAGGED = 20;

export const describeTags = (arns: readonly string[]): Call => ({
  about: 'the tags of the load balancer and its target groups',
  args: ['elbv2', 'describe-tags', '--resource-arns', ...arns],
  permission: 'elasticloadbalancing:DescribeTags',
  placeholder: {},
});
