// The simulation and the closed forms, which share no code, agree.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { closedForm, onOldTasks } from '../../src/rollout/closed-form.ts';
import { evenDraws, randomDraws } from '../../src/rollout/draws.ts';
import { closedAfter, drainBegins } from '../../src/rollout/drain.ts';
import { lifeModel } from '../../src/rollout/life.ts';
import { followed } from '../../src/rollout/old-sockets.ts';
import { planOf } from '../../src/rollout/plan.ts';
import { simulate } from '../../src/rollout/simulate.ts';
import { runs } from '../helpers/scale.ts';
import { lives, settings, SETTINGS } from './settings.ts';

const SOCKETS = 20_000;
/** Relative to the counted sockets, and to all sockets where those are a small part. */
const WITHIN = 0.01;
const OF_ALL = 0.001;

const close = (found: number, expected: number): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.max(WITHIN * expected, OF_ALL * SOCKETS));

it('cuts and closes are within 1 % of the closed forms', () => {
  fc.assert(
    fc.property(
      settings,
      lives,
      fc.constantFrom('rolling', 'blue-green', 'canary', 'linear', 'task-lost', 'zone-lost'),
      fc.nat(1e9),
      (setting, life, event, seed) => {
        const workload = { sockets: SOCKETS, life };
        const plan = planOf(event, setting);
        const expected = closedForm(workload, setting, plan);
        const found = simulate(workload, setting, plan, {
          draws: evenDraws(seed),
          follow: followed(workload, setting, plan),
          independent: true,
        });
        close(found.cut[0] ?? 0, expected.cut);
        close(found.goingAway, expected.goingAway);
        const back = found.reconnects.reduce((sum, count) => sum + count, 0);
        close(back, expected.cut + expected.goingAway);
      },
    ),
    runs(200),
  );
});

it.each([
  ['cut together, with jitter', { drain: false, jitter: 20 }],
  ['cut together, without', { drain: false, jitter: 0 }],
  ['closed over time', { drain: { poll: 15, spread: 230 }, jitter: 10 }],
] as const)('the peak of sockets that are %s is close to the formula', (_, changes) => {
  const workload = { sockets: SOCKETS, life: { kind: 'exponential', mean: 1800 } } as const;
  const setting = { ...SETTINGS, ...changes };
  const plan = planOf('canary', setting);
  const { reconnects } = simulate(workload, setting, plan, {
    draws: evenDraws(1),
    follow: 150_000,
    independent: true,
  });
  const peak = reconnects.reduce((most, count) => Math.max(most, count), 0);
  expect(peak / closedForm(workload, setting, plan).peakReconnects).toBeGreaterThan(0.97);
  expect(peak / closedForm(workload, setting, plan).peakReconnects).toBeLessThan(1.25);
});

it('drawn lives have the distribution that the formulas use', () => {
  fc.assert(
    fc.property(
      lives,
      fc.integer({ min: 0, max: 3000 }),
      fc.nat(3000),
      fc.nat(1e9),
      (life, age, at, seed) => {
        const model = lifeModel(life, age < 60 ? 0 : age);
        const draws = evenDraws(seed);
        const [number, sums] = [20_000, { life: 0, open: 0 }];
        for (let index = 0; index < number; index++) {
          draws.begin();
          sums.life += model.life(draws.next());
          if (model.residual(draws.next()) > at) sums.open++;
        }
        expect(sums.life / number / model.mean).toBeCloseTo(1, 1.5);
        expect(sums.open / number).toBeCloseTo(model.openAfter(at), 2);
      },
    ),
    runs(200),
  );
});

it('drains begin when the formula says', () => {
  const drain = { poll: 10, spread: 0 };
  const draws = evenDraws(3);
  const counts = new Float64Array(5);
  for (let index = 0; index < 20_000; index++) {
    draws.begin();
    const begins = drainBegins(drain, draws.next(), draws.next());
    for (let bin = 0; bin < counts.length; bin++) if (begins <= (bin + 1) * 2.5) counts[bin]!++;
  }
  for (const [bin, count] of counts.entries())
    expect(count / 20_000).toBeCloseTo(closedAfter(drain, (bin + 1) * 2.5), 2);
});

it('a single run differs from the average by chance only', () => {
  const workload = { sockets: 2000, life: { kind: 'exponential', mean: 600 } } as const;
  const plan = planOf('canary', SETTINGS);
  const expected = onOldTasks(workload, 0, plan)(600 + 900 + 300);
  const counts = Array.from({ length: 200 }, (_, seed) => {
    const { cut } = simulate(workload, SETTINGS, plan, {
      draws: randomDraws(seed),
      follow: 2000,
      independent: false,
    });
    return cut[0] ?? 0;
  });
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (counts.length - 1);
  // Sockets leave independently: the variance is between binomial and Poisson.
  expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(expected / counts.length));
  expect(variance / expected).toBeGreaterThan(0.6);
  expect(variance / expected).toBeLessThan(1.4);
});
