// Calls to Amazon ECS, all of them read-only.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';
import { TASK_ARN } from './placeholders.ts';

/** DescribeServices accepts 10 names of one cluster. */
export const MAX_SERVICES = 10;

export const describeServices = (cluster: string, services: readonly string[]): Call => ({
  about: `the services of the cluster ${cluster}`,
  ...asking(awsCall('ecs', 'DescribeServices', { cluster, services: [...services] })),
  placeholder: {},
});

/** Stopped tasks, which ECS keeps for about an hour. */
export const listStoppedTasks = (cluster: string, service: string): Call => ({
  about: `the stopped tasks of the service ${service}`,
  ...asking(
    awsCall(
      'ecs',
      'ListTasks',
      { cluster, serviceName: service, desiredStatus: 'STOPPED' },
      { maxItems: 100 },
    ),
  ),
  placeholder: { taskArns: [TASK_ARN] },
});

/** DescribeTasks accepts 100 tasks of one cluster. */
export const describeTasks = (cluster: string, tasks: readonly string[]): Call => ({
  about: `the reasons why tasks of the cluster ${cluster} stopped`,
  ...asking(awsCall('ecs', 'DescribeTasks', { cluster, tasks: [...tasks] })),
  placeholder: {},
});
