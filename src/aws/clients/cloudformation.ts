import {
  CloudFormationClient,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
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
    ExecuteChangeSet: ExecuteChangeSetCommand,
    GetTemplate: GetTemplateCommand,
    ListChangeSets: ListChangeSetsCommand,
    ListStackResources: ListStackResourcesCommand,
  },
};
