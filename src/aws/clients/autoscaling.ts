import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import type { ServiceClient } from '../client.ts';

export const autoscaling: ServiceClient<'autoscaling'> = {
  connect: (config) => new AutoScalingClient(config),
  commands: {
    DescribeAutoScalingGroups: DescribeAutoScalingGroupsCommand,
  },
};
