// What a config says about deployments, as settings.
import { STEPS } from '../alb/ecs-deployments.ts';
import { USUAL_BAKE } from '../config/bake.ts';
import { FIRST_WAIT } from '../config/client.ts';
import { shiftOf } from '../config/deployment.ts';
import { deregistrationTimes } from '../config/deregistration.ts';
import type { Config } from '../config/schema/index.ts';
import { taskBounds, tasksForSockets } from '../config/service.ts';
import { targetsOf, zonesOf } from '../config/size.ts';
import type { RolloutSettings, Workload } from './types.ts';

/** Targets where nobody says how many there are. */
const USUAL_TASKS = 2;

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
  const shift = shiftOf(config);
  const strategy = shift?.strategy ?? 'rolling';
  const { poll, spread } = deregistrationTimes(config);
  const steps = (kind: 'canary' | 'linear') => ({
    percent: (strategy === kind ? shift?.percent : undefined) ?? STEPS[kind].percent,
    stepSeconds: 60 * ((strategy === kind ? shift?.stepMinutes : undefined) ?? STEPS[kind].minutes),
  });
  const vcpus = service === false ? 0.5 : service.cpu / CPU_UNITS;
  return {
    strategy,
    tasks: Math.max(1, service === false ? (targetsOf(config) ?? USUAL_TASKS) : taskBounds(service).min),
    zones: zonesOf(config).count,
    delay: target.deregistrationDelay,
    minimumHealthyPercent: service === false ? 100 : service.minimumHealthyPercent,
    maximumPercent: service === false ? 200 : service.maximumPercent,
    startSeconds: START_SECONDS,
    // A server that has drained ends at once on SIGTERM.
    stopSeconds: 0,
    bakeSeconds: 60 * (shift?.bakeMinutes ?? USUAL_BAKE),
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
  return tasksForSockets({ ...taskBounds(service), socketsPerTask: service.socketsPerTask }, sockets);
}

/** The workload of a config; undefined unless it has the number of sockets and how long they live. */
export function workloadOf({ workload }: Config): Workload | undefined {
  const { connections, meanConnectionSeconds } = workload;
  if (connections === undefined || meanConnectionSeconds === undefined) return undefined;
  return { sockets: connections, life: { kind: 'exponential', mean: meanConnectionSeconds } };
}
