// Values derived from a config's service that several rooms need.
import { taskLimits, type DeploymentPercents } from '../alb/ecs-deployments.ts';
import { ALARMS, type AlarmKey } from './alarms.ts';
import { subnetLayout } from './derived.ts';
import { isShared } from './target-groups.ts';
import type { Config, Service } from './schema/index.ts';

export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** Undefined only in a config that a rule rejects. */
  readonly socketsPerTask: number | undefined;
  readonly cpuPercent: number | undefined;
}

/** The bounds for scaling the tasks; undefined if their number is fixed. */
export const scalingOf = ({ tasks, socketsPerTask, cpuPercent }: Service): Scaling | undefined =>
  typeof tasks === 'number' ? undefined : { ...tasks, socketsPerTask, cpuPercent };

/** The lowest and highest number of running tasks. */
export const taskBounds = ({
  tasks,
}: Pick<Service, 'tasks'>): { readonly min: number; readonly max: number } =>
  typeof tasks === 'number' ? { min: tasks, max: tasks } : tasks;

/**
 * How many tasks a deployment replaces at a time, at least one: those it may start above the count plus those it may
 * stop below it.
 */
export function batchSize(service: DeploymentPercents, count: number): number {
  const { least, most } = taskLimits(service, count);
  return Math.max(1, Math.min(count, most - least));
}

/** Whether a deployment of this many tasks can start or stop any. */
export function canDeploy(service: DeploymentPercents, count: number): boolean {
  const { least, most } = taskLimits(service, count);
  return count === 0 || most > count || least < count;
}

/** The number of tasks that scaling keeps for this many sockets. */
export const tasksForSockets = (
  {
    min,
    max,
    socketsPerTask,
  }: { readonly min: number; readonly max: number; readonly socketsPerTask: number },
  sockets: number,
): number => Math.min(max, Math.max(min, Math.ceil(sockets / socketsPerTask)));

/**
 * How the generated server protects its task, in seconds: the longest time without a pause, and the length of the
 * pause, in which ECS may stop it. A deployment waits for protected tasks, and CloudFormation waits only three hours.
 */
export const TASK_PROTECTION = { longest: 3600, pause: 600 } as const;

/** The environment variable that gives the server the ARNs of its target groups. */
export const TARGET_GROUPS_VARIABLE = 'TARGET_GROUP_ARNS';

/**
 * Where tasks run: in subnets given by id, in created ones, in those of the load balancer, or in those that a parameter
 * gives.
 */
export type TaskSubnets =
  | { readonly kind: 'named'; readonly ids: readonly string[] }
  | { readonly kind: 'public' | 'private' }
  | { readonly kind: 'load-balancer' | 'parameter' };

export function taskSubnets({ subnetIds, assignPublicIp }: Service, config: Config): TaskSubnets {
  if (subnetIds !== undefined) return { kind: 'named', ids: subnetIds };
  if (config.network.create !== false) return { kind: assignPublicIp ? 'public' : 'private' };
  // The subnets of an internet-facing load balancer are public.
  return {
    kind: assignPublicIp && config.network.scheme === 'internet-facing' ? 'load-balancer' : 'parameter',
  };
}

/** Whether a created VPC lacks subnets of the kind that the tasks need. */
export function lacksSubnets(service: Service, config: Config): boolean {
  const { kind } = taskSubnets(service, config);
  const layout = subnetLayout(config);
  if (!layout || (kind !== 'public' && kind !== 'private')) return false;
  return (kind === 'public' ? layout.publicSubnets : layout.privateSubnets).length === 0;
}

/** The name of a cluster that is given by name or ARN. */
export const clusterName = (cluster: string): string => cluster.slice(cluster.lastIndexOf('/') + 1);

/**
 * Seconds until the first task of a stack is healthy, with a wide margin: it has to fetch an image, start a server and
 * pass a check. An alarm that goes off earlier would end the very first deployment.
 */
export const firstTaskSeconds = ({ healthCheckGracePeriod }: Service): number => 240 + healthCheckGracePeriod;

/** One hour: nobody wants to wait longer to learn that no target is healthy. */
const MAX_PERIODS = 60;

/**
 * Default number of periods before the alarm on no healthy target goes off: with a service, not before its first tasks
 * run.
 */
export const noHealthyTargetsPeriods = (service: Service): number =>
  Math.min(MAX_PERIODS, Math.ceil(firstTaskSeconds(service) / 60));

/** Seconds without a healthy target before the alarm goes off; undefined if there is no such alarm. */
export function noHealthyTargetsWindow({ alarms, service }: Config): number | undefined {
  if (alarms === false || alarms.noHealthyTargets === false) return undefined;
  const setting = alarms.noHealthyTargets;
  if (setting) return setting.period * setting.datapointsToAlarm;
  const usual = ALARMS.find(({ key }) => key === 'noHealthyTargets')?.datapointsToAlarm ?? 1;
  return 60 * (service === false ? usual : noHealthyTargetsPeriods(service));
}

/**
 * The keys of the alarms that roll a deployment back: those that show that new tasks fail. Connection errors,
 * reconnects and closed sockets are left out, because every deployment causes them. The load balancer's own 5xx
 * responses are about the sockets only if nothing else shares it. Empty with `alarms: false`, or if all of them are
 * off.
 */
export function rollbackAlarmKeys(config: Config): AlarmKey[] {
  const { alarms, service } = config;
  if (service === false || !service.rollbackOnAlarms || alarms === false) return [];
  const keys: AlarmKey[] = [
    'target5xx',
    ...(canRollBackOnNoHealthyTargets(config) ? (['noHealthyTargets'] as const) : []),
    ...(isShared(config) ? [] : (['loadBalancer5xx'] as const)),
  ];
  return keys.filter((key) => alarms[key] !== false);
}

/** Whether the alarm on no healthy target is slow enough to stay quiet while the first tasks start. */
export function canRollBackOnNoHealthyTargets(config: Config): boolean {
  const window = noHealthyTargetsWindow(config);
  return config.service !== false && window !== undefined && window >= firstTaskSeconds(config.service);
}
