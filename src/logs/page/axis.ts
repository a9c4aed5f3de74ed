// The time axis that the charts of a page share: from the first line of the logs to the last.
import type { TimeAxis } from '../../page/types.ts';

/**
 * Maximum columns of a chart: a week at two minutes each. More would not be visible, and make the page too large to
 * send.
 */
const MOST_COLUMNS = 5200;

/** An axis whose spans are as wide as those that were counted, or 2, 4, 8, … times as wide. @param width minutes */
export function axisOf(first: number, last: number, width: number): TimeAxis {
  let step = width;
  while (Math.floor(last / step) - Math.floor(first / step) >= MOST_COLUMNS) step *= 2;
  const start = Math.floor(first / step) * step;
  return { start, step, count: Math.floor((last - start) / step) + 1 };
}

/** The column of a minute; -1 before the axis. */
export const columnOf = ({ start, step, count }: TimeAxis, minute: number): number =>
  minute < start ? -1 : Math.min(count - 1, Math.floor((minute - start) / step));

export const zeros = ({ count }: TimeAxis): number[] => Array.from({ length: count }, () => 0);

/** Adds to a column, if it is on the axis. */
export function addAt(values: number[], column: number, by: number): void {
  if (column >= 0) values[column] = (values[column] ?? 0) + by;
}
