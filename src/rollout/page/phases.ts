// What happens when in a deployment, for marks in charts and for a table.
import { forNumber, many } from '../../common/numbers.ts';
import type { Plan } from '../types.ts';
import { duration } from '../words.ts';

/** Further waits of ECS that do not affect sockets, in seconds. */
export interface TaskWaits {
  /** service.healthCheckGracePeriod, from the start of a task. */
  readonly gracePeriod: number;
  /** service.stopTimeout, from SIGTERM. */
  readonly stopTimeout: number;
}

export interface Phase {
  /** Seconds from the first change for sockets. */
  readonly at: number;
  /** A word or two for a chart. */
  readonly label: string;
  /** A sentence. */
  readonly words: string;
  /** Whether the load balancer may cut sockets. */
  readonly isMain?: boolean;
}

/** All phases by time. @param waits the service's waits; undefined without a service. */
export function phasesOf(plan: Plan, waits: TaskWaits | undefined): Phase[] {
  return [...startsOf(plan, waits), ...shiftsOf(plan), ...leavesOf(plan, waits)].toSorted(
    (a, b) => a.at - b.at,
  );
}

/** New tasks start and become ready for sockets. */
function startsOf({ tasks, leaving }: Plan, waits: TaskWaits | undefined): Phase[] {
  const usual = leaving.reduce((sum, each) => sum + each.tasks, 0);
  let before = { at: 0, starting: 0, fresh: 0, old: usual, draining: 0 };
  return tasks.flatMap((now) => {
    const ready = now.fresh - before.fresh;
    const started = now.starting + ready - before.starting;
    const { at } = now;
    before = now;
    return [
      ...(started > 0
        ? [
            {
              at,
              label: 'new tasks start',
              words: `${many(started, 'new task')} ${forNumber(started, 'starts', 'start')}.`,
            },
            ...(waits
              ? [
                  {
                    at: at + waits.gracePeriod,
                    label: 'health grace ends',
                    words: `The grace period of the health checks ends for them, after ${duration(waits.gracePeriod)}: from now on ECS replaces a task that fails its checks.`,
                  },
                ]
              : []),
          ]
        : []),
      ...(ready > 0
        ? [
            {
              at,
              label: 'healthy',
              words: `${many(ready, 'new task')} ${forNumber(ready, 'is', 'are')} healthy and ready for sockets.`,
            },
          ]
        : []),
    ];
  });
}

/** Weights move new sockets; none in a rolling deployment. */
function shiftsOf({ event, routing, leaving }: Plan): Phase[] {
  if (event === 'rolling') return [];
  const shifts = routing.map(({ at, weights: [old = 0, fresh = 0] }): Phase => {
    const percent = Number(((100 * fresh) / (old + fresh)).toFixed(1));
    return {
      at,
      label: `shift ${percent} %`,
      words: `${percent} % of the new sockets go to the new tasks; open ones stay where they are.`,
    };
  });
  const last = routing.at(-1)?.at ?? 0;
  const bake = (leaving[0]?.at ?? 0) - last;
  return bake > 0
    ? [...shifts, { at: last, label: 'bake', words: `The bake time begins: ${duration(bake)}.` }]
    : shifts;
}

/** Old tasks are deregistered, and stopped when the delay is over. */
function leavesOf({ leaving, delay, drain }: Plan, waits: TaskWaits | undefined): Phase[] {
  const several = leaving.length > 1;
  return leaving.flatMap(({ at, tasks }, index): Phase[] => {
    const batch = several ? `Batch ${index + 1} of ${leaving.length}. ` : '';
    const of = many(tasks, 'old task');
    const short = several ? ` ${index + 1}` : '';
    return [
      {
        at,
        label: `out${short}: delay begins`,
        words: `${batch}${of} ${forNumber(tasks, 'leaves', 'leave')} the target group; the deregistration delay of ${duration(delay)} begins${drain ? ', and the server begins to close its sockets when it notices' : ''}.`,
      },
      {
        at: at + delay,
        label: `cut${short}, SIGTERM`,
        words: `${batch}The delay ends: the load balancer cuts what is still open, and then ECS sends SIGTERM.`,
        isMain: true,
      },
      ...(waits
        ? [
            {
              at: at + delay + waits.stopTimeout,
              label: `stop timeout${short}`,
              words: `${batch}A server that has not ended by now is killed, ${duration(waits.stopTimeout)} after SIGTERM (service.stopTimeout).`,
            },
          ]
        : []),
    ];
  });
}
