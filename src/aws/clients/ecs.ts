import {
  ECSClient,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import type { ServiceClient } from '../client.ts';

export const ecs: ServiceClient<'ecs'> = {
  connect: (config) => new ECSClient(config),
  commands: {
    DescribeServices: DescribeServicesCommand,
    DescribeTaskDefinition: DescribeTaskDefinitionCommand,
    DescribeTasks: DescribeTasksCommand,
    ListClusters: ListClustersCommand,
    ListServices: ListServicesCommand,
    ListTasks: ListTasksCommand,
  },
};
