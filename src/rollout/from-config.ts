// Derives rollout settings from a config.
import { STEPS } from '../alb/ecs-deployments.ts';
import { USUAL_BAKE } from '../config/bake.ts';
import { FIRST_WAIT } from '../config/client.ts';
import { shiftOf } from '../config/deployment.ts';
import { deregistrationTimes } from '../config/deregistration.ts';
import type { Config } from '../config/schema/index.ts';
import { taskBounds, tasksForSockets } from '../config/service.ts';
import { targetsOf, zonesOf } from '../config/size.ts';
import type { RolloutSettings, Workload } from './types.ts';

/** Assumed number of targets if the config does not say. */
const USUAL_TASKS = 2;

/** Assumed time to fetch the image, start the server and pass the first health check. */
const START_SECONDS = 60;
/**
 * Assumed handshakes per second and vCPU, conservatively. A task does not terminate TLS, but checks cookies and tokens,
 * and loads a client's initial data.
 */
export const ACCEPT_PER_VCPU = 500;
const CPU_UNITS = 1024;
/** The settings of a config. Without a service, as if ECS ran its targets. */
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
    // A drained server exits at once on SIGTERM.
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

/** The tasks that a number of sockets needs, within the config's bounds; undefined unless tasks scale by sockets. */
export function tasksFor({ service }: Config, sockets: number): number | undefined {
  if (service === false || service.socketsPerTask === undefined) return undefined;
  return tasksForSockets({ ...taskBounds(service), socketsPerTask: service.socketsPerTask }, sockets);
}

/** The workload of a config; undefined unless it says how many sockets there are and how long they live. */
export function workloadOf({ workload }: Config): Workload | undefined {
  const { connections, meanConnectionSeconds } = workload;
  if (connections === undefined || meanConnectionSeconds === undefined) return undefined;
  return { sockets: connections, life: { kind: 'exponential', mean: meanConnectionSeconds } };
}
