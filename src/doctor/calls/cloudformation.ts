// Calls to CloudFormation, all of them read-only.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';
import { LOAD_BALANCER_ARN, SERVICE_ARN } from './placeholders.ts';

export const describeStacks = (stack: string): Call => ({
  about: `the stack ${stack}`,
  ...asking(awsCall('cloudformation', 'DescribeStacks', { StackName: stack })),
  placeholder: { Stacks: [{ StackName: stack, StackStatus: 'CREATE_COMPLETE' }] },
});

/** All resources; describe-stack-resources would stop at 100. */
export const listStackResources = (stack: string): Call => ({
  about: `the resources of the stack ${stack}`,
  ...asking(awsCall('cloudformation', 'ListStackResources', { StackName: stack })),
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
      {
        LogicalResourceId: 'Service',
        PhysicalResourceId: SERVICE_ARN,
        ResourceType: 'AWS::ECS::Service',
      },
    ],
  },
});

export const getTemplate = (stack: string): Call => ({
  about: `the template of the stack ${stack}`,
  ...asking(awsCall('cloudformation', 'GetTemplate', { StackName: stack, TemplateStage: 'Processed' })),
  placeholder: { TemplateBody: '{}' },
});

export const describeStackEvents = (stack: string): Call => ({
  about: `the events of the stack ${stack}`,
  ...asking(awsCall('cloudformation', 'DescribeStackEvents', { StackName: stack }, { maxItems: 300 })),
  placeholder: { StackEvents: [] },
});
