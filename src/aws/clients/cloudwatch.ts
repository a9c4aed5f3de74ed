import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  ListMetricsCommand,
} from '@aws-sdk/client-cloudwatch';
import type { ServiceClient } from '../client.ts';

export const cloudwatch: ServiceClient<'cloudwatch'> = {
  connect: (config) => new CloudWatchClient(config),
  commands: {
    DescribeAlarms: DescribeAlarmsCommand,
    GetMetricData: GetMetricDataCommand,
    ListMetrics: ListMetricsCommand,
  },
};
