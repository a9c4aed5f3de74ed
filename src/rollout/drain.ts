// When a server that polls its target's health closes its sockets, measured from its deregistration.
import type { Drain } from './types.ts';

/** Two polls are 0.75 to 1.25 poll intervals apart. */
const LONGEST = 1.25;
const SHORTEST = 0.75;

/** Seconds after which every socket has been closed. */
export const drainedAfter = ({ poll, spread }: Drain): number => LONGEST * poll + spread;

/** When the drain begins: the remainder of a pause between two polls. `u` and `v` are random, above 0 and below 1. */
export function drainBegins({ poll }: Drain, u: number, v: number): number {
  // A random moment is more likely to fall into a long pause than a short one, and is uniform within it.
  const pause = Math.sqrt(SHORTEST ** 2 + u * (LONGEST ** 2 - SHORTEST ** 2));
  return poll * pause * v;
}

/** The expected share of sockets closed `seconds` after the task was deregistered. */
export function closedAfter({ poll, spread }: Drain, seconds: number): number {
  if (spread === 0) return begunAfter(poll, seconds);
  return (areaBegun(poll, seconds) - areaBegun(poll, seconds - spread)) / spread;
}

/** The same in the worst case: a server that polled just before its task was deregistered. */
export const closedAtLeast = ({ poll, spread }: Drain, seconds: number): number => {
  const since = seconds - LONGEST * poll;
  return since < 0 ? 0 : spread === 0 ? 1 : Math.min(1, since / spread);
};

/** The probability that the drain has begun: the distribution of the remainder of a pause. */
function begunAfter(poll: number, seconds: number): number {
  const x = seconds / poll;
  if (x <= 0) return 0;
  if (x <= SHORTEST) return x;
  return x >= LONGEST ? 1 : SHORTEST + 0.25 - (LONGEST - x) ** 2;
}

/** Its integral from 0. */
function areaBegun(poll: number, seconds: number): number {
  const x = seconds / poll;
  if (x <= 0) return 0;
  if (x <= SHORTEST) return (poll * x * x) / 2;
  const upTo = Math.min(x, LONGEST);
  const rising = SHORTEST ** 2 / 2 + (upTo - SHORTEST) - (0.5 ** 3 - (LONGEST - upTo) ** 3) / 3;
  return poll * (rising + Math.max(0, x - LONGEST));
}
