// A deployment second by second: no socket disappears, and it agrees with the report.
import { describe, expect, it } from 'vitest';
import { courseOf } from '../../src/rollout/course.ts';
import { randomDraws } from '../../src/rollout/draws.ts';
import { lifeModel } from '../../src/rollout/life.ts';
import { outcomeOf } from '../../src/rollout/outcome.ts';
import { planOf } from '../../src/rollout/plan.ts';
import { simulate } from '../../src/rollout/simulate.ts';
import type { RolloutEvent, RolloutSettings, Workload } from '../../src/rollout/types.ts';
import { SETTINGS } from './settings.ts';

const workload: Workload = { sockets: 20_000, life: { kind: 'exponential', mean: 1800 } };
const drain = { poll: 15, spread: 230 };

const CASES: readonly (readonly [string, RolloutEvent, Partial<RolloutSettings>])[] = [
  ['rolling', 'rolling', { drain, jitter: 10 }],
  ['rolling in batches', 'rolling', { drain, jitter: 10, tasks: 8, maximumPercent: 125 }],
  ['rolling in batches that overlap', 'rolling', { jitter: 10, minimumHealthyPercent: 50 }],
  [
    'rolling in batches that wait to be accepted',
    'rolling',
    { tasks: 8, maximumPercent: 125, acceptPerTask: 2 },
  ],
  ['rolling without a task for a while', 'rolling', { minimumHealthyPercent: 0, maximumPercent: 100 }],
  ['rolling without a delay', 'rolling', { delay: 0, drain: { poll: 1, spread: 0 }, jitter: 10 }],
  ['blue/green', 'blue-green', { jitter: 10 }],
  ['blue/green with a drain', 'blue-green', { drain, jitter: 10 }],
  ['canary', 'canary', { jitter: 30 }],
  ['linear', 'linear', { jitter: 0 }],
  ['linear with an age', 'linear', { drain, jitter: 10, maxSocketAge: 900 }],
];

const computed = (event: RolloutEvent, changes: Partial<RolloutSettings>) => {
  const settings = { ...SETTINGS, ...changes };
  const outcome = outcomeOf(event, workload, settings);
  return { outcome, course: courseOf(event, workload, settings, outcome.seconds) };
};
const sum = (values: Float64Array): number => values.reduce((all, each) => all + each, 0);
const most = (values: Float64Array): number => values.reduce((all, each) => Math.max(all, each), 0);

describe.each(CASES)('%s', (_, event, changes) => {
  const { outcome, course } = computed(event, changes);
  const { old, fresh, waiting } = course;

  it('each socket is on an old task, a new one, or reconnecting, in every second', () => {
    for (const [second, count] of old.entries()) {
      const [onNew = 0, away = 0] = [fresh[second], waiting[second]];
      expect(Math.abs(count + onNew + away - workload.sockets)).toBeLessThan(1e-6);
      expect(Math.min(count, onNew, away)).toBeGreaterThanOrEqual(-1e-6);
    }
  });

  it('ends with all sockets on new tasks, at the time in the report', () => {
    const end = Math.ceil(outcome.seconds);
    expect(old.length).toBeGreaterThan(end);
    for (let second = end; second < old.length; second++) {
      expect(old[second]).toBeLessThan(0.5);
      expect(waiting[second]).toBeLessThan(0.5);
    }
    expect(old.at(-1)).toBe(0);
  });

  it('has the same totals, peak and worst instant as the report', () => {
    expect(most(course.reconnects)).toBe(outcome.peakReconnects);
    expect(sum(course.cut)).toBeCloseTo(outcome.cut, 6);
    expect(most(course.cut)).toBeCloseTo(outcome.cutAtOnce, 6);
    expect(sum(course.closed)).toBeCloseTo(outcome.goingAway, 6);
    expect(sum(course.reconnects)).toBeCloseTo(outcome.cut + outcome.goingAway, 6);
    expect(course.method).toBe(outcome.method);
  });
});

it('sockets leave old tasks by themselves until these are stopped: 20,000 · e^(−t/1800)', () => {
  const { course } = computed('blue-green', {});
  for (const second of [0, 60, 900, 1199])
    expect(course.old[second]).toBeCloseTo(20_000 * Math.exp(-second / 1800), 6);
  // At 1,200 s the rest is cut: in that second all of it is reconnecting.
  expect(course.old[1200]).toBe(0);
  expect(course.waiting[1200]).toBeCloseTo(20_000 * Math.exp(-1200 / 1800), 6);
});

it('sockets that are not accepted yet wait: 1,000 a second get in', () => {
  const { course, outcome } = computed('rolling', {});
  expect(outcome.cut).toBeGreaterThan(16_000);
  expect(course.waiting[310]).toBeCloseTo(outcome.cut - 10_000, 6);
  expect(course.fresh[310]).toBeCloseTo(20_000 - outcome.cut + 10_000, 6);
});

describe('tasks by kind', () => {
  const counts = (event: RolloutEvent, changes: Partial<RolloutSettings>) =>
    planOf(event, { ...SETTINGS, ...changes }).tasks.map(({ at, starting, fresh, old, draining }) => [
      at,
      starting,
      fresh,
      old,
      draining,
    ]);

  it('rolling: as many start as leave, and a batch is gone before the next one starts', () => {
    expect(counts('rolling', { tasks: 4, maximumPercent: 150 })).toEqual([
      [-60, 2, 0, 4, 0],
      [0, 0, 2, 2, 2],
      [300, 2, 2, 2, 0],
      [360, 0, 4, 0, 2],
      [660, 0, 4, 0, 0],
    ]);
  });

  it('other strategies: both sets run throughout the bake', () => {
    expect(counts('canary', {})).toEqual([
      [-60, 4, 0, 4, 0],
      [0, 0, 4, 4, 0],
      [1500, 0, 4, 0, 4],
      [1800, 0, 4, 0, 0],
    ]);
  });
});

it('in batches, the simulated sockets match the formula where one exists', () => {
  // Until the second batch leaves, old tasks have whatever has not moved to the new ones: here lives are memoryless.
  const { course } = computed('rolling', { tasks: 4, maximumPercent: 150, drain: false });
  const { openAfter } = lifeModel(workload.life, 0);
  for (const second of [0, 100, 200, 299]) {
    // Half of the tasks leave at 0 and lose their sockets; the others keep theirs: 2 of the 4 that accept new ones.
    const left = 10_000 * openAfter(second);
    const kept = 10_000;
    expect(Math.abs((course.old[second] ?? 0) - left - kept)).toBeLessThan(20_000 * 0.003);
  }
});

describe('the upper bound of a peak', () => {
  const small = { sockets: 376, life: { kind: 'exponential', mean: 45 } } as const;
  const lab = { ...SETTINGS, delay: 15, jitter: 5, drain: { poll: 1, spread: 8 } };
  const peaksOf = (settings: RolloutSettings) =>
    Array.from({ length: 100 }, (_, seed) =>
      most(
        simulate(small, settings, planOf('rolling', settings), {
          draws: randomDraws(seed + 1),
          follow: small.sockets,
          independent: false,
        }).reconnects,
      ),
    );

  it('holds for single deployments, most of which have a second busier than the expected peak', () => {
    const { peakReconnects, peakAtMost } = outcomeOf('rolling', small, lab);
    const peaks = peaksOf(lab);
    expect(peaks.filter((peak) => peak > peakReconnects).length).toBeGreaterThan(90);
    expect(peaks.filter((peak) => peak > peakAtMost).length).toBeLessThanOrEqual(1);
    // It is a bound, not just a number so large that it is safe.
    expect(peakAtMost).toBeLessThan(1.25 * Math.max(...peaks));
  });

  it('holds for a server that closes all sockets at once when it notices', () => {
    const settings = { ...lab, tasks: 1, delay: 5, drain: { poll: 1, spread: 0 } };
    const { peakAtMost } = outcomeOf('rolling', small, settings);
    expect(Math.max(...peaksOf(settings))).toBeLessThanOrEqual(peakAtMost);
    expect(peakAtMost).toBeLessThanOrEqual(376);
  });

  it('is every socket when all are cut at once and reconnect immediately', () => {
    expect(outcomeOf('rolling', workload, { ...SETTINGS, delay: 0 })).toMatchObject({
      peakReconnects: 20_000,
      peakAtMost: 20_000,
    });
  });
});
