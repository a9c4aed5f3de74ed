// The busiest second of reconnects: its expected value, and how much busier chance can make one.
import type { Ended } from './endings.ts';
import type { Outcome } from './types.ts';

/** The share of deployments in which some second may be busier. */
const RARE = 0.01;

/** @param reconnects expected number in each second. @param sockets of the workload, an upper bound for any second. */
export function peakOf(
  ended: readonly Ended[],
  reconnects: Float64Array,
  sockets: number,
): Pick<Outcome, 'peakReconnects' | 'peakAtMost'> {
  const peakReconnects = mostOf(reconnects);
  if (peakReconnects === 0) return { peakReconnects, peakAtMost: 0 };
  const steeper = ended.map(({ steepest, seconds }) => steepest / (mostOf(seconds.reconnects) || 1));
  const mean = peakReconnects * Math.max(1, ...steeper);
  const seconds = reconnects.reduce((number, count) => number + (count > 0 ? 1 : 0), 0);
  return { peakReconnects, peakAtMost: Math.min(Math.ceil(sockets), rarelyExceeded(mean, seconds)) };
}

/** The maximum. */
const mostOf = (values: Float64Array): number => values.reduce((most, count) => Math.max(most, count), 0);

/**
 * A bound that only rarely any of several counts exceeds. Each count is a sum of independent events, so the probability
 * that it exceeds b is at most e^(b' − m − b' ln(b'/m)), b' = b + 1 (Chernoff), where m is the largest of their
 * expected values.
 */
function rarelyExceeded(mean: number, counts: number): number {
  const isRare = (most: number): boolean =>
    most + 1 > mean && counts * Math.exp(most + 1 - mean - (most + 1) * Math.log((most + 1) / mean)) <= RARE;
  let [low, high] = [Math.floor(mean), Math.ceil(2 * mean) + 100];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isRare(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
