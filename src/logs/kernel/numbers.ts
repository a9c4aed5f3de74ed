// Counts without a key: sums, minima and maxima, histograms. All are doubles at the positions in layout.ts, so two sets
// are merged in one loop.
import {
  BYTES,
  BYTES_PER_PAIR,
  CELLS,
  DURATIONS,
  FIRST_TIME,
  LAST_EXPONENT,
  LAST_TIME,
  NUMBERS,
  OCTAVE_BITS,
  OCTAVE_CELLS,
  VALUES,
  VALUES_MAX,
  VALUES_MICROS,
  VALUES_MIN,
  VALUES_SECONDS,
} from '../layout.ts';
import { numbersAt } from './memory.ts';

const PER_SECOND: u64 = 1000000;

export function get(which: i32): f64 {
  return load<f64>(numbersAt + (which << 3));
}

export function set(which: i32, value: f64): void {
  store<f64>(numbersAt + (which << 3), value);
}

export function count(which: i32, by: f64 = 1): void {
  set(which, get(which) + by);
}

export function emptyNumbers(): void {
  memory.fill(numbersAt, 0, NUMBERS * 8);
  set(FIRST_TIME, Infinity);
  set(LAST_TIME, -Infinity);
  set(VALUES_MIN, Infinity);
}

export function mergeNumbers(at: usize): void {
  for (let which = 0; which < NUMBERS; which++) {
    const left = get(which);
    const right = load<f64>(at + (which << 3));
    if (which == FIRST_TIME || which == VALUES_MIN) set(which, min(left, right));
    else if (which == LAST_TIME || which == VALUES_MAX) set(which, max(left, right));
    else set(which, left + right);
  }
}

/** Notes the time of a line that counts. */
export function noteTime(time: f64): void {
  if (time < get(FIRST_TIME)) set(FIRST_TIME, time);
  if (time > get(LAST_TIME)) set(LAST_TIME, time);
}

/**
 * @param value microseconds, not negative: a duration, or how long a handshake took.
 * @returns its cell.
 */
export function countValue(value: u64): i32 {
  const cell = cellOf(value);
  count(DURATIONS + cell);
  const seconds = value / PER_SECOND;
  count(VALUES_SECONDS, <f64>seconds);
  count(VALUES_MICROS, <f64>(value - seconds * PER_SECOND));
  count(VALUES);
  if (<f64>value < get(VALUES_MIN)) set(VALUES_MIN, <f64>value);
  if (<f64>value > get(VALUES_MAX)) set(VALUES_MAX, <f64>value);
  return cell;
}

/** Bytes of a connection whose duration is in a cell. */
export function countBytes(cell: i32, received: f64, sent: f64): void {
  const pair = BYTES + (cell / BYTES_PER_PAIR) * 2;
  count(pair, received);
  count(pair + 1, sent);
}

/** The cell of a value in the histogram. */
function cellOf(value: u64): i32 {
  if (value < <u64>OCTAVE_CELLS) return <i32>value;
  const exponent = 63 - <i32>clz(value);
  if (exponent > LAST_EXPONENT) return CELLS - 1;
  return (
    (exponent - OCTAVE_BITS + 1) * OCTAVE_CELLS + <i32>(value >> (exponent - OCTAVE_BITS)) - OCTAVE_CELLS
  );
}
