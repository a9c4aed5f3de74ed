// How long the parts of a drain take: the one that SIGTERM begins, and the one that begins when ECS takes a task out.
import { FARGATE_MAX_STOP_TIMEOUT } from '../alb/target-platforms.ts';
import { deregistrationTimes, MAX_GRACE, POLLS_LOST } from '../config/deregistration.ts';
import type { Config } from '../config/schema/index.ts';
import { TASK_PROTECTION } from '../config/service.ts';
import type { Setting } from './print.ts';

/** A settings object. */
export interface Block {
  readonly name: string;
  readonly about: string;
  readonly settings: readonly Setting[];
}

/** The seconds of a drain: what the deregistration delay and the platform leave, divided. */
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

/** Seconds between SIGTERM and the kill on ECS. */
const stopTimeout = ({ service }: Config): number =>
  service === false ? FARGATE_MAX_STOP_TIMEOUT : service.stopTimeout;

export function deregistration(config: Config): Block {
  const { poll, spread, grace } = deregistrationTimes(config);
  const { service, target } = config;
  return {
    name: 'deregistrationSettings',
    about: `The drain that begins when ECS takes a task out of the target group, within target.deregistrationDelay (${target.deregistrationDelay} s). SIGTERM comes after it.`,
    settings: [
      [
        'poll',
        poll,
        `Seconds between two questions whether it has begun, give or take a quarter. Up to ${POLLS_LOST * poll} s of the delay are left for them.`,
      ],
      ['spread', spread, 'Over which the sockets are closed.'],
      ['grace', grace, 'For the last clients to answer, and for the last metrics.'],
      [
        'maximumAge',
        service === false ? 0 : service.maxSocketAge,
        'Seconds after which a socket is closed in any case, or up to a fifth earlier; 0: never (service.maxSocketAge).',
      ],
    ],
  };
}

/** Minutes for which the protection is asked, and seconds between two looks whether it is still wanted. */
const PROTECTION_TERM = 10;
const PROTECTION_LOOK = 60;

/** When the server asks ECS to leave its task alone. */
export function protection({ service }: Config): Block {
  const wanted = service === false ? false : service.taskProtection;
  return {
    name: 'protectionSettings',
    about: 'Task protection on ECS (service.taskProtection).',
    settings: [
      ['enabled', wanted !== false, 'Whether the task is protected while it has many sockets.'],
      ['moreThan', wanted === false ? 0 : wanted.moreThan, 'Sockets up to which it is not.'],
      ['look', PROTECTION_LOOK, 'Seconds between two looks, give or take a quarter.'],
      ['term', PROTECTION_TERM, 'Minutes of one protection; it is renewed after half of them.'],
      ['longest', TASK_PROTECTION.longest, 'Seconds without a pause. CloudFormation waits for three hours.'],
      ['pause', TASK_PROTECTION.pause, 'Seconds in which ECS may take the task.'],
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
    about: `The parts of a drain in seconds, ${available} together: ${limit}. The platform must wait that long before it kills: stopTimeout in an ECS container definition (30 s unless set), TimeoutStopSec of systemd (90 s), terminationGracePeriodSeconds of Kubernetes (30 s).`,
    settings: [
      [
        'notice',
        notice,
        `For the load balancer to notice: it takes about ${noticedAfter(config)} s, here at most a third of all.`,
      ],
      ['spread', spread, 'Over which the sockets are closed.'],
      ['grace', grace, 'For the last clients to answer, and for the last metrics.'],
    ],
  };
}

/** Seconds of failing health checks after which a target is left out. */
export const noticedAfter = ({ healthCheck: { interval, unhealthyThreshold } }: Config): number =>
  interval * unhealthyThreshold;
