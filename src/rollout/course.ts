// A deployment over time: where the sockets are at the start of each second, and what happens in it.
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
 * Second 0 is the first change for sockets. `old`, `fresh` and `waiting` add up to the workload's sockets in each
 * second: for each client that leaves, another one comes. A second's numbers include what ends or moves at its start.
 */
export interface Course {
  readonly plan: Plan;
  /** Sockets on old tasks. */
  readonly old: Float64Array;
  /** Sockets on new tasks. */
  readonly fresh: Float64Array;
  /** Clients whose socket ended and whose next one is not open yet. */
  readonly waiting: Float64Array;
  /** Per second: sockets closed with 1001, cut without a close frame, and clients that reconnect for the first time. */
  readonly closed: Float64Array;
  readonly cut: Float64Array;
  readonly reconnects: Float64Array;
  /** How `old` was found; everything else follows from it by formulas. */
  readonly method: Outcome['method'];
  /** Number of sockets that were simulated. */
  readonly followed: number;
}

/** The longest deployment that is computed. */
const MOST_SECONDS = 3_000_000;

/** @param seconds the duration from the outcome. @throws {RangeError} like outcomeOf */
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
    // Clients waiting to be accepted are not on their task yet.
    const stays = (old[second] ?? 0) - (queue.waiting[second] ?? 0) * oldShare(plan, second);
    old[second] = Math.max(0, Math.min(stays, workload.sockets - away));
    fresh[second] = workload.sockets - away - (old[second] ?? 0);
  }
  const { closed, cut, reconnects } = events;
  return { plan, old, fresh, waiting, closed, cut, reconnects, method, followed };
}

/** Clients between the end of a socket and their next one. */
function awayOf({ closed, cut }: PerSecond, { opened }: Queue): Float64Array {
  let away = 0;
  return opened.map((count, second) => {
    away += cut[second] ?? 0;
    const now = Math.max(0, away);
    away += (closed[second] ?? 0) - count;
    return now;
  });
}

/** The share of the sockets opening in a second that open on old tasks. */
function oldShare(plan: Plan, second: number): number {
  const { weights } = routingAt(plan, second);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return all === 0 ? 0 : 1 - (weights.at(-1) ?? 0) / all;
}
