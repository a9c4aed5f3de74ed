// Steps that only look, and that more than one diagnosis offers.
import { METRIC_NAMESPACE } from '../alb/metrics.ts';
import { aws, type Context, type Step } from './diagnosis.ts';
import type { Observations, TargetGroup } from './observations.ts';

/** A metric of a target group over the window, datapoint by datapoint. */
export const metricStatistics = (
  context: Context,
  { loadBalancer, window }: Observations,
  group: TargetGroup,
  { metric, statistic }: { readonly metric: string; readonly statistic: string },
): string =>
  aws(
    context,
    'cloudwatch',
    'get-metric-statistics',
    '--namespace',
    METRIC_NAMESPACE,
    '--metric-name',
    metric,
    '--dimensions',
    `Name=TargetGroup,Value=${group.fullName}`,
    `Name=LoadBalancer,Value=${loadBalancer.fullName}`,
    '--statistics',
    statistic,
    '--period',
    String(window.period),
    '--start-time',
    window.from,
    '--end-time',
    window.to,
  );

/** What may drop packets beside the security groups. */
export const seeNetworkAcls = (context: Context, { loadBalancer }: Observations): Step => ({
  kind: 'confirm',
  words: 'See the network ACLs:',
  command: aws(
    context,
    'ec2',
    'describe-network-acls',
    '--filters',
    `Name=vpc-id,Values=${loadBalancer.vpcId}`,
  ),
});

/** A load balancer that scales out takes addresses of its subnets. */
export const seeFreeAddresses = (context: Context, { loadBalancer }: Observations): Step => ({
  kind: 'confirm',
  words: 'See the free addresses of the subnets:',
  command: aws(
    context,
    'ec2',
    'describe-subnets',
    '--filters',
    `Name=vpc-id,Values=${loadBalancer.vpcId}`,
    '--query',
    'Subnets[].[SubnetId,AvailableIpAddressCount]',
  ),
});
