// Calls to Elastic Load Balancing, all of them read-only.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';
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
    ...asking(
      awsCall(
        'elbv2',
        'DescribeLoadBalancers',
        isArn ? { LoadBalancerArns: [nameOrArn] } : { Names: [nameOrArn] },
      ),
    ),
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
  ...asking(awsCall('elbv2', 'DescribeLoadBalancerAttributes', { LoadBalancerArn: loadBalancer })),
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
  ...asking(awsCall('elbv2', 'DescribeListeners', { LoadBalancerArn: loadBalancer })),
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
  ...asking(awsCall('elbv2', 'DescribeRules', { ListenerArn: listener })),
  placeholder: { Rules: [] },
});

export const describeTargetGroups = (loadBalancer: string): Call => ({
  about: 'the target groups',
  ...asking(awsCall('elbv2', 'DescribeTargetGroups', { LoadBalancerArn: loadBalancer })),
  placeholder: {
    TargetGroups: [
      { TargetGroupArn: TARGET_GROUP_ARN, TargetType: 'instance' },
      { TargetGroupArn: ADDRESS_TARGET_GROUP_ARN, TargetType: 'ip' },
    ],
  },
});

/** The target groups of a stack, which may be unused. */
export const describeTargetGroupsByArn = (arns: readonly string[]): Call => ({
  about: 'the target groups of the stack',
  ...asking(awsCall('elbv2', 'DescribeTargetGroups', { TargetGroupArns: [...arns] })),
  placeholder: { TargetGroups: [] },
});

/** The target groups of the Region: a group that no listener uses does not appear in responses about a load balancer. */
export const describeAllTargetGroups = (): Call => ({
  about: 'the target groups of the Region',
  ...asking(awsCall('elbv2', 'DescribeTargetGroups', {})),
  placeholder: {},
});

export const describeTargetGroupAttributes = (targetGroup: string): Call => ({
  about: 'the attributes of the target group',
  ...asking(awsCall('elbv2', 'DescribeTargetGroupAttributes', { TargetGroupArn: targetGroup })),
  placeholder: {},
});

export const describeTargetHealth = (targetGroup: string): Call => ({
  about: 'the health of the targets',
  ...asking(awsCall('elbv2', 'DescribeTargetHealth', { TargetGroupArn: targetGroup })),
  placeholder: {
    TargetHealthDescriptions: [
      {
        Target: { Id: targetGroup === ADDRESS_TARGET_GROUP_ARN ? 'IP_ADDRESS' : 'INSTANCE_ID', Port: 8080 },
        TargetHealth: { State: 'healthy' },
      },
    ],
  },
});

/** DescribeTags accepts 20 ARNs. */
export const MAX_TAGGED = 20;

export const describeTags = (arns: readonly string[]): Call => ({
  about: 'the tags of the load balancer and its target groups',
  ...asking(awsCall('elbv2', 'DescribeTags', { ResourceArns: [...arns] })),
  placeholder: {},
});
