// What follows from the service of a config, and more than one room needs.
import { taskLimits, type DeploymentPercents } from '../alb/ecs-deployments.ts';
import { ALARMS, type AlarmKey } from './alarms.ts';
import { subnetLayout } from './derived.ts';
import { isShared } from './target-groups.ts';
import type { Config, Service } from './schema/index.ts';

export interface Scaling {
  readonly min: number;
  readonly max: number;
  /** Undefined only in a config that a rule refuses. */
  readonly socketsPerTask: number | undefined;
  readonly cpuPercent: number | undefined;
}

/** Between which numbers the tasks are scaled; undefined when their number is fixed. */
export const scalingOf = ({ tasks, socketsPerTask, cpuPercent }: Service): Scaling | undefined =>
  typeof tasks === 'number' ? undefined : { ...tasks, socketsPerTask, cpuPercent };

/** The fewest and the most tasks that run. */
export const taskBounds = ({
  tasks,
}: Pick<Service, 'tasks'>): { readonly min: number; readonly max: number } =>
  typeof tasks === 'number' ? { min: tasks, max: tasks } : tasks;

/** How many tasks a deployment replaces at a time, at least one: what it may start above the count, and stop below it. */
export function batchSize(service: DeploymentPercents, count: number): number {
  const { least, most } = taskLimits(service, count);
  return Math.max(1, Math.min(count, most - least));
}

/** Whether a deployment of so many tasks can start or stop one at all. */
export function canDeploy(service: DeploymentPercents, count: number): boolean {
  const { least, most } = taskLimits(service, count);
  return count === 0 || most > count || least < count;
}

/** The tasks that scaling keeps for so many sockets. */
export const tasksForSockets = (
  {
    min,
    max,
    socketsPerTask,
  }: { readonly min: number; readonly max: number; readonly socketsPerTask: number },
  sockets: number,
): number => Math.min(max, Math.max(min, Math.ceil(sockets / socketsPerTask)));

/**
 * How the generated server protects its task, in seconds: the longest without a pause, and the pause, in which ECS may take it.
 * A deployment waits for protected tasks, and CloudFormation for three hours only.
 */
export const TASK_PROTECTION = { longest: 3600, pause: 600 } as const;

/** The variable that tells the server its target groups, by their ARNs. */
export const TARGET_GROUPS_VARIABLE = 'TARGET_GROUP_ARNS';

/** Where tasks run: subnets by id, those created here, those of the load balancer, or what a parameter says. */
export type TaskSubnets =
  | { readonly kind: 'named'; readonly ids: readonly string[] }
  | { readonly kind: 'public' | 'private' }
  | { readonly kind: 'load-balancer' | 'parameter' };

export function taskSubnets({ subnetIds, assignPublicIp }: Service, config: Config): TaskSubnets {
  if (subnetIds !== undefined) return { kind: 'named', ids: subnetIds };
  if (config.network.create !== false) return { kind: assignPublicIp ? 'public' : 'private' };
  // Those of a load balancer that faces the internet are public.
  return {
    kind: assignPublicIp && config.network.scheme === 'internet-facing' ? 'load-balancer' : 'parameter',
  };
}

/** A created VPC has no subnets of the kind that the tasks need. */
export function lacksSubnets(service: Service, config: Config): boolean {
  const { kind } = taskSubnets(service, config);
  const layout = subnetLayout(config);
  if (!layout || (kind !== 'public' && kind !== 'private')) return false;
  return (kind === 'public' ? layout.publicSubnets : layout.privateSubnets).length === 0;
}

/** The name of a cluster given by name or ARN. */
export const clusterName = (cluster: string): string => cluster.slice(cluster.lastIndexOf('/') + 1);

/**
 * Seconds after which the first task of a stack is healthy, by a wide margin: an image to fetch, a server to start and a check
 * to pass. An alarm that goes off sooner would end the very first deployment.
 */
export const firstTaskSeconds = ({ healthCheckGracePeriod }: Service): number => 240 + healthCheckGracePeriod;

/** An hour: nobody wants to hear later that no target is healthy. */
const MAX_PERIODS = 60;

/**
 * The periods after which the alarm on no healthy target goes off when the config does not say: with a service, not before its
 * first tasks run.
 */
export const noHealthyTargetsPeriods = (service: Service): number =>
  Math.min(MAX_PERIODS, Math.ceil(firstTaskSeconds(service) / 60));

/** Seconds for which no target must be healthy before the alarm goes off; undefined when there is no such alarm. */
export function noHealthyTargetsWindow({ alarms, service }: Config): number | undefined {
  if (alarms === false || alarms.noHealthyTargets === false) return undefined;
  const setting = alarms.noHealthyTargets;
  if (setting) return setting.period * setting.datapointsToAlarm;
  const usual = ALARMS.find(({ key }) => key === 'noHealthyTargets')?.datapointsToAlarm ?? 1;
  return 60 * (service === false ? usual : noHealthyTargetsPeriods(service));
}

/**
 * The alarms that take a deployment back, by their keys: those that say that new tasks fail. Connection errors, reconnects and
 * closed sockets are left out: every deployment has them. What the load balancer answers itself says something about the sockets
 * only where nothing shares it. Empty with `alarms: false`, or when all of them are off.
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

/** The alarm on no healthy target is slow enough to stay quiet while the first tasks start. */
export function canRollBackOnNoHealthyTargets(config: Config): boolean {
  const window = noHealthyTargetsWindow(config);
  return config.service !== false && window !== undefined && window >= firstTaskSeconds(config.service);
}
