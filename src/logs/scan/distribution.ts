// The durations or latencies of a tally.
import {
  CELLS,
  DURATIONS,
  VALUES,
  VALUES_MAX,
  VALUES_MICROS,
  VALUES_MIN,
  VALUES_SECONDS,
  VALUES_UNKNOWN,
} from '../layout.ts';
import type { Distribution } from '../types.ts';
import type { Tally } from './tally.ts';

export function distributionOf({ numbers }: Tally): Distribution {
  const get = (which: number): number => numbers[which] ?? 0;
  return {
    cells: numbers.slice(DURATIONS, DURATIONS + CELLS),
    count: get(VALUES),
    unknown: get(VALUES_UNKNOWN),
    min: get(VALUES) === 0 ? 0 : get(VALUES_MIN),
    max: get(VALUES_MAX),
    totalSeconds: get(VALUES_SECONDS) + get(VALUES_MICROS) / 1e6,
  };
}
