// The same load elsewhere, compared with figures calculated by hand.
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { API_GATEWAY } from '../../src/cost/alternatives.ts';
import { settingOf } from '../../src/cost/from-config.ts';
import { cents } from '../../src/cost/money.ts';
import { BARE } from '../../src/cost/monthly.ts';
import { tablePrices } from '../../src/cost/prices.ts';
import { FLAT, peakAndTrough } from '../../src/cost/profile.ts';
import { costReport, type Question } from '../../src/cost/report.ts';
import type { Workload } from '../../src/cost/workload.ts';

function comparison(workload: Partial<Workload>, more: Partial<Question> = {}) {
  const report = costReport({
    load: {
      kind: 'workload',
      workload: { connections: 0, fromClients: 0.5, tls: true, rules: 0, messagesPerMinute: 0, ...workload },
    },
    prices: tablePrices('us-east-1')!,
    regionFrom: '--region',
    setting: BARE,
    profile: FLAT,
    zones: 2,
    targets: undefined,
    transferPrice: undefined,
    compare: true,
    notes: [],
    ...more,
  });
  return report.comparison!;
}

const amounts = (...args: Parameters<typeof comparison>) =>
  comparison(...args).offers.map(({ amount }) => (amount === undefined ? undefined : cents(amount)));

it.each([
  // 730 × 0.0225 = 16.425 for both load balancers; a socket is 1/3000 LCU or NLCU (TLS), 1/100,000 NLCU (TCP).
  [1000, [18.37, 17.89, 16.47, 10.95]],
  [10_000, [35.89, 31.03, 16.86, 109.5]],
  [100_000, [211.09, 162.43, 20.81, 1095]],
])('%d silent sockets', (connections, expected) => {
  expect(amounts({ connections })).toEqual(expected);
});

it('API Gateway charges for messages in units of 32 KB', () => {
  // 100 × 2 × 43,800 = 8.76 million messages, 100 × 43,800 = 4.38 million minutes × 0.25.
  const messages = { connections: 100, messagesPerMinute: 2 };
  expect(amounts({ ...messages, bytesPerMessage: 32 * 1024 })[3]).toBe(9.86);
  // One more byte needs two units.
  expect(amounts({ ...messages, bytesPerMessage: 32 * 1024 + 1 })[3]).toBe(18.62);
});

it('messages beyond a billion are cheaper', () => {
  // 5,000 × 12 × 43,800 = 2,628 million: 1,000 × 1.00 + 1,628 × 0.80, and 219 million minutes × 0.25.
  expect(amounts({ connections: 5000, messagesPerMinute: 12, bytesPerMessage: 800 })[3]).toBe(2357.15);
});

it('both cost the same at the stated number of sockets', () => {
  const { conclusions } = comparison({ connections: 10_000 });
  const [, even] = /about ([\d,]+) sockets/.exec(conclusions[0]!)!;
  const [alb, , , gateway] = comparison({ connections: Number(even!.replace(',', '')) }).offers;
  expect(alb!.amount! / gateway!.amount!).toBeCloseTo(1, 3);
});

it('an unknown price has no amount, and says what is missing', () => {
  expect(comparison({ connections: 5, messagesPerMinute: undefined }).offers[3]).toMatchObject({
    amount: undefined,
    formula: 'charged by message: --messages-per-minute is not given',
  });
  const prices = { ...tablePrices('us-east-1')!, region: 'eu-central-1' };
  expect(comparison({ connections: 5 }, { prices }).offers[1]).toMatchObject({
    amount: undefined,
    formula: 'its price per hour in eu-central-1 is not known here',
  });
});

it('a message too large for API Gateway has no price there', () => {
  const bytesPerMessage = API_GATEWAY.maxMessageBytes + 1;
  expect(
    comparison({ connections: 5, messagesPerMinute: 1, bytesPerMessage }).offers[3]!.amount,
  ).toBeUndefined();
});

it('hours with less load cost less everywhere', () => {
  // Half of the day without load: half of the shares.
  expect(amounts({ connections: 10_000 }, { profile: peakAndTrough(12, 0) })).toEqual([
    26.16, 23.73, 16.64, 54.75,
  ]);
});

it("the number of tasks follows the sockets, within the service's bounds", () => {
  const servers = (connections: number) => {
    const config = parseConfig({ service: { tasks: { min: 2, max: 5 }, socketsPerTask: 1000 } });
    const setting = settingOf(config, { alarms: 0, zones: 2, freeTier: true });
    return comparison({ connections }, { setting }).servers!;
  };
  // One task by hand: 730 × (0.5 × 0.04048 + 1 × 0.004445) = 18.02.
  expect([100, 2001, 90_000].map((sockets) => servers(sockets).toFixed(2))).toEqual([
    '36.04',
    '54.06',
    '90.10',
  ]);
});
