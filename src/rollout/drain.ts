// When a server that asks for its target's health closes its sockets, counted from the moment it is taken out.
import type { Drain } from './types.ts';

/** Two questions are between three and five quarters of the poll apart. */
const LONGEST = 1.25;
const SHORTEST = 0.75;

/** Seconds after which every socket has been closed. */
export const drainedAfter = ({ poll, spread }: Drain): number => LONGEST * poll + spread;

/** When it begins: the rest of a pause between two questions; `u` and `v` above 0 and below 1. */
export function drainBegins({ poll }: Drain, u: number, v: number): number {
  // A moment falls into a long pause more often than into a short one, and evenly within it.
  const pause = Math.sqrt(SHORTEST ** 2 + u * (LONGEST ** 2 - SHORTEST ** 2));
  return poll * pause * v;
}

/** The share of the sockets that has been closed `seconds` after the task was taken out. */
export function closedAfter({ poll, spread }: Drain, seconds: number): number {
  if (spread === 0) return begunAfter(poll, seconds);
  return (areaBegun(poll, seconds) - areaBegun(poll, seconds - spread)) / spread;
}

/** The same, of a server that has asked just before its task was taken out. */
export const closedAtLeast = ({ poll, spread }: Drain, seconds: number): number => {
  const since = seconds - LONGEST * poll;
  return since < 0 ? 0 : spread === 0 ? 1 : Math.min(1, since / spread);
};

/** The probability that the drain has begun: the distribution of what is left of a pause. */
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
