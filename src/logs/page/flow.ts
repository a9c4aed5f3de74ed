// Sockets opened and closed, and failed upgrades, by minute.
import type { Series, TimeChart, Tone } from '../../page/types.ts';
import type { Attempts } from '../attempts.ts';
import type { Minutes } from '../types.ts';
import { addAt, axisOf, columnOf, zeros } from './axis.ts';

const CLASSES: readonly (readonly [RegExp, string, Tone])[] = [
  [/^5/, '5xx: the load balancer or a target failed', 'worse'],
  [/^4/, '4xx: refused', 'bad'],
  [/^/, 'other statuses', 'rest'],
];

export function flowChart(minutes: Minutes, [first, last]: readonly [number, number]): TimeChart {
  const axis = axisOf(first, last, 1);
  const [opened, closed] = [zeros(axis), zeros(axis)];
  for (const [index, minute] of minutes.minute.entries()) {
    const column = columnOf(axis, minute);
    addAt(opened, column, minutes.opened[index] ?? 0);
    addAt(closed, column, minutes.closed[index] ?? 0);
  }
  return {
    kind: 'lines',
    id: 'flow',
    title: 'Sockets opened and closed',
    about: 'A peak of closed sockets with one of opened sockets right after it is a reconnect storm.',
    unit: 'sockets',
    axis,
    combine: 'sum',
    series: [
      { name: 'opened', tone: 'good', values: opened },
      { name: 'closed', tone: 'bad', values: closed },
    ],
  };
}

export function failureChart(
  { failures, error }: Attempts,
  [first, last]: readonly [number, number],
): TimeChart {
  const axis = axisOf(first, last, 1);
  const values = CLASSES.map(() => zeros(axis));
  for (const { status, minutes } of failures) {
    const of = values[CLASSES.findIndex(([pattern]) => pattern.test(status))];
    if (of) for (const [minute, count] of minutes) addAt(of, columnOf(axis, minute), count);
  }
  const lost =
    error > 0 ? ` There were more kinds of failures than are held: a count may be ${error} too low.` : '';
  return {
    kind: 'lines',
    id: 'failures',
    title: 'Upgrades that failed',
    about: `Attempts to open a WebSocket that were not answered with 101, by the class of their status.${lost}`,
    unit: 'failed upgrades',
    axis,
    combine: 'sum',
    series: CLASSES.flatMap(([, name, tone], index): Series[] => {
      const of = values[index] ?? [];
      return index < 2 || of.some((count) => count > 0) ? [{ name, tone, values: of }] : [];
    }),
  };
}
