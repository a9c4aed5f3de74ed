// Counts of values: a histogram with its exact ends and sum.
import { type Distribution } from '../types.ts';
import { cellOf, HISTOGRAM_CELLS } from './histogram.ts';

export interface DistributionTally {
  readonly cells: Float64Array;
  count: number;
  unknown: number;
  min: number;
  max: number;
  /** The sum in two parts, so that it stays exact beyond 2^53 µs. */
  seconds: number;
  micros: number;
}

export const newDistribution = (): DistributionTally => ({
  cells: new Float64Array(HISTOGRAM_CELLS),
  count: 0,
  unknown: 0,
  min: Infinity,
  max: 0,
  seconds: 0,
  micros: 0,
});

/** @param value whole microseconds, not negative. */
export function addValue(tally: DistributionTally, value: number): void {
  const cell = cellOf(value);
  tally.cells[cell] = (tally.cells[cell] ?? 0) + 1;
  const seconds = Math.floor(value / 1e6);
  tally.seconds += seconds;
  tally.micros += value - seconds * 1e6;
  tally.count++;
  if (value < tally.min) tally.min = value;
  if (value > tally.max) tally.max = value;
}

export function mergeDistribution(into: DistributionTally, from: DistributionTally): void {
  addCells(into.cells, from.cells);
  into.count += from.count;
  into.unknown += from.unknown;
  into.min = Math.min(into.min, from.min);
  into.max = Math.max(into.max, from.max);
  into.seconds += from.seconds;
  into.micros += from.micros;
}

export function addCells(into: Float64Array, from: Float64Array): void {
  for (let cell = 0; cell < into.length; cell++) into[cell] = (into[cell] ?? 0) + (from[cell] ?? 0);
}

export const distributionOf = ({
  cells,
  count,
  unknown,
  min,
  max,
  seconds,
  micros,
}: DistributionTally): Distribution => ({
  cells,
  count,
  unknown,
  min: count === 0 ? 0 : min,
  max,
  totalSeconds: seconds + micros / 1e6,
});
