// Charts of a deployment: sockets, tasks, and what happens in each second.
import { count } from '../../common/numbers.ts';
import type { Combine, Level, Series, TimeAxis, TimeChart, TimeMark, Tone } from '../../page/types.ts';
import type { Course } from '../course.ts';
import type { RolloutReport } from '../report.ts';
import type { TaskCounts } from '../types.ts';
import { figure } from '../words.ts';
import type { Phase } from './phases.ts';

/** Two hours by the second. Longer deployments are aggregated, so that the page does not become too large to send. */
const MOST_SPANS = 7200;
/** A level is drawn only up to this multiple of the peak: higher ones would flatten the curve. */
const WORTH_A_LINE = 3;

export function chartsOf(
  { outcome, ordinary }: RolloutReport,
  course: Course,
  phases: readonly Phase[],
): TimeChart[] {
  const axis = axisFor(course, phases);
  const marks = marksOf(phases);
  const base = { kind: 'lines', axis, marks } as const;
  const shown = (values: Float64Array, before: number, combine: Combine): number[] =>
    spansOf(axis, combine, (second) => (second < 0 ? before : (values[second] ?? values.at(-1) ?? 0)));
  const happens = (name: string, tone: Tone, values: Float64Array): Series => ({
    name,
    tone,
    values: spansOf(axis, 'max', (second) => values[second] ?? 0),
  });
  const all = (course.old[0] ?? 0) + (course.fresh[0] ?? 0) + (course.waiting[0] ?? 0);
  const { peakReconnects, peakAtMost, accepts } = outcome;
  return [
    {
      ...base,
      id: 'sockets',
      title: 'Sockets on old and on new tasks',
      about: `${methodWords(course)} A client that waits has lost its socket, and the next one is not open yet. The three add up to all sockets.`,
      unit: 'sockets',
      combine: 'first',
      series: [
        { name: 'on old tasks', tone: '2', values: shown(course.old, all, 'first') },
        { name: 'on new tasks', tone: '1', values: shown(course.fresh, 0, 'first') },
        { name: 'waiting (most)', tone: 'worse', values: shown(course.waiting, 0, 'max'), combine: 'max' },
      ],
    },
    {
      ...base,
      id: 'ends',
      title: 'Sockets that end, by the second',
      about:
        'Those that the server closes with 1001, and those that the load balancer cuts without a close frame. Clients that leave by themselves are not in it.',
      unit: 'sockets in one second',
      combine: 'max',
      series: [happens('closed with 1001', '1', course.closed), happens('cut', 'worse', course.cut)],
    },
    {
      ...base,
      id: 'reconnects',
      title: 'Clients that come back, by the second',
      about: `Expected: in the busiest second ${figure(peakReconnects)}; in one deployment chance makes some second busier, in 99 of 100 at most ${count(peakAtMost)}. The tasks take ${count(accepts)} a second, and ${figure(ordinary)} of them are needed for the usual new sockets. Retries of those that are not accepted are not in it.`,
      unit: 'clients in one second',
      combine: 'max',
      series: [happens('come back', '1', course.reconnects)],
      levels: levelsOf(outcome),
    },
    {
      ...base,
      id: 'tasks',
      title: 'Tasks of each kind',
      about:
        'Draining tasks have left the target group: no socket is sent to them, and what is open stays until it is closed or cut.',
      unit: 'tasks',
      combine: 'max',
      isLayered: true,
      series: tasksOf(course.plan.tasks, axis),
    },
  ];
}

const methodWords = ({ method, followed }: Course): string =>
  method === 'closed form'
    ? 'Expected values, from the formulas of the report.'
    : `Expected values. Which sockets are on which batch comes from a simulation that follows ${count(followed)} sockets one by one; how they end is a formula.`;

/** From a little before the first event to a little after the last one. */
function axisFor({ old }: Course, phases: readonly Phase[]): TimeAxis {
  const first = Math.min(0, ...phases.map(({ at }) => at));
  const last = Math.max(old.length, ...phases.map(({ at }) => at));
  const room = Math.max(5, Math.round((last - first) / 40));
  const step = Math.max(1, Math.ceil((last - first + 2 * room) / MOST_SPANS));
  // Second 0 begins a span.
  const before = Math.ceil((room - first) / step);
  return {
    unit: 'seconds',
    start: before === 0 ? 0 : -before * step,
    step,
    count: before + Math.ceil((last + room) / step),
  };
}

/** One value per span, combining its seconds; rounded, because more decimals are noise. */
function spansOf(
  { start, step, count: spans }: TimeAxis,
  combine: Combine,
  at: (second: number) => number,
): number[] {
  return Array.from({ length: spans }, (_, span) => {
    const first = start + span * step;
    let value = at(first);
    const end = combine === 'max' ? first + step : first;
    for (let second = first + 1; second < end; second++) value = Math.max(value, at(second));
    return Number(value.toFixed(2));
  });
}

/** Simultaneous phases share one mark. */
function marksOf(phases: readonly Phase[]): TimeMark[] {
  const marks: { at: number; labels: string[]; isMain: boolean }[] = [];
  for (const { at, label, isMain = false } of phases) {
    const last = marks.at(-1);
    if (last?.at !== at) marks.push({ at, labels: [label], isMain });
    else {
      if (!last.labels.includes(label)) last.labels.push(label);
      last.isMain ||= isMain;
    }
  }
  return marks.map(({ at, labels, isMain }) => ({ at, label: labels.join(', '), isMain }));
}

function levelsOf({ peakReconnects, peakAtMost, accepts }: RolloutReport['outcome']): Level[] {
  if (peakReconnects === 0) return [];
  return [
    { value: peakReconnects, label: `expected peak ${figure(peakReconnects)}`, tone: '4', place: 'below' },
    ...(peakAtMost <= WORTH_A_LINE * peakReconnects
      ? [
          {
            value: peakAtMost,
            label: `at most ${count(peakAtMost)} in 99 of 100 deployments`,
            tone: 'bad',
          } as const,
        ]
      : []),
    ...(accepts <= WORTH_A_LINE * peakReconnects
      ? [
          {
            value: accepts,
            label: `the tasks take ${count(accepts)}`,
            tone: 'worse',
            place: 'right',
          } as const,
        ]
      : []),
  ];
}

const KINDS = [
  ['old', 'old', '2'],
  ['draining', 'old, draining', '4'],
  ['starting', 'new, starting', '5'],
  ['fresh', 'new', '1'],
] as const satisfies readonly (readonly [keyof TaskCounts, string, Tone])[];

function tasksOf(tasks: readonly TaskCounts[], axis: TimeAxis): Series[] {
  const [first] = tasks;
  const before = { at: 0, starting: 0, fresh: 0, old: first ? first.old + first.draining : 0, draining: 0 };
  return KINDS.map(([kind, name, tone]) => {
    let next = 0;
    let now: TaskCounts = before;
    return {
      name,
      tone,
      values: spansOf(axis, 'max', (second) => {
        while (next < tasks.length && (tasks[next]?.at ?? 0) <= second) now = tasks[next++] ?? now;
        return now[kind];
      }),
    };
  });
}
