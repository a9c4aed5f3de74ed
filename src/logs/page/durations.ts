// Closing minute × duration: a timeout is a horizontal stripe, an event that ends many sockets at once a vertical one.
import type { Heatmap, Histogram, Mark } from '../../page/types.ts';
import { DURATION_CELLS } from '../layout.ts';
import { span } from '../report/quantities.ts';
import { durationStart } from '../scan/pictures.ts';
import type { Pictures } from '../types.ts';
import { axisOf, columnOf } from './axis.ts';

/**
 * Seconds after which something other than the load balancer often disconnects: NAT and firewalls at 60 and 350, many
 * proxies and tokens at 3600.
 */
const MARKS = [
  [1, '1 s'],
  [10, '10 s'],
  [60, '60 s'],
  [350, '350 s'],
  [3600, '1 h'],
  [36_000, '10 h'],
] as const;

const words = (seconds: number): string =>
  seconds < 10
    ? `${Number(seconds.toFixed(2))} s`
    : seconds < 600
      ? `${Math.round(seconds)} s`
      : span(seconds);

const rangeWords = (cell: number): string =>
  cell === 0
    ? `below ${words(durationStart(1))}`
    : cell === DURATION_CELLS - 1
      ? `${words(durationStart(cell))} and more`
      : `${words(durationStart(cell))} to ${words(durationStart(cell + 1))}`;

/** The row of a duration, including the fraction within its cell. */
export function rowOf(seconds: number): number {
  let cell = 0;
  while (cell < DURATION_CELLS - 1 && durationStart(cell + 1) <= seconds) cell++;
  const [start, end] = [durationStart(cell), durationStart(cell + 1)];
  return cell + Math.max(0, (seconds - start) / (end - start));
}

export function durationCharts(
  { durations }: Pictures,
  [first, last]: readonly [number, number],
  idleTimeout: number,
): [Heatmap, Histogram] {
  const axis = axisOf(first, last, durations.width);
  const columns = Array.from({ length: axis.count }, () => new Map<number, number>());
  let unknown = 0;
  for (const { minute, cells, unknown: without } of durations.rows) {
    unknown += without;
    const column = columns[columnOf(axis, minute)];
    if (column)
      for (const [cell, count] of cells.entries())
        if (count > 0) column.set(cell, (column.get(cell) ?? 0) + count);
  }
  const idle: Mark = { at: rowOf(idleTimeout), label: `idle ${idleTimeout} s`, isMain: true };
  const marks = MARKS.filter(([seconds]) => Math.abs(rowOf(seconds) - idle.at) > 3).map(
    ([seconds, label]): Mark => ({ at: rowOf(seconds), label }),
  );
  const missing = unknown > 0 ? ` ${unknown} sockets do not say when they opened, and are left out.` : '';
  const lost =
    durations.error > 0 ? ' The period is longer than what is held: only its busiest parts are shown.' : '';
  return [
    {
      kind: 'heatmap',
      id: 'duration-by-minute',
      title: 'When sockets closed, and how long they had lasted',
      about: `A horizontal stripe is a timeout: many sockets end at the same age. A vertical stripe is an event, such as a deployment: sockets of all ages end at once. The red line is the idle timeout.${missing}${lost}`,
      unit: 'sockets',
      axis,
      rows: Array.from({ length: DURATION_CELLS }, (_, cell) => rangeWords(cell)),
      isScale: true,
      marks: [...marks, idle],
      cells: columns.map((column) => [...column].sort(([left], [right]) => left - right).flat()),
    },
    {
      kind: 'histogram',
      id: 'durations',
      of: 'duration-by-minute',
      title: 'How long sockets lasted',
      about: 'Of the sockets that closed in the minutes shown; durations on a logarithmic scale.',
      unit: 'sockets',
    },
  ];
}
