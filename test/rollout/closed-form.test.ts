// Figures calculated by hand, and the order in which ECS stops tasks.
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../src/rollout/outcome.ts';
import { planOf } from '../../src/rollout/plan.ts';
import type { RolloutEvent, RolloutSettings, Workload } from '../../src/rollout/types.ts';
import { SETTINGS } from './settings.ts';

const workload: Workload = { sockets: 20_000, life: { kind: 'exponential', mean: 1800 } };

const outcome = (event: RolloutEvent, changes: Partial<RolloutSettings> = {}) =>
  outcomeOf(event, workload, { ...SETTINGS, ...changes });

describe('sockets that nobody closes', () => {
  it.each([
    [0, 16_930],
    [600, 12_131],
    [3600, 2291],
  ])(
    'blue/green with a bake of %i s cuts %i of 20,000 at once: 20,000 · e^(−(bake + 300)/1800)',
    (bakeSeconds, cut) => {
      const found = outcome('blue-green', { bakeSeconds });
      expect(Math.round(found.cutAtOnce)).toBe(cut);
      expect(found).toMatchObject({ cut: found.cutAtOnce, goingAway: 0, method: 'closed form' });
    },
  );

  it('a rolling deployment of all tasks at once equals blue/green without a bake', () => {
    expect(outcome('rolling').cut).toBe(outcome('blue-green', { bakeSeconds: 0 }).cut);
  });

  it('a canary moves 5 % of the new sockets early: 0.05 · e^(−T/1800) + 0.95 · e^(−(T − 600)/1800)', () => {
    const end = 600 + 900 + 300;
    const left = 0.05 * Math.exp(-end / 1800) + 0.95 * Math.exp(-(end - 600) / 1800);
    expect(outcome('canary').cut).toBeCloseTo(20_000 * left, 6);
  });

  it('linear: the mean over its ten steps', () => {
    const end = 9 * 360 + 900 + 300;
    let left = 0;
    for (let step = 0; step < 10; step++) left += 0.1 * Math.exp(-(end - step * 360) / 1800);
    expect(outcome('linear').cut).toBeCloseTo(20_000 * left, 6);
  });

  it('reconnect all at once without jitter, and spread over it with jitter', () => {
    const together = outcome('blue-green', { bakeSeconds: 0 });
    const spread = outcome('blue-green', { bakeSeconds: 0, jitter: 60 });
    expect(together.peakReconnects).toBe(together.cut);
    expect(spread.peakReconnects).toBeCloseTo(together.cut / 60, 6);
    // 4 tasks that accept 250 a second need 17 s for what arrives in one.
    expect(together.accepts).toBe(1000);
    expect(together.seconds).toBeCloseTo(300 + together.cut / 1000, 6);
    expect(spread.seconds).toBe(360);
  });

  it('long-lived sockets in logs are more likely to be open', () => {
    // Half of the sockets live 100 s and half 1,000 s: of the open ones, 10 of 11 are long ones.
    const life = {
      kind: 'durations',
      cells: [
        { from: 99.999, to: 100.001, count: 1 },
        { from: 999.999, to: 1000.001, count: 1 },
      ],
    } as const;
    const { cut } = outcomeOf('rolling', { sockets: 1100, life }, { ...SETTINGS, delay: 300 });
    // ∫ over t > 300: half of them last 700 s more, out of 550 s on average.
    expect(cut).toBeCloseTo((1100 * (0.5 * 700)) / 550, 1);
  });

  it('sockets with a maximum age are gone after a bake of that length', () => {
    const found = outcome('blue-green', { maxSocketAge: 1200 });
    expect(found).toMatchObject({ cut: 0, goingAway: 0 });
    expect(found.seconds).toBeLessThan(1200);
    expect(outcome('blue-green', { maxSocketAge: 1201, bakeSeconds: 0 }).cut).toBeGreaterThan(5000);
  });
});

describe('a server that drains by itself', () => {
  const drain = { poll: 15, spread: 230 };

  it('cuts none, and closes with 1001 what has not left by itself', () => {
    const found = outcome('rolling', { drain, jitter: 5 });
    expect(found.cut).toBe(0);
    // Started after 7.7 s, over 230 s: the mean of e^(−t/1800) between them.
    const begun = 0.5104 * 15;
    const mean = (1800 / 230) * (Math.exp(-begun / 1800) - Math.exp(-(begun + 230) / 1800));
    expect(found.goingAway / 20_000).toBeCloseTo(mean, 3);
    // No more per second than are closed.
    expect(found.peakReconnects).toBeLessThan(20_000 / 230);
    expect(found.peakReconnects).toBeGreaterThan(0.95 * (20_000 / 230));
    // At most 250 s after the last poll, and slightly earlier where less than one socket is left.
    expect(found.seconds).toBeLessThanOrEqual(1.25 * 15 + 230 + 1);
    expect(found.seconds).toBeGreaterThan(230);
  });

  it('but does not finish within the delay leaves the rest to be cut', () => {
    const found = outcome('rolling', { drain: { poll: 1, spread: 600 } });
    expect(found.cut).toBeGreaterThan(20_000 * 0.4);
    expect(found.goingAway).toBeGreaterThan(20_000 * 0.4);
  });

  it('does not help a task that dies', () => {
    expect(outcome('task-lost', { drain })).toMatchObject({ cut: 5000, goingAway: 0, accepts: 750 });
    expect(outcome('zone-lost', { drain })).toMatchObject({ cut: 10_000, accepts: 500 });
  });
});

describe('a loss', () => {
  it('of a zone hits the fuller of two zones with three tasks', () => {
    expect(outcome('zone-lost', { tasks: 3 }).cut).toBeCloseTo(20_000 * (2 / 3), 6);
  });

  it('of the only task makes the sockets wait for the next one', () => {
    const found = outcome('task-lost', { tasks: 1 });
    expect(found).toMatchObject({ cut: 20_000, accepts: 0 });
    expect(found.seconds).toBe(60 + 20_000 / 250);
  });
});

describe('batches of a rolling deployment', () => {
  const batches = (changes: Partial<RolloutSettings>) =>
    planOf('rolling', { ...SETTINGS, ...changes }).leaving.map(({ at, tasks }) => [at, tasks]);

  it('at 200 %, all leave together', () => expect(batches({})).toEqual([[0, 4]]));

  it('at 125 % of 8, two at a time, each after the previous batch has left and new tasks have started', () => {
    expect(batches({ tasks: 8, maximumPercent: 125, stopSeconds: 10 })).toEqual([
      [0, 2],
      [370, 2],
      [740, 2],
      [1110, 2],
    ]);
  });

  it('at a minimum of 50 %, half leave before a new task runs', () => {
    expect(batches({ minimumHealthyPercent: 50 })).toEqual([
      [0, 2],
      [60, 2],
    ]);
  });

  it('at 0 % and 100 %, all leave first, and nothing accepts sockets for a while', () => {
    const plan = planOf('rolling', { ...SETTINGS, minimumHealthyPercent: 0, maximumPercent: 100 });
    expect(plan.leaving).toMatchObject([{ at: 0, tasks: 4 }]);
    expect(plan.routing.map(({ at, accepting }) => [at, accepting])).toEqual([
      [0, 0],
      [300, 0],
      [360, 4],
    ]);
  });

  it('are refused when no task may start or stop', () => {
    expect(() => planOf('rolling', { ...SETTINGS, maximumPercent: 100 })).toThrow(RangeError);
  });

  it('have lower peaks than a single one, and cut some sockets twice', () => {
    const whole = outcome('rolling', { tasks: 8, jitter: 10 });
    const parts = outcome('rolling', { tasks: 8, jitter: 10, maximumPercent: 125 });
    expect(parts.method).toBe('simulation');
    expect(parts.peakReconnects).toBeLessThan(whole.peakReconnects / 2);
    expect(parts.cut).toBeGreaterThan(whole.cut);
    expect(parts.seconds).toBeCloseTo(3 * 360 + 300 + 10, 6);
  });
});
