// A deployment over time: where the sockets are at the beginning of each second, and what happens in it.
import {
  addSeconds,
  closedShare,
  emptySeconds,
  endSockets,
  type PerSecond,
  secondsAfter,
} from './endings.ts';
import { oldSockets } from './old-sockets.ts';
import { planOf } from './plan.ts';
import { type Queue, queueOf, routingAt } from './queue.ts';
import type { Outcome, Plan, RolloutEvent, RolloutSettings, Workload } from './types.ts';

/**
 * Second 0 is the first change for sockets. `old`, `fresh` and `waiting` add up to the sockets of the workload at each second:
 * for each client that leaves, another one comes. What ends or moves at the beginning of a second has done so in its numbers.
 */
export interface Course {
  readonly plan: Plan;
  /** On tasks of before. */
  readonly old: Float64Array;
  /** On the new ones. */
  readonly fresh: Float64Array;
  /** Their socket ended, and the next one is not open yet. */
  readonly waiting: Float64Array;
  /** In a second: closed with 1001, cut without a close frame, and clients that come back for the first time. */
  readonly closed: Float64Array;
  readonly cut: Float64Array;
  readonly reconnects: Float64Array;
  /** Where `old` comes from; what follows from it is a formula. */
  readonly method: Outcome['method'];
  /** Sockets that were followed. */
  readonly followed: number;
}

/** As long as the longest deployment that is computed. */
const MOST_SECONDS = 3_000_000;

/** @param seconds how long to look: those of the outcome. @throws {RangeError} as outcomeOf does */
export function courseOf(
  event: RolloutEvent,
  workload: Workload,
  settings: RolloutSettings,
  seconds: number,
): Course {
  const plan = planOf(event, settings);
  const lastLeaving = plan.leaving.at(-1)?.at ?? 0;
  const length = Math.max(
    secondsAfter(lastLeaving, plan, settings),
    Math.min(MOST_SECONDS, Math.ceil(seconds) + 1),
  );
  const events = emptySeconds(0, length);
  const { staying, leaving, method, followed } = oldSockets(workload, settings, plan);
  for (const each of leaving) addSeconds(events, endSockets(each, plan, settings).seconds);
  const old = Float64Array.from({ length }, (_, second) => (second < lastLeaving ? staying(second) : 0));
  for (const { at: leaves, open } of leaving)
    for (let second = Math.ceil(leaves); second < leaves + plan.delay; second++)
      old[second] = (old[second] ?? 0) + open(second) * (1 - closedShare(plan, second - leaves));
  const queue = queueOf(plan, settings, events.reconnects);
  const waiting = awayOf(events, queue);
  const fresh = new Float64Array(length);
  for (let second = 0; second < length; second++) {
    const away = waiting[second] ?? 0;
    // Who waits to be accepted is not where it is going to be.
    const stays = (old[second] ?? 0) - (queue.waiting[second] ?? 0) * oldShare(plan, second);
    old[second] = Math.max(0, Math.min(stays, workload.sockets - away));
    fresh[second] = workload.sockets - away - (old[second] ?? 0);
  }
  const { closed, cut, reconnects } = events;
  return { plan, old, fresh, waiting, closed, cut, reconnects, method, followed };
}

/** Between the end of a socket and the next one. */
function awayOf({ closed, cut }: PerSecond, { opened }: Queue): Float64Array {
  let away = 0;
  return opened.map((count, second) => {
    away += cut[second] ?? 0;
    const now = Math.max(0, away);
    away += (closed[second] ?? 0) - count;
    return now;
  });
}

/** Of the sockets that open at a second, those that do so on old tasks. */
function oldShare(plan: Plan, second: number): number {
  const { weights } = routingAt(plan, second);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return all === 0 ? 0 : 1 - (weights.at(-1) ?? 0) / all;
}
