// A piecewise linear survival function, and what follows from it in closed form.
import type { DurationCell } from './types.ts';

/** `at` increases from 0; `share`, the share of lives that are longer, falls from 1 to 0. */
export interface SurvivalPoint {
  readonly at: number;
  readonly share: number;
}

/** The distribution of socket lives. */
export interface LifeModel {
  /** The mean life of a new socket, in seconds. */
  readonly mean: number;
  /** Of the sockets open at one moment, the share still open `seconds` later; 1 for negative times. */
  readonly openAfter: (seconds: number) => number;
  /** Draws the life of a new socket; `u` is in (0, 1]. */
  readonly life: (u: number) => number;
  /** Draws the remaining life of a socket that is open at some moment; `u` is in (0, 1]. */
  readonly residual: (u: number) => number;
}

/** Converts cells of durations to points. @throws {RangeError} when cells are empty or overlap. */
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

/** Sockets are closed at 80 to 100 % of the maximum age; the curve there has this many pieces. */
const PIECES = 64;
const EARLIEST = 0.8;

/** The same lives, ended between 80 and 100 % of the maximum age. */
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

/** Interpolates on the line that follows a point. */
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
  // The integral of the survival function up to each point; the last value is the mean.
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
    // The inverse of the survival function: a share u of lives are longer.
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
      // The smaller root of start·x − slope·x²/2 = rest, in a form that is stable for small slopes.
      const root = Math.sqrt(Math.max(0, start * start - 2 * slope * rest));
      return at(index) + (start + root === 0 ? width : (2 * rest) / (start + root));
    },
  };
}

/** The last index whose value is not above `value`; `values` must be ascending. */
function lastNotAbove(values: Float64Array, value: number): number {
  let [low, high] = [0, values.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
