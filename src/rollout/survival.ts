// A survival function as points with straight lines between them, and what follows from it in closed form.
import type { DurationCell } from './types.ts';

/** `at` rises from 0; `share` falls from 1 to 0: of all lives, those that are longer. */
export interface SurvivalPoint {
  readonly at: number;
  readonly share: number;
}

/** How long sockets live, for those that ask how many are left and for those that draw lives. */
export interface LifeModel {
  /** Seconds, of a new socket. */
  readonly mean: number;
  /** Of the sockets that are open at one moment, the share that is still open `seconds` later; 1 for times before. */
  readonly openAfter: (seconds: number) => number;
  /** The life of a new socket; `u` above 0 to 1. */
  readonly life: (u: number) => number;
  /** What is left of the life of a socket that is open at some moment; `u` above 0 to 1. */
  readonly residual: (u: number) => number;
}

/** Cells of durations as points. @throws {RangeError} when cells are empty or overlap. */
export function pointsOf(cells: readonly DurationCell[]): SurvivalPoint[] {
  const sorted = cells.filter(({ count }) => count > 0).toSorted((a, b) => a.from - b.from);
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) throw new RangeError('no durations');
  const points: SurvivalPoint[] = [{ at: 0, share: 1 }];
  let longer = total;
  let end = 0;
  for (const { from, to, count } of sorted) {
    if (from < end || to <= from) throw new RangeError('durations overlap');
    if (from > end) points.push({ at: from, share: longer / total });
    longer -= count;
    end = to;
    points.push({ at: to, share: longer / total });
  }
  return points;
}

/** Lives between 80 % and all of an age end there; a curve in so many pieces. */
const PIECES = 64;
const EARLIEST = 0.8;

/** The same lives, ended at an age between four fifths of the maximum and all of it. */
export function endedAt(maximum: number, points: readonly SurvivalPoint[]): SurvivalPoint[] {
  const earliest = EARLIEST * maximum;
  const ages = [
    ...points.map(({ at }) => at).filter((at) => at < earliest),
    ...Array.from({ length: PIECES + 1 }, (_, piece) => earliest + ((maximum - earliest) * piece) / PIECES),
  ];
  let index = 0;
  return ages.map((at) => {
    while (index + 1 < points.length && (points[index + 1]?.at ?? 0) < at) index++;
    const notEnded = Math.min(1, Math.max(0, (maximum - at) / (maximum - earliest)));
    return { at, share: shareAt(points, index, at) * notEnded };
  });
}

/** On the line after a point; beyond the last one nothing is left. */
function shareAt(points: readonly SurvivalPoint[], index: number, at: number): number {
  const [left, right] = [points[index], points[index + 1]];
  if (!left) return 0;
  if (!right) return left.share;
  return left.share + ((right.share - left.share) * (at - left.at)) / (right.at - left.at);
}

/** The model of lives whose survival function has these points. */
export function piecewise(points: readonly SurvivalPoint[]): LifeModel {
  const times = Float64Array.from(points, (point) => point.at);
  const shares = Float64Array.from(points, (point) => point.share);
  const at = (index: number): number => times[index] ?? 0;
  const share = (index: number): number => shares[index] ?? 0;
  const last = points.length - 1;
  // The integral of the survival function up to each point; its end is the mean.
  const areas = new Float64Array(points.length);
  const area = (index: number): number => areas[index] ?? 0;
  for (let index = 1; index <= last; index++)
    areas[index] = area(index - 1) + ((at(index) - at(index - 1)) * (share(index) + share(index - 1))) / 2;
  const mean = area(last);

  return {
    mean,
    openAfter: (seconds) => {
      if (seconds <= 0) return 1;
      if (seconds >= at(last)) return 0;
      const index = lastNotAbove(times, seconds);
      const [width, x] = [at(index + 1) - at(index), seconds - at(index)];
      const drop = share(index) - share(index + 1);
      const passed = area(index) + share(index) * x - (drop * x * x) / (2 * width);
      return Math.max(0, 1 - passed / mean);
    },
    // A life longer than a share u of all others.
    life: (u) => {
      let [low, high] = [0, last];
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (share(middle) >= u) low = middle;
        else high = middle;
      }
      const drop = share(low) - share(high);
      return drop === 0 ? at(low) : at(low) + ((at(high) - at(low)) * (share(low) - u)) / drop;
    },
    residual: (u) => {
      const wanted = (1 - u) * mean;
      const index = Math.min(last - 1, lastNotAbove(areas, wanted));
      const [width, start] = [at(index + 1) - at(index), share(index)];
      const slope = (start - share(index + 1)) / width;
      const rest = wanted - area(index);
      // start·x − slope·x²/2 = rest, the smaller root; stable where the slope is small.
      const root = Math.sqrt(Math.max(0, start * start - 2 * slope * rest));
      return at(index) + (start + root === 0 ? width : (2 * rest) / (start + root));
    },
  };
}

/** The last index whose value is not above; `values` rise. */
function lastNotAbove(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
