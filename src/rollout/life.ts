// How long sockets live: from a workload and the age at which the server closes them.
import { endedAt, piecewise, pointsOf, type LifeModel, type SurvivalPoint } from './survival.ts';
import type { Life } from './types.ts';

/** Memoryless: the remaining life has the same distribution as the whole life. */
const exponential = (mean: number): LifeModel => ({
  mean,
  openAfter: (seconds) => (seconds <= 0 ? 1 : Math.exp(-seconds / mean)),
  life: (u) => -mean * Math.log(u),
  residual: (u) => -mean * Math.log(u),
});

/** Number of points that approximate an exponential life up to an age. */
const POINTS = 512;

const exponentialPoints = (mean: number, to: number): SurvivalPoint[] =>
  Array.from({ length: POINTS + 1 }, (_, index) => {
    const at = (to * index) / POINTS;
    return { at, share: Math.exp(-at / mean) };
  });

/**
 * The lives of sockets that the server closes at an age.
 *
 * @param maxSocketAge in seconds; 0: never
 * @throws {RangeError} for durations without any sockets, or overlapping cells
 */
export function lifeModel(life: Life, maxSocketAge: number): LifeModel {
  if (life.kind === 'durations') {
    const points = pointsOf(life.cells);
    return piecewise(maxSocketAge > 0 ? endedAt(maxSocketAge, points) : points);
  }
  if (maxSocketAge === 0) return exponential(life.mean);
  return {
    ...piecewise(endedAt(maxSocketAge, exponentialPoints(life.mean, maxSocketAge))),
    ...exponentialEnded(life.mean, maxSocketAge),
  };
}

/** In closed form: e^(-t/m) up to four fifths of the age, then multiplied by a line that falls to 0 at the age. */
function exponentialEnded(mean: number, age: number): Pick<LifeModel, 'mean' | 'openAfter'> {
  const earliest = 0.8 * age;
  const left = (at: number): number => mean * Math.exp(-at / mean);
  /** ∫ e^(-u/m) (age − u) / (age − earliest) du from `at` to the age. */
  const falling = (at: number): number =>
    ((age - at) * left(at) - mean * (left(at) - left(age))) / (age - earliest);
  const area = (at: number): number =>
    at >= age ? 0 : at >= earliest ? falling(at) : left(at) - left(earliest) + falling(earliest);
  const whole = area(0);
  return { mean: whole, openAfter: (seconds) => (seconds <= 0 ? 1 : area(seconds) / whole) };
}
