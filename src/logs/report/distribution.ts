// Durations in seconds: quantiles, and a histogram on a logarithmic scale.
import { cellStart, quantile } from '../scan/histogram.ts';
import type { AccessResult, Distribution } from '../types.ts';
import type { DistributionReport, RangeReport } from './types.ts';

const MICROS = 1e6;

export function distributionReport(distribution: Distribution): DistributionReport {
  const { count, unknown, min, max, totalSeconds } = distribution;
  const at = (share: number) => {
    const micros = quantile(distribution, share);
    // Four digits, as a quantile is at most 0.4 % off.
    return micros === undefined ? null : Number((micros / MICROS).toPrecision(4));
  };
  return {
    known: count,
    unknown,
    min: count > 0 ? min / MICROS : null,
    mean: count > 0 ? Math.round((totalSeconds / count) * 1e3) / 1e3 : null,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: count > 0 ? max / MICROS : null,
  };
}

/** The same ranges as in the named query for durations: each about three times as wide as the previous one. */
const BOUNDS = [0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000] as const;

/** Connections by duration. Exact below 4,100 s; beyond that, bounds are as precise as the cells: 0.4 %. */
export function durationRanges({
  seconds,
  durations,
}: Pick<AccessResult, 'seconds' | 'durations'>): RangeReport[] {
  const below = (bound: number): number => {
    if (bound < seconds.length) return sum(seconds.subarray(0, bound));
    let cell = 0;
    while (cell < durations.cells.length && cellStart(cell + 1) <= bound * MICROS) cell++;
    return sum(durations.cells.subarray(0, cell));
  };
  const ends = [...BOUNDS.map(below), durations.count];
  return BOUNDS.map((fromSeconds, index) => ({
    fromSeconds,
    toSeconds: BOUNDS[index + 1] ?? null,
    connections: Math.max(0, (ends[index + 1] ?? 0) - (ends[index] ?? 0)),
  }));
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
