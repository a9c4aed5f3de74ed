import {
  CloudWatchLogsClient,
  DescribeDeliveriesCommand,
  DescribeDeliveryDestinationsCommand,
  DescribeDeliverySourcesCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ServiceClient } from '../client.ts';

export const logs: ServiceClient<'logs'> = {
  connect: (config) => new CloudWatchLogsClient(config),
  commands: {
    DescribeDeliveries: DescribeDeliveriesCommand,
    DescribeDeliveryDestinations: DescribeDeliveryDestinationsCommand,
    DescribeDeliverySources: DescribeDeliverySourcesCommand,
    GetLogEvents: GetLogEventsCommand,
  },
};
