// What a config says about deployments, as settings.
import { FIRST_WAIT } from '../config/client.ts';
import { deregistrationTimes } from '../config/deregistration.ts';
import type { Config } from '../config/schema/index.ts';
import { taskBounds } from '../config/service.ts';
import { targetsOf, zonesOf } from '../config/size.ts';
import type { RolloutSettings, Strategy, Workload } from './types.ts';

/** Keys of service.deployment that matter here; minutes. */
interface DeploymentKeys {
  readonly strategy: Strategy;
  readonly bakeMinutes?: number | undefined;
  readonly percent?: number | undefined;
  readonly stepMinutes?: number | undefined;
}

/** What ECS, or the config, has where nothing is set. Source of the steps: ECS API reference, CanaryConfiguration and so on. */
const DEFAULTS = {
  bakeMinutes: 15,
  canary: { percent: 5, minutes: 10 },
  linear: { percent: 10, minutes: 6 },
  tasks: 2,
} as const;

/** An image to fetch, a server to start and a first check to pass: an assumption. */
const START_SECONDS = 60;
/**
 * Handshakes a second for one vCPU: an assumption, and a careful one. A task does not end TLS, but it looks at cookies and tokens,
 * and loads what a client needs at first.
 */
export const ACCEPT_PER_VCPU = 500;
const CPU_UNITS = 1024;
/** The settings of a config; where there is no service, as if one ran its targets. */
export function settingsOf(config: Config): RolloutSettings {
  const { service, target } = config;
  const deployment: DeploymentKeys = service === false ? { strategy: 'rolling' } : service.deployment;
  const { strategy, bakeMinutes = DEFAULTS.bakeMinutes } = deployment;
  const { poll, spread } = deregistrationTimes(config);
  const steps = (kind: 'canary' | 'linear') => ({
    percent: (strategy === kind ? deployment.percent : undefined) ?? DEFAULTS[kind].percent,
    stepSeconds: 60 * ((strategy === kind ? deployment.stepMinutes : undefined) ?? DEFAULTS[kind].minutes),
  });
  const vcpus = service === false ? 0.5 : service.cpu / CPU_UNITS;
  return {
    strategy,
    tasks: Math.max(1, service === false ? (targetsOf(config) ?? DEFAULTS.tasks) : taskBounds(service).min),
    zones: zonesOf(config).count,
    delay: target.deregistrationDelay,
    minimumHealthyPercent: service === false ? 100 : service.minimumHealthyPercent,
    maximumPercent: service === false ? 200 : service.maximumPercent,
    startSeconds: START_SECONDS,
    // A server that has drained ends at once on SIGTERM.
    stopSeconds: 0,
    bakeSeconds: 60 * bakeMinutes,
    canary: steps('canary'),
    linear: steps('linear'),
    drain: { poll, spread },
    maxSocketAge: service === false ? 0 : service.maxSocketAge,
    jitter: FIRST_WAIT,
    acceptPerTask: ACCEPT_PER_VCPU * vcpus,
  };
}

/** Tasks that so many sockets need, between the bounds of the config; those that always run where it does not say. */
export function tasksFor({ service }: Config, sockets: number): number | undefined {
  if (service === false || service.socketsPerTask === undefined) return undefined;
  const { min, max } = taskBounds(service);
  return Math.min(max, Math.max(min, Math.ceil(sockets / service.socketsPerTask)));
}

/** The workload of a config; undefined unless it has the number of sockets and how long they live. */
export function workloadOf({ workload }: Config): Workload | undefined {
  const { connections, meanConnectionSeconds } = workload;
  if (connections === undefined || meanConnectionSeconds === undefined) return undefined;
  return { sockets: connections, life: { kind: 'exponential', mean: meanConnectionSeconds } };
}
