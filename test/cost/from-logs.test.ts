// Hours of logs -> LCUs and money, calculated by hand.
import { expect, it } from 'vitest';
import { costOfHours, type LoggedHour } from '../../src/cost/from-logs.ts';
import { logsCostJson, logsCostText } from '../../src/cost/from-logs-report.ts';
import type { Prices } from '../../src/cost/prices.ts';

const prices: Prices = { region: 'us-east-1', hour: 0.0225, lcu: 0.008, reservedLcu: 0.008, origin: 'table' };
const hour = (more: Partial<LoggedHour>, at = 0): LoggedHour => ({
  hour: 495_000 + at,
  opened: 0,
  unknown: 0,
  openSeconds: 0,
  requests: 0,
  bytes: 0,
  ...more,
});

it('active connections are the seconds that sockets were open, divided by the hour', () => {
  // 6,000 sockets at once: 2 LCUs. 36,000 new ones in the hour: 10/s, 0.4 LCUs. 1 GB: 1 LCU.
  const cost = costOfHours([hour({ openSeconds: 6000 * 3600, opened: 36_000, bytes: 1e9 })], prices)!;
  expect(cost.meanLcus).toBe(2);
  expect(cost.decides).toEqual({ activeConnections: 1 });
  expect(cost.fixed).toBeCloseTo(16.425);
  expect(cost.variable).toBeCloseTo(2 * 0.008 * 730);
});

it('each request is at most one new connection', () => {
  const cost = costOfHours([hour({ bytes: 1e9, requests: 25 * 3600 * 3 })], prices)!;
  expect(cost.meanLcus).toBe(1);
  expect(cost.monthAtMost - cost.fixed).toBeCloseTo(3 * 0.008 * 730);
});

it('a reservation pays off only at a lower price, and is never larger than the usage', () => {
  const hours = [10, 10, 10, 2].map((lcus, at) => hour({ openSeconds: lcus * 3000 * 3600 }, at));
  expect(costOfHours(hours, prices)!.reservation!.lcus).toBe(0);
  const cheap = costOfHours(hours, { ...prices, reservedLcu: 0.004 })!.reservation!;
  // 10 reserved: 0.04 an hour; on demand: 8 on average, 0.064 an hour.
  expect(cheap).toEqual({ lcus: 10, month: expect.closeTo(16.425 + 0.04 * 730, 6) as number });
  const { reservedLcu: _, ...without } = prices;
  expect(costOfHours(hours, without)!.reservation).toBe(undefined);
});

it('says what logs do not contain, and prints nothing without hours', () => {
  const cost = costOfHours([hour({ openSeconds: 3000 * 3600 })], prices)!;
  expect(logsCostText(cost)).toMatch(/Rule evaluations are not in the logs/);
  expect(logsCostText(cost)).toMatch(/still open are not in the logs/);
  expect(JSON.parse(logsCostJson(cost))).toMatchObject({
    lcus: { mean: 1 },
    month: 22.27,
    hours: [{ lcus: 1 }],
  });
  expect(costOfHours([], prices)).toBe(undefined);
});
