// What the page of a deployment shows, as data.
import { describe, expect, it } from 'vitest';
import type { PageModel, Section, TimeChart } from '../../src/page/types.ts';
import { courseOf } from '../../src/rollout/course.ts';
import { pageModel } from '../../src/rollout/page/model.ts';
import { rolloutReport } from '../../src/rollout/report.ts';
import { reportJson } from '../../src/rollout/report-data.ts';
import type { Outcome, RolloutSettings, Workload } from '../../src/rollout/types.ts';
import { duration, figure } from '../../src/rollout/words.ts';
import { SETTINGS } from './settings.ts';

const workload: Workload = { sockets: 20_000, life: { kind: 'exponential', mean: 1800 } };
const waits = { gracePeriod: 90, stopTimeout: 120 };

function shown(
  changes: Partial<RolloutSettings>,
  load = workload,
  service: typeof waits | undefined = waits,
) {
  const settings = { ...SETTINGS, ...changes };
  const report = rolloutReport({
    workload: load,
    settings,
    drain: { poll: 15, spread: 230 },
    jitter: 10,
    notes: ['a note'],
  });
  const course = courseOf(settings.strategy, load, settings, report.outcome.seconds);
  return { report, course, page: pageModel(report, course, service) };
}

const chartOf = ({ charts }: PageModel, id: string): TimeChart => {
  const found = charts.find((chart) => chart.id === id);
  if (found?.kind !== 'lines') throw new Error(`no chart ${id}`);
  return found;
};
const seriesOf = (page: PageModel, id: string): (readonly number[])[] =>
  chartOf(page, id).series.map(({ values }) => values);
const most = (values: readonly number[] = []): number => values.reduce((all, each) => Math.max(all, each), 0);
const sectionOf = ({ sections }: PageModel, id: string): Section =>
  sections.find((section) => section.id === id)!;

const CASES: readonly (readonly [string, Partial<RolloutSettings>])[] = [
  ['rolling', { strategy: 'rolling', drain: { poll: 15, spread: 230 }, jitter: 10 }],
  ['in batches', { strategy: 'rolling', tasks: 8, maximumPercent: 125, jitter: 10 }],
  ['blue-green', { strategy: 'blue-green', jitter: 10 }],
  ['canary', { strategy: 'canary', drain: { poll: 15, spread: 230 }, jitter: 10 }],
  ['linear', { strategy: 'linear' }],
];

describe.each(CASES)('%s', (_, changes) => {
  const { report, page } = shown(changes);

  it('curves start with all sockets on old tasks and end with all on new ones', () => {
    const [old = [], fresh = [], waiting = []] = seriesOf(page, 'sockets');
    expect([old[0], fresh[0], waiting[0]]).toEqual([20_000, 0, 0]);
    expect([old.at(-1), fresh.at(-1), waiting.at(-1)]).toEqual([0, 20_000, 0]);
    for (const [span, count] of old.entries())
      expect(Math.abs(count + (fresh[span] ?? 0) + (waiting[span] ?? 0) - 20_000)).toBeLessThan(0.05);
  });

  it('curves, facts and tables all show the same peak', () => {
    const { outcome, settings } = report;
    const chart = chartOf(page, 'reconnects');
    expect(most(chart.series[0]?.values)).toBeCloseTo(outcome.peakReconnects, 1);
    expect(chart.levels?.[0]).toMatchObject({ value: outcome.peakReconnects });
    expect(page.facts.find(({ name }) => name === 'Reconnects, busiest second')?.value).toBe(
      figure(outcome.peakReconnects),
    );
    expect(most(seriesOf(page, 'ends')[1])).toBeCloseTo(outcome.cutAtOnce, 1);
    const asked = sectionOf(page, 'others').tables[0]?.rows.find((row) => row.at(-1) === '← asked');
    expect(asked?.[4]).toBe(figure(outcome.peakReconnects));
    expect(settings.strategy).toBe(outcome.event);
  });

  it('tables show the figures of the JSON', () => {
    const json = JSON.parse(reportJson(report)) as { others: Outcome[]; variants: { outcome: Outcome }[] };
    const cells = (outcome: Outcome) => [
      figure(outcome.cutAtOnce),
      figure(outcome.cut),
      figure(outcome.goingAway),
      figure(outcome.peakReconnects),
      figure(outcome.accepts),
      duration(outcome.seconds),
    ];
    expect(sectionOf(page, 'others').tables[0]?.rows.map((row) => row.slice(1, -1))).toEqual(
      json.others.map(cells),
    );
    expect(sectionOf(page, 'variants').tables[0]?.rows.map((row) => row.slice(2, -1))).toEqual(
      json.variants.map(({ outcome }) => cells(outcome)),
    );
  });

  it('the number of tasks is the same before and after, and each kind exists for a while', () => {
    const [old = [], draining = [], starting = [], fresh = []] = seriesOf(page, 'tasks');
    const { tasks } = report.settings;
    expect([old[0], draining[0], starting[0], fresh[0]]).toEqual([tasks, 0, 0, 0]);
    expect([old.at(-1), draining.at(-1), starting.at(-1), fresh.at(-1)]).toEqual([0, 0, 0, tasks]);
    expect(most(draining)).toBeGreaterThan(0);
    expect(most(starting)).toBeGreaterThan(0);
  });

  it('marks are within the axis, sorted by time, and listed in the table of phases', () => {
    const { axis, marks = [] } = chartOf(page, 'sockets');
    const times = marks.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(axis.start);
    expect(times.at(-1)).toBeLessThan(axis.start + axis.step * axis.count);
    expect(sectionOf(page, 'phases').tables[0]?.rows.length).toBeGreaterThanOrEqual(marks.length);
    expect(marks.filter(({ isMain }) => isMain).map(({ at }) => at)).toEqual([
      ...new Set(
        report.outcome.event === 'rolling' && report.settings.tasks === 8
          ? [300, 660, 1020, 1380]
          : [shown(changes).course.plan.leaving[0]!.at + 300],
      ),
    ]);
  });
});

describe('phases', () => {
  const labels = (changes: Partial<RolloutSettings>, service?: typeof waits) =>
    chartOf(shown(changes, workload, service).page, 'sockets').marks?.map(({ at, label }) => [at, label]);

  it('of a rolling deployment', () => {
    expect(labels({ strategy: 'rolling' }, waits)).toEqual([
      [-60, 'new tasks start'],
      [0, 'healthy, out: delay begins'],
      [30, 'health grace ends'],
      [300, 'cut, SIGTERM'],
      [420, 'stop timeout'],
    ]);
  });

  it('of a canary, with its shifts and bake', () => {
    expect(labels({ strategy: 'canary' }, waits)).toEqual([
      [-60, 'new tasks start'],
      [0, 'healthy, shift 5 %'],
      [30, 'health grace ends'],
      [600, 'shift 100 %, bake'],
      [1500, 'out: delay begins'],
      [1800, 'cut, SIGTERM'],
      [1920, 'stop timeout'],
    ]);
  });

  it('without a service, leaves out what only a service knows', () => {
    const { page } = shown({ strategy: 'blue-green' });
    expect(chartOf(page, 'sockets').marks).toHaveLength(6);
    const settings = { ...SETTINGS, strategy: 'blue-green' } as const;
    const { report, course } = shown(settings);
    const marks = chartOf(pageModel(report, course, undefined), 'sockets').marks ?? [];
    expect(marks.map(({ label }) => label)).toEqual([
      'new tasks start',
      'healthy, shift 100 %, bake',
      'out: delay begins',
      'cut, SIGTERM',
    ]);
  });
});

it('says where its curves come from', () => {
  const about = (changes: Partial<RolloutSettings>) => chartOf(shown(changes).page, 'sockets').about;
  expect(about({ strategy: 'blue-green' })).toContain('from the formulas');
  expect(about({ tasks: 8, maximumPercent: 125 })).toContain('simulation that follows 40,000 sockets');
});

it('a deployment of several days keeps its peak of one second, and the page stays small', () => {
  const { report, page } = shown(
    { strategy: 'blue-green', bakeSeconds: 24 * 3600 - 7, jitter: 1 },
    {
      ...workload,
      life: { kind: 'exponential', mean: 86_400 },
    },
  );
  const { axis, series } = chartOf(page, 'reconnects');
  expect(axis.step).toBeGreaterThan(10);
  expect(axis.count).toBeLessThanOrEqual(7200 + 2);
  expect(most(series[0]?.values)).toBeCloseTo(report.outcome.peakReconnects, 1);
  expect(report.outcome.peakReconnects).toBeGreaterThan(7000);
});

it('is red when the tasks cannot accept the reconnects, yellow when sockets are cut, green otherwise', () => {
  const severity = (changes: Partial<RolloutSettings>) => shown(changes).page.verdict.severity;
  expect(severity({})).toBe('error');
  expect(severity({ jitter: 60 })).toBe('warning');
  expect(severity({ jitter: 60, drain: { poll: 15, spread: 230 } })).toBe('good');
});
