// Durations of a target or a user agent, counted by octave: coarse, but only a few numbers each.
import { FIRST_OCTAVE } from './layout.ts';
import type { Octaves } from './types.ts';

/**
 * The median, interpolated within its octave on a logarithmic scale.
 *
 * @returns seconds, or `undefined` if there are no values.
 */
export function medianOf(octaves: Octaves): number | undefined {
  const total = octaves.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let before = 0;
  for (const [index, count] of octaves.entries()) {
    if (before + count < total / 2) {
      before += count;
      continue;
    }
    const seconds = 2 ** (FIRST_OCTAVE + index + (total / 2 - before) / count) / 1e6;
    return Number(seconds.toPrecision(2));
  }
  return undefined;
}

export const sumOf = (rows: readonly Octaves[]): number[] =>
  rows.reduce<number[]>((sums, row) => row.map((count, index) => count + (sums[index] ?? 0)), []);
