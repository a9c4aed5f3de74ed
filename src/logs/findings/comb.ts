// Piles at equal distances: data is sent over the sockets at a fixed interval, and a socket that falls silent ends a
// fixed time after its last data.
import type { Pile } from './piles.ts';

export interface NamedPile {
  /** Seconds. */
  readonly at: number;
  readonly pile: Pile;
}

export interface Comb {
  /** At least three, the shortest first. */
  readonly piles: readonly NamedPile[];
  /** Seconds between them. */
  readonly step: number;
}

const LEAST_PILES = 3;
/** Seconds. Closer piles are a single one that is spread out. */
const LEAST_STEP = 5;
/** Share of the first pile's duration: data at longer intervals than the limit would not keep a socket open. */
const MOST_STEP = 0.9;
/** Tolerance for a distance: seconds, or a share of the step. */
const OFF = 1;
const OFF_SHARE = 0.03;

/** The longest series of piles at equal distances, if there is one. */
export function combOf(piles: readonly NamedPile[]): Comb | undefined {
  const sorted = piles.toSorted((left, right) => left.at - right.at);
  let best: Comb | undefined;
  for (const [index, first] of sorted.entries())
    for (const second of sorted.slice(index + 1)) {
      const step = second.at - first.at;
      if (step < LEAST_STEP || step > first.at * MOST_STEP) continue;
      const row = [first, second];
      for (const next of sorted) {
        const expected = first.at + step * row.length;
        if (Math.abs(next.at - expected) <= Math.max(OFF, step * OFF_SHARE)) row.push(next);
      }
      if (row.length >= LEAST_PILES && row.length > (best?.piles.length ?? 0)) best = { piles: row, step };
    }
  return best;
}
