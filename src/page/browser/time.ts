// The period that is shown, spans put together until they fit, and times in words. All times are UTC.
import type { TimeAxis } from '../types.ts';

/** Minutes since 1970: from `from` up to, but not including, `to`. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const endOf = ({ start, step, count }: TimeAxis): number => start + step * count;

/** The whole of some axes. */
export const wholeOf = (axes: readonly TimeAxis[]): Period => ({
  from: Math.min(...axes.map(({ start }) => start)),
  to: Math.max(...axes.map(endOf)),
});

export interface Columns {
  /** The first minute, and minutes of a column. */
  readonly start: number;
  readonly step: number;
  /** Spans of the axis: the first, and so many to a column. */
  readonly first: number;
  readonly each: number;
  readonly count: number;
}

/** Spans of an axis within a period, put together so that there are at most so many. */
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

/** Values of columns. `last`: of a level, the most that there was. */
export function combined(values: readonly number[], columns: Columns, how: 'sum' | 'last'): number[] {
  return Array.from({ length: columns.count }, (_, column) => {
    const from = columns.first + column * columns.each;
    const part = values.slice(from, from + columns.each);
    return how === 'sum' ? part.reduce((sum, value) => sum + value, 0) : Math.max(0, ...part);
  });
}

const iso = (minute: number): string => new Date(minute * 60_000).toISOString();

/** `2026-07-01 10:00`. */
export const words = (minute: number): string => iso(minute).slice(0, 16).replace('T', ' ');

/** A mark of an axis: the day where it changes, else the time. */
export const tick = (minute: number, step: number): string =>
  step >= 1440 || minute % 1440 === 0 ? iso(minute).slice(5, 10) : iso(minute).slice(11, 16);

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400, 43_200, 129_600];

/** Minutes at round times, about so many. */
export function ticks(
  { from, to }: Period,
  most: number,
): { readonly at: readonly number[]; readonly step: number } {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? 259_200;
  const at: number[] = [];
  for (let minute = Math.ceil(from / step) * step; minute <= to; minute += step) at.push(minute);
  return { at, step };
}

export const number = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Short, for an axis: `12k`. */
export const short = (value: number): string =>
  Math.abs(value) >= 1e6
    ? `${Number((value / 1e6).toPrecision(3))}M`
    : Math.abs(value) >= 10_000
      ? `${Number((value / 1000).toPrecision(3))}k`
      : String(Number(value.toPrecision(6)));
