// Read-only steps that several diagnoses offer.
import { ownCommand } from '../../common/shell.ts';
import { idleTimeout } from '../evidence/load-balancer.ts';
import { METRIC_NAMESPACE } from '../../alb/metrics.ts';
import { aCall, aws } from './commands.ts';
import type { Context, Step } from '../diagnosis.ts';
import { observedValue, type Observations, type TargetGroup } from '../observations/observations.ts';
import type { EcsService } from '../observations/services.ts';

/** A target group's metric over the window, datapoint by datapoint. */
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

/** The state of each target in a group. */
export const showTargets = (
  context: Context,
  { arn, name }: TargetGroup,
  words = `See the targets of ${name}:`,
): Step => ({
  kind: 'confirm',
  words,
  command: aws(context, 'elbv2', 'describe-target-health', '--target-group-arn', arn),
});

/** The events, deployments and counts of a service. */
export const showService = (context: Context, { cluster, name }: EcsService): Step => ({
  kind: 'confirm',
  words: `See the events of ${name}:`,
  command: aCall(context, 'ecs', 'DescribeServices', { cluster, services: [name] }),
});

/** ECS's information about stopped tasks. */
export const showTasks = (context: Context, { cluster }: EcsService, tasks: readonly string[]): Step => ({
  kind: 'confirm',
  words: 'See what ECS reports about the task:',
  command: aCall(context, 'ecs', 'DescribeTasks', { cluster, tasks: [...tasks] }),
});

/** The rules of a listener. */
export const showRules = (context: Context, listener: string, words = 'See the rules:'): Step => ({
  kind: 'confirm',
  words,
  command: aws(context, 'elbv2', 'describe-rules', '--listener-arn', listener),
});

/** Network ACLs, which can drop packets even if the security groups allow them. */
export const showNetworkAcls = (context: Context, { loadBalancer }: Observations): Step => ({
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

/** A load balancer that scales out takes addresses from its subnets. */
export const showFreeAddresses = (context: Context, { loadBalancer }: Observations): Step => ({
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

/** The command that reads the access logs of the window, which can show more; empty while access logs are off. */
export function readLogs(context: Context, observed: Observations, words: string): Step[] {
  const values = observedValue(observed.attributes);
  const bucket = values?.get('access_logs.s3.bucket') ?? '';
  if (values?.get('access_logs.s3.enabled') !== 'true' || bucket === '') return [];
  const prefix = values.get('access_logs.s3.prefix') ?? '';
  const idle = idleTimeout(observed);
  const command = ownCommand(
    'logs',
    ['s3:/', bucket, ...(prefix === '' ? [] : [prefix])].join('/'),
    '--since',
    observed.window.from,
    ...(idle === undefined ? [] : ['--idle-timeout', String(idle)]),
    '--region',
    observed.region,
    ...(context.aws.profile === undefined ? [] : ['--profile', context.aws.profile]),
  );
  return [{ kind: 'confirm', words, command }];
}

const VENDED_ACCESS_LOGS = 'ALB_ACCESS_LOGS';

/** For what only the access logs can show: the command that reads them, or where they are, or that there are none. */
export function askLogs(context: Context, observed: Observations, words: string): Step[] {
  const own = readLogs(context, observed, words);
  if (own.length > 0) return own;
  const vended = observedValue(observed.vendedLogs);
  const source = vended?.find(({ logType }) => logType === VENDED_ACCESS_LOGS);
  const off = observedValue(observed.attributes)?.get('access_logs.s3.enabled') === 'false';
  const where = source
    ? `in the vended access logs of the source ${source.name}`
    : vended && off
      ? 'in access logs, which are off'
      : 'in access logs; whether there are any could not be determined';
  return [{ kind: 'confirm', words: `${words.replace(/:$/, '')} ${where}.` }];
}
