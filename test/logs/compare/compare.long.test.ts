// What changed compared with an earlier period: noise on the same rates is not a change, and real changes are found.
import { expect, it } from 'vitest';
import { compare, type Change } from '../../../src/logs/compare/compare.ts';
import type { Period } from '../../../src/logs/compare/period.ts';
import { distance, normalP, shareP } from '../../../src/logs/compare/statistics.ts';
import { CELLS } from '../../../src/logs/layout.ts';
import { newRandom } from '../generator/random.mjs';

interface Traffic {
  minutes?: number;
  /** Sockets per minute. */
  rate?: number;
  failedShare?: number;
  /** Failures come in bursts of this size. */
  together?: number;
  youngShare?: number;
  /** For the first of three targets. */
  firstShare?: number;
  longer?: number;
}

function period(
  seed: number,
  {
    minutes = 60,
    rate = 40,
    failedShare = 0.02,
    together = 1,
    youngShare = 0.05,
    firstShare = 1 / 3,
    longer = 1,
  }: Traffic = {},
): Period {
  const { next, chance, below } = newRandom(seed);
  const poisson = (mean: number): number => {
    let [count, product] = [0, next()];
    for (const end = Math.exp(-mean); product > end; product *= next()) count++;
    return count;
  };
  const closedBy = Array.from({ length: minutes }, () => poisson(rate));
  const failedBy = closedBy.map(() => together * poisson((rate * failedShare) / together));
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const connections = total(closedBy);
  const durations = new Float64Array(CELLS);
  const targets = new Map<string, { connections: number; short: number }>();
  let young = 0;
  for (let index = 0; index < connections; index++) {
    const isYoung = chance(youngShare);
    if (isYoung) young++;
    const cell = 2800 + Math.floor(-Math.log(1 - next()) * 200 * longer);
    durations[cell] = (durations[cell] ?? 0) + 1;
    const name = chance(firstShare) ? '10.0.0.1:80' : `10.0.0.${2 + below(2)}:80`;
    const held = targets.get(name) ?? { connections: 0, short: 0 };
    targets.set(name, { connections: held.connections + 1, short: held.short + (isYoung ? 1 : 0) });
  }
  const failed = total(failedBy);
  const half = Math.floor(failed / 2);
  return {
    closedBy,
    failedBy,
    connections,
    failed,
    byStatus: new Map([
      ['502', half],
      ['503', failed - half],
    ]),
    known: connections,
    young,
    durations,
    targets,
  };
}

const kinds = (changes: readonly Change[]) =>
  changes.map(({ what, of }) => (of === null ? what : `${what} ${of}`));

it.each([
  ['independent', {}],
  ['much', { rate: 150, minutes: 90 }],
  ['little', { rate: 2, minutes: 30 }],
  ['failures that come ten at a time', { together: 10 }],
] as const)('equal rates are not reported as a change: %s', (_, traffic) => {
  const SEEDS = 200;
  let alarms = 0;
  for (let seed = 0; seed < SEEDS; seed++)
    if (compare(period(2 * seed + 1, traffic), period(2 * seed + 2, traffic)).changes.length > 0) alarms++;
  // 1 % is promised; this many of 200 have a probability of one in a thousand.
  expect(alarms).toBeLessThanOrEqual(7);
});

it.each([
  [{ rate: 60 }, 'rate'],
  [{ failedShare: 0.06 }, 'failed'],
  [{ failedShare: 0.1 }, 'status 502'],
  [{ youngShare: 0.12 }, 'young'],
  [{ longer: 1.5 }, 'duration'],
  [{ firstShare: 0.5 }, 'target-share 10.0.0.1:80'],
  [{ firstShare: 0 }, 'target-share 10.0.0.1:80'],
] as const)('%j: %s changed', (traffic, expected) => {
  for (let seed = 1; seed <= 10; seed++) {
    const { changes } = compare(period(seed), period(100 + seed, traffic));
    expect(kinds(changes)).toContain(expected);
  }
});

it('a certain but small change is not reported', () => {
  const { changes } = compare(period(1, { rate: 600, minutes: 300 }), period(2, { rate: 630, minutes: 300 }));
  expect(kinds(changes)).not.toContain('rate');
});

it('a handful of events is not compared', () => {
  expect(compare(period(1, { rate: 0.1, minutes: 20 }), period(2, { rate: 0.2, minutes: 20 })).tried).toBe(0);
});

it('the statistical tests match textbook values', () => {
  expect(normalP(1.959964)).toBeCloseTo(0.05, 5);
  expect(normalP(-3.290527)).toBeCloseTo(0.001, 6);
  // Two proportions, 30 of 200 and 50 of 200: z = 2.5.
  expect(shareP([30, 200], [50, 200])).toBeCloseTo(0.012419, 5);
  const { d, p } = distance(Float64Array.of(50, 50), Float64Array.of(70, 30));
  expect(d).toBeCloseTo(0.2, 10);
  expect(p).toBeCloseTo(0.0366, 3);
});
