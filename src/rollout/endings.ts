// How the sockets of tasks that leave together end, and when their clients come back, second by second.
import { GOING_AWAY_WAIT } from '../config/client.ts';
import { closedAfter, closedAtLeast } from './drain.ts';
import type { Plan, RolloutSettings } from './types.ts';

/** Expected numbers of each second: those of second 0 are at index `-from`. */
export interface PerSecond {
  /** A whole second. */
  readonly from: number;
  /** Closed with 1001. */
  readonly closed: Float64Array;
  readonly cut: Float64Array;
  /** Clients that come back for the first time. */
  readonly reconnects: Float64Array;
}

export interface Ended {
  readonly goingAway: number;
  readonly cut: number;
  /** From the second in which they leave. */
  readonly seconds: PerSecond;
  /**
   * The most reconnects that are expected of one second once it is known when each server notices that its target drains. The
   * expected values of `seconds` are averages over that.
   */
  readonly steepest: number;
}

/** Old tasks that leave together, and what is open on them as long as no task closes or loses any. */
export interface LeavingSockets {
  /** When they leave. */
  readonly at: number;
  /** From then until the delay ends. */
  readonly open: (at: number) => number;
}

export const emptySeconds = (from: number, seconds: number): PerSecond => ({
  from,
  closed: new Float64Array(seconds),
  cut: new Float64Array(seconds),
  reconnects: new Float64Array(seconds),
});

/** Seconds from the first to the last in which something may happen to sockets that leave at a time. */
export const secondsAfter = (
  leaves: number,
  { delay }: Plan,
  { jitter }: Pick<RolloutSettings, 'jitter'>,
): number => Math.ceil(leaves + delay + Math.max(GOING_AWAY_WAIT, jitter)) + 2;

/** Seconds at most for which a client waits after 1001. */
export const afterClose = ({ jitter }: Pick<RolloutSettings, 'jitter'>): number =>
  Math.min(GOING_AWAY_WAIT, jitter);

/** The share of sockets that was closed so long after their tasks left. */
export const closedShare = ({ drain }: Pick<Plan, 'drain'>, seconds: number): number =>
  drain ? closedAfter(drain, seconds) : 0;

const MOST_STEPS = 20_000;
const LEAST_STEPS = 1000;

/** Whole parts of a second, so that no second has more of them than another. */
const partsOfSecond = (delay: number): number =>
  Math.max(1, Math.min(Math.floor(MOST_STEPS / delay), Math.max(4, Math.ceil(LEAST_STEPS / delay))));

/** What happens to these sockets. */
export function endSockets(
  { at: leaves, open }: LeavingSockets,
  plan: Plan,
  settings: Pick<RolloutSettings, 'jitter'>,
): Ended {
  const { delay, drain } = plan;
  const { jitter } = settings;
  const from = Math.floor(leaves);
  const seconds = emptySeconds(from, secondsAfter(leaves, plan, settings) - from);
  const { closed, cut: cuts, reconnects } = seconds;
  let goingAway = 0;
  if (drain && delay > 0) {
    const steps = Math.ceil(delay * partsOfSecond(delay));
    let before = 0;
    for (let step = 0; step < steps; step++) {
      const until = closedShare(plan, (delay * (step + 1)) / steps);
      const at = leaves + (delay * (step + 0.5)) / steps;
      const count = until === before ? 0 : (until - before) * open(at);
      before = until;
      if (count === 0) continue;
      goingAway += count;
      add(closed, at - from, count);
      spread(reconnects, at - from, afterClose(settings), count);
    }
  }
  const end = leaves + delay;
  const left = open(end);
  const cut = left * (1 - closedShare(plan, delay));
  add(cuts, end - from, cut);
  spread(reconnects, end - from, jitter, cut);
  const closes = drain ? open(leaves) / Math.max(1, drain.spread) : 0;
  const latest = (left * (drain ? 1 - closedAtLeast(drain, delay) : 1)) / Math.max(1, jitter);
  return { goingAway, cut, seconds, steepest: Math.min(open(leaves), closes + latest) };
}

/** Adds seconds to others that hold them. */
export function addSeconds(into: PerSecond, seconds: PerSecond): void {
  for (const key of ['closed', 'cut', 'reconnects'] as const)
    for (const [second, count] of seconds[key].entries())
      add(into[key], second + seconds.from - into.from, count);
}

const add = (values: Float64Array, at: number, count: number): void => {
  const second = Math.floor(at);
  values[second] = (values[second] ?? 0) + count;
};

/** Evenly over some seconds from a time on. */
function spread(values: Float64Array, start: number, width: number, count: number): void {
  if (width <= 0) {
    add(values, start, count);
    return;
  }
  const end = start + width;
  for (let second = Math.floor(start); second < end; second++)
    add(values, second, (count * (Math.min(end, second + 1) - Math.max(start, second))) / width);
}
