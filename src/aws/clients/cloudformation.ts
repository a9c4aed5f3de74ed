import {
  CloudFormationClient,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import type { ServiceClient } from '../client.ts';

export const cloudformation: ServiceClient<'cloudformation'> = {
  connect: (config) => new CloudFormationClient(config),
  commands: {
    DeleteChangeSet: DeleteChangeSetCommand,
    DeleteStack: DeleteStackCommand,
    DescribeChangeSet: DescribeChangeSetCommand,
    DescribeStackEvents: DescribeStackEventsCommand,
    DescribeStacks: DescribeStacksCommand,
    GetTemplate: GetTemplateCommand,
    ListStackResources: ListStackResourcesCommand,
  },
};
