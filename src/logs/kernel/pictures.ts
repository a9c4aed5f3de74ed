// What pictures need in addition to the report: durations and targets over time, and the load of each hour. Counted
// only on request. Times are grouped in spans of two widths: the fine table is exact until it is full, the coarse one
// lasts longer.
import { dashAt, RECEIVED_BYTES, SENT_BYTES } from './access-fields.ts';
import { readDigits } from './bytes.ts';
import {
  DURATION_CELLS,
  DURATION_FIRST_OCTAVE,
  DURATION_MINUTES,
  DURATION_SPAN,
  DURATION_SPANS,
  HOUR_BYTES,
  HOUR_CLOSED,
  HOUR_FULL,
  HOUR_MICROS,
  HOUR_OPENED,
  HOUR_RATE,
  HOUR_REQUESTS,
  HOURS,
  MINUTE_CLOSED,
  MINUTE_OPENED,
  TARGET_LONG_SPAN,
  TARGET_LONG_SPANS,
  TARGET_SPAN,
  TARGET_SPANS,
} from '../layout.ts';
import { Record } from './record.ts';
import { endOf, startOf } from './split.ts';
import { add, find } from './table.ts';
import { table } from './tables.ts';

const HOUR_OF_MICROS: f64 = 3600e6;

export let isPictured = false;

export function setPictured(isOn: bool): void {
  isPictured = isOn;
}

/** The entry of a span of time. */
function at(which: i32, span: i32): usize {
  return find(table(which), dashAt, dashAt, dashAt, dashAt, span);
}

/**
 * The cell of a duration in microseconds, four per octave; the first and the last cell also hold what is beyond them.
 */
function cellOf(duration: u64): i32 {
  const octave = 63 - <i32>clz(duration | 4);
  const quarter = (<i32>(duration >> (octave - 2))) & 3;
  const cell = (octave - DURATION_FIRST_OCTAVE) * 4 + quarter;
  return max(0, min(DURATION_CELLS - 1, cell));
}

/** Counts a WebSocket that closed. */
export function addPicture(each: Record): void {
  const isKnown = each.opened >= 0;
  const cell = isKnown ? cellOf(<u64>(each.closed - each.opened)) : DURATION_CELLS;
  add(at(DURATION_MINUTES, each.closedMinute), cell, 1);
  add(at(DURATION_SPANS, each.closedMinute / DURATION_SPAN), cell, 1);
  addTarget(each, TARGET_SPANS, TARGET_SPAN);
  addTarget(each, TARGET_LONG_SPANS, TARGET_LONG_SPAN);
  if (isKnown) addHours(each.opened, each.closed, each.received + each.sent);
  else {
    const hour = at(HOURS, <i32>(each.closed / HOUR_OF_MICROS));
    add(hour, HOUR_CLOSED, 1);
    add(hour, HOUR_BYTES, each.received + each.sent);
  }
}

function addTarget(each: Record, which: i32, span: i32): void {
  const targets = table(which);
  const start = each.targetStart;
  const end = each.targetEnd;
  const closed = find(targets, start, end, start, start, each.closedMinute / span);
  add(closed, MINUTE_CLOSED, 1);
  if (each.opened < 0) return;
  add(find(targets, start, end, start, start, each.openedMinute / span), MINUTE_OPENED, 1);
}

/**
 * Spreads a socket over the hours in which it was open, and its bytes evenly. All sums are whole numbers, so they are
 * the same in any order: whole hours are noted where they begin and end, and the rest of the bytes is counted in the
 * last hour.
 */
function addHours(opened: f64, closed: f64, bytes: f64): void {
  const first = <i32>(opened / HOUR_OF_MICROS);
  const last = <i32>(closed / HOUR_OF_MICROS);
  const begins = at(HOURS, first);
  add(begins, HOUR_OPENED, 1);
  if (first == last) {
    add(begins, HOUR_MICROS, closed - opened);
    add(begins, HOUR_BYTES, bytes);
    return;
  }
  const head = <f64>(first + 1) * HOUR_OF_MICROS - opened;
  const share = bytes / (closed - opened);
  const headBytes = Math.floor(head * share);
  add(begins, HOUR_MICROS, head);
  add(begins, HOUR_BYTES, headBytes);
  const rate = Math.floor(HOUR_OF_MICROS * share);
  const whole = last - first - 1;
  if (whole > 0) {
    const from = at(HOURS, first + 1);
    add(from, HOUR_FULL, 1);
    add(from, HOUR_RATE, rate);
  }
  const ends = at(HOURS, last);
  if (whole > 0) {
    add(ends, HOUR_FULL, -1);
    add(ends, HOUR_RATE, -rate);
  }
  add(ends, HOUR_MICROS, closed - <f64>last * HOUR_OF_MICROS);
  add(ends, HOUR_BYTES, bytes - headBytes - rate * <f64>whole);
}

/** Counts a request of any type, from the fields of the line split last. */
export function addRequestHour(time: f64): void {
  const hour = at(HOURS, <i32>(time / HOUR_OF_MICROS));
  add(hour, HOUR_REQUESTS, 1);
  const received = <f64>readDigits(startOf(RECEIVED_BYTES), endOf(RECEIVED_BYTES));
  const sent = <f64>readDigits(startOf(SENT_BYTES), endOf(SENT_BYTES));
  if (received >= 0 && sent >= 0) add(hour, HOUR_BYTES, received + sent);
}
