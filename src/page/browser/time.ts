// The visible period, spans combined into columns that fit, and formatted times.
import { elapsed } from '../elapsed.ts';
import type { Combine, TimeAxis } from '../types.ts';

/** In the unit of the axes; `to` is exclusive. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const endOf = ({ start, step, count }: TimeAxis): number => start + step * count;

/** The period that covers all axes. */
export const wholeOf = (axes: readonly TimeAxis[]): Period => ({
  from: Math.min(...axes.map(({ start }) => start)),
  to: Math.max(...axes.map(endOf)),
});

export interface Columns {
  /** The first time and the width of a column, in the unit of the axis. */
  readonly start: number;
  readonly step: number;
  /** The first span of the axis, and the number of spans per column. */
  readonly first: number;
  readonly each: number;
  readonly count: number;
}

/** Combines the spans of an axis within a period into at most `most` columns. */
export function columnsOf(axis: TimeAxis, { from, to }: Period, most: number): Columns {
  const first = Math.max(0, Math.floor((from - axis.start) / axis.step));
  const last = Math.min(axis.count, Math.ceil((to - axis.start) / axis.step));
  const spans = Math.max(0, last - first);
  const each = Math.max(1, Math.ceil(spans / most));
  return {
    start: axis.start + first * axis.step,
    step: axis.step * each,
    first,
    each,
    count: Math.ceil(spans / each),
  };
}

/** The values of the columns. */
export function combined(values: readonly number[], columns: Columns, how: Combine): number[] {
  return Array.from({ length: columns.count }, (_, column) => {
    const from = columns.first + column * columns.each;
    const part = values.slice(from, from + columns.each);
    if (how === 'first') return part[0] ?? 0;
    return how === 'sum' ? part.reduce((sum, value) => sum + value, 0) : Math.max(0, ...part);
  });
}

/** How to format times. */
export interface Clock {
  /** Seconds per unit. */
  readonly seconds: number;
  readonly words: (at: number) => string;
  readonly tick: (at: number, step: number) => string;
  /** The width of a column: `+ 5 min`. */
  readonly width: (step: number) => string;
  readonly range: (from: number, to: number) => string;
  /** The heading of the first column of a table. */
  readonly head: string;
}

const iso = (minute: number): string => new Date(minute * 60_000).toISOString();

/** `2026-07-01 10:00`. */
export const words = (minute: number): string => iso(minute).slice(0, 16).replace('T', ' ');

/** An axis label: the date if the day changes, else the time. */
export const tick = (minute: number, step: number): string =>
  step >= 1440 || minute % 1440 === 0 ? iso(minute).slice(5, 10) : iso(minute).slice(11, 16);

const UTC: Clock = {
  seconds: 60,
  words,
  tick,
  width: (step) => (step > 1 ? ` + ${step} min` : ''),
  range: (from, to) => `${words(from)} to ${words(to)} UTC`,
  head: 'From (UTC)',
};

const SINCE: Clock = {
  seconds: 1,
  words: elapsed,
  tick: elapsed,
  width: (step) => (step > 1 ? ` + ${step} s` : ''),
  range: (from, to) => `${elapsed(from)} to ${elapsed(to)}`,
  head: 'From',
};

export const clockOf = ({ unit }: TimeAxis): Clock => (unit === 'seconds' ? SINCE : UTC);

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200, 129_600];

/** About `most` minutes at round times. */
export function ticks(
  { from, to }: Period,
  most: number,
): { readonly at: readonly number[]; readonly step: number } {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? 259_200;
  const at: number[] = [];
  for (let minute = Math.ceil(from / step) * step; minute <= to; minute += step) at.push(minute);
  return { at, step };
}

/** An integer, except for small expected numbers. */
export const number = (value: number): string =>
  (Math.abs(value) < 10 ? Number(value.toFixed(1)) : Math.round(value)).toLocaleString('en-US');

/** Short, for an axis: `12k`. */
export const short = (value: number): string =>
  Math.abs(value) >= 1e6
    ? `${Number((value / 1e6).toPrecision(3))}M`
    : Math.abs(value) >= 10_000
      ? `${Number((value / 1000).toPrecision(3))}k`
      : String(Number(value.toPrecision(6)));
