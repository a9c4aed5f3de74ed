// Targets over time: open and closed sockets of each.
import type { Heatmap, Series, TimeChart, Tone } from '../../page/types.ts';
import type { Pictures } from '../types.ts';
import { addAt, axisOf, columnOf, zeros } from './axis.ts';

/** As many as can be distinguished by colour. */
const LINES: readonly Tone[] = ['1', '2', '3', '4', '5', '6'];
const ROWS = 24;
const NONE = '-';

interface Counts {
  readonly opened: number[];
  readonly closed: number[];
  /** Opened minus closed before the axis begins. */
  before: number;
  total: number;
}

export function targetCharts(
  { targets }: Pictures,
  [first, last]: readonly [number, number],
): [TimeChart, Heatmap] {
  const axis = axisOf(first, last, targets.width);
  const byTarget = new Map<string, Counts>();
  for (const { target, minute, opened, closed } of targets.rows) {
    const held = byTarget.get(target) ?? { opened: zeros(axis), closed: zeros(axis), before: 0, total: 0 };
    byTarget.set(target, held);
    const column = columnOf(axis, minute);
    if (column < 0) held.before += opened - closed;
    addAt(held.opened, column, opened);
    addAt(held.closed, column, closed);
    held.total += closed;
  }
  const ranked = [...byTarget].toSorted(
    ([left, { total }], [right, other]) => other.total - total || (left < right ? -1 : 1),
  );
  const nameOf = (target: string): string => (target === NONE ? 'no target' : target);
  const series = ranked.slice(0, LINES.length).map(([target, counts], index): Series => {
    return { name: nameOf(target), tone: LINES[index] ?? 'rest', values: openOf(counts) };
  });
  const others = ranked.slice(LINES.length);
  if (others.length > 0)
    series.push({
      name: `${others.length} others`,
      tone: 'rest',
      values: sumOf(
        others.map(([, counts]) => openOf(counts)),
        zeros(axis),
      ),
    });
  const shown = ranked.slice(0, ROWS);
  const beyond = ranked.slice(ROWS);
  const rows: [string, number[]][] = shown.map(([target, { closed }]) => [nameOf(target), closed]);
  if (beyond.length > 0)
    rows.push([
      `${beyond.length} others`,
      sumOf(
        beyond.map(([, { closed }]) => closed),
        zeros(axis),
      ),
    ]);
  const lost =
    targets.error > 0
      ? ` There were more targets and minutes than are held: a count may be ${targets.error} too low.`
      : '';
  return [
    {
      kind: 'lines',
      id: 'open-by-target',
      title: 'Open sockets by target',
      about: `Of those that have closed since: what is still open is in no log, so that lines fall towards the end.${lost}`,
      unit: 'sockets',
      axis,
      combine: 'max',
      series,
    },
    {
      kind: 'heatmap',
      id: 'closed-by-target',
      title: 'Sockets that closed, by target',
      about: `The busiest first. A dark cell in one row is a target that let go of its sockets; dark cells one after the other are a rolling deployment.${lost}`,
      unit: 'sockets closed',
      axis,
      rows: rows.map(([name]) => name),
      isScale: false,
      marks: [],
      cells: Array.from({ length: axis.count }, (_, column) =>
        rows.flatMap(([, closed], row) => ((closed[column] ?? 0) > 0 ? [row, closed[column] ?? 0] : [])),
      ),
    },
  ];
}

/** Opened minus closed up to the end of each span; sockets with an unknown opening time are only counted as closed. */
function openOf({ opened, closed, before }: Counts): number[] {
  let open = before;
  return opened.map((count, column) => Math.max(0, (open += count - (closed[column] ?? 0))));
}

const sumOf = (all: readonly (readonly number[])[], start: number[]): number[] => {
  for (const values of all) for (const [column, value] of values.entries()) addAt(start, column, value);
  return start;
};
