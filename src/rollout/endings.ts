// How the sockets of tasks that leave together end, and when their clients reconnect, second by second.
import { GOING_AWAY_WAIT } from '../config/client.ts';
import { closedAfter, closedAtLeast } from './drain.ts';
import type { Plan, RolloutSettings } from './types.ts';

/** Expected numbers per second; second 0 is at index `-from`. */
export interface PerSecond {
  /** The first second, an integer. */
  readonly from: number;
  /** Closed with 1001. */
  readonly closed: Float64Array;
  readonly cut: Float64Array;
  /** Clients that reconnect for the first time. */
  readonly reconnects: Float64Array;
}

export interface Ended {
  readonly goingAway: number;
  readonly cut: number;
  /** Starts with the second in which they leave. */
  readonly seconds: PerSecond;
  /**
   * The most reconnects expected in one second once it is known when each server notices that its target is draining.
   * The values in `seconds` are averages over that.
   */
  readonly steepest: number;
}

/** The sockets of old tasks that leave together. */
export interface LeavingSockets {
  /** When they leave. */
  readonly at: number;
  /** Sockets open on them from then until the delay ends, as long as no task closes or loses any. */
  readonly open: (at: number) => number;
}

export const emptySeconds = (from: number, seconds: number): PerSecond => ({
  from,
  closed: new Float64Array(seconds),
  cut: new Float64Array(seconds),
  reconnects: new Float64Array(seconds),
});

/** The number of seconds, from second 0, in which something may happen to sockets of tasks that leave at `leaves`. */
export const secondsAfter = (
  leaves: number,
  { delay }: Plan,
  { jitter }: Pick<RolloutSettings, 'jitter'>,
): number => Math.ceil(leaves + delay + Math.max(GOING_AWAY_WAIT, jitter)) + 2;

/** The longest that a client waits after 1001, in seconds. */
export const afterClose = ({ jitter }: Pick<RolloutSettings, 'jitter'>): number =>
  Math.min(GOING_AWAY_WAIT, jitter);

/** The share of sockets closed `seconds` after their tasks left. */
export const closedShare = ({ drain }: Pick<Plan, 'drain'>, seconds: number): number =>
  drain ? closedAfter(drain, seconds) : 0;

const MOST_STEPS = 20_000;
const LEAST_STEPS = 1000;

/** An integer number of steps per second, so that no second has more than another. */
const partsOfSecond = (delay: number): number =>
  Math.max(1, Math.min(Math.floor(MOST_STEPS / delay), Math.max(4, Math.ceil(LEAST_STEPS / delay))));

/** Computes what happens to these sockets. */
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

/** Adds numbers to those of a longer period. */
export function addSeconds(into: PerSecond, seconds: PerSecond): void {
  for (const key of ['closed', 'cut', 'reconnects'] as const)
    for (const [second, count] of seconds[key].entries())
      add(into[key], second + seconds.from - into.from, count);
}

const add = (values: Float64Array, at: number, count: number): void => {
  const second = Math.floor(at);
  values[second] = (values[second] ?? 0) + count;
};

/** Spreads a count evenly over `width` seconds from `start`. */
function spread(values: Float64Array, start: number, width: number, count: number): void {
  if (width <= 0) {
    add(values, start, count);
    return;
  }
  const end = start + width;
  for (let second = Math.floor(start); second < end; second++)
    add(values, second, (count * (Math.min(end, second + 1) - Math.max(start, second))) / width);
}
