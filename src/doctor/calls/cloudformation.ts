// Calls of CloudFormation. All of them only read.
import type { Call } from './call.ts';
import { LOAD_BALANCER_ARN } from './placeholders.ts';

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
