// How long the phases of a drain take: after SIGTERM, and after ECS deregisters a task.
import { FARGATE_MAX_STOP_TIMEOUT } from '../alb/target-platforms.ts';
import { deregistrationTimes, MAX_GRACE, POLLS_LOST } from '../config/deregistration.ts';
import type { Config } from '../config/schema/index.ts';
import { TASK_PROTECTION } from '../config/service.ts';
import type { Setting } from './print.ts';

/** A settings object in generated code. */
export interface Block {
  readonly name: string;
  readonly about: string;
  readonly settings: readonly Setting[];
}

/** The phases of a drain in seconds: divides the time that the deregistration delay and the platform leave. */
export function drainTimes(config: Config): {
  readonly available: number;
  readonly notice: number;
  readonly spread: number;
  readonly grace: number;
} {
  const { target } = config;
  const available =
    target.type === 'ip'
      ? Math.min(target.deregistrationDelay, stopTimeout(config))
      : target.deregistrationDelay;
  const grace = Math.max(1, Math.min(MAX_GRACE, Math.ceil(available / 5)));
  const notice = Math.min(noticedAfter(config), Math.floor(available / 3));
  return { available, notice, spread: Math.max(0, available - notice - grace), grace };
}

/** Seconds between SIGTERM and SIGKILL on ECS. */
const stopTimeout = ({ service }: Config): number =>
  service === false ? FARGATE_MAX_STOP_TIMEOUT : service.stopTimeout;

export function deregistration(config: Config): Block {
  const { poll, spread, grace } = deregistrationTimes(config);
  const { service, target } = config;
  return {
    name: 'deregistrationSettings',
    about: `The drain that begins when ECS deregisters the task, within target.deregistrationDelay (${target.deregistrationDelay} s). SIGTERM comes after it.`,
    settings: [
      [
        'poll',
        poll,
        `Seconds between two checks whether it has begun, give or take a quarter. Up to ${POLLS_LOST * poll} s of the delay are reserved for them.`,
      ],
      ['spread', spread, 'Time over which the sockets are closed.'],
      ['grace', grace, 'Time for the last clients to answer, and for the last metrics.'],
      [
        'maximumAge',
        service === false ? 0 : service.maxSocketAge,
        'Seconds after which a socket is closed in any case, or up to a fifth earlier; 0: never (service.maxSocketAge).',
      ],
    ],
  };
}

/** Duration of one task protection in minutes, and time between two checks whether it is still needed in seconds. */
const PROTECTION_TERM = 10;
const PROTECTION_LOOK = 60;

/** When the server asks ECS to protect its task. */
export function protection({ service }: Config): Block {
  const wanted = service === false ? false : service.taskProtection;
  return {
    name: 'protectionSettings',
    about: 'Task protection on ECS (service.taskProtection).',
    settings: [
      ['enabled', wanted !== false, 'Whether the task is protected while it has many sockets.'],
      ['moreThan', wanted === false ? 0 : wanted.moreThan, 'Up to this many sockets, it is not protected.'],
      ['look', PROTECTION_LOOK, 'Seconds between two checks, give or take a quarter.'],
      ['term', PROTECTION_TERM, 'Minutes that one protection lasts; it is renewed after half of them.'],
      [
        'longest',
        TASK_PROTECTION.longest,
        'Maximum seconds without a pause. CloudFormation waits three hours.',
      ],
      ['pause', TASK_PROTECTION.pause, 'Seconds of pause, in which ECS may stop the task.'],
    ],
  };
}

export function drain(config: Config): Block {
  const { target } = config;
  const { available, notice, spread, grace } = drainTimes(config);
  const limit =
    target.type === 'ip'
      ? `the smaller of target.deregistrationDelay (${target.deregistrationDelay} s) and what ${config.service === false ? 'Fargate leaves at most' : 'service.stopTimeout leaves'} (${stopTimeout(config)} s)`
      : `target.deregistrationDelay (${target.deregistrationDelay} s), after which the load balancer may cut what is open`;
  return {
    name: 'drainSettings',
    about: `The phases of a drain in seconds, ${available} in total: ${limit}. The platform must wait that long before SIGKILL: stopTimeout in an ECS container definition (30 s unless set), TimeoutStopSec of systemd (90 s), terminationGracePeriodSeconds of Kubernetes (30 s).`,
    settings: [
      [
        'notice',
        notice,
        `Time for the load balancer to notice: it takes about ${noticedAfter(config)} s, here at most a third of the total.`,
      ],
      ['spread', spread, 'Time over which the sockets are closed.'],
      ['grace', grace, 'Time for the last clients to answer, and for the last metrics.'],
    ],
  };
}

/** Seconds of failing health checks until a target gets no more requests. */
export const noticedAfter = ({ healthCheck: { interval, unhealthyThreshold } }: Config): number =>
  interval * unhealthyThreshold;
