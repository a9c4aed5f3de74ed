// Reconnecting clients that wait because tasks accept only a limited number per second.
import type { Plan, RolloutSettings } from './types.ts';

const NOWHERE = { at: 0, weights: [], accepting: 0 };

/** Where new sockets go at a given time. */
export const routingAt = ({ routing }: Plan, at: number): Plan['routing'][number] =>
  routing.findLast((each) => each.at <= at) ?? NOWHERE;

export interface Queue {
  /** At the start of each second. */
  readonly waiting: Float64Array;
  /** Accepted in each second. */
  readonly opened: Float64Array;
  /** Seconds after the given period until nobody is waiting. */
  readonly rest: number;
}

/** @param reconnects in each second, from second 0. */
export function queueOf(plan: Plan, { acceptPerTask }: RolloutSettings, reconnects: Float64Array): Queue {
  const waiting = new Float64Array(reconnects.length);
  const opened = new Float64Array(reconnects.length);
  let queued = 0;
  let accepts = 0;
  for (const [second, count] of reconnects.entries()) {
    waiting[second] = queued;
    accepts = routingAt(plan, second).accepting * acceptPerTask;
    opened[second] = Math.min(queued + count, accepts);
    queued += count - (opened[second] ?? 0);
  }
  return { waiting, opened, rest: queued < 1e-6 || accepts === 0 ? 0 : queued / accepts };
}
