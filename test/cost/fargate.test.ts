// What the tasks of a service cost.
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { targetsOf } from '../../src/config/size.ts';
import { settingOf } from '../../src/cost/from-config.ts';
import { NO_LOAD } from '../../src/cost/lcu.ts';
import { monthlyCost, type Part } from '../../src/cost/monthly.ts';
import { PRICE_TABLE, tablePrices } from '../../src/cost/prices.ts';
import { FLAT, parseProfile } from '../../src/cost/profile.ts';
import { costReport } from '../../src/cost/report.ts';
import { reportJson } from '../../src/cost/report-data.ts';
import { reportText } from '../../src/cost/report-text.ts';
import { socketCost } from '../../src/cost/servers.ts';

/** A line of a config's bill; undefined if it has none. */
function part(service: object | boolean, name: Part['name'], region = 'us-east-1'): Part | undefined {
  const config = parseConfig({ service });
  const setting = settingOf(config, { alarms: 0, zones: 2, freeTier: true });
  const prices = { ...(tablePrices(region) ?? PRICE_TABLE[0]!), region };
  return monthlyCost(NO_LOAD, prices, setting).parts.find((each) => each.name === name);
}

it('counts the minimum number of tasks, all month', () => {
  // By hand: 3 × 730 × (0.5 × 0.04048 + 1 × 0.004445).
  expect(part({ tasks: 3 }, 'Fargate')?.amount).toBeCloseTo(54.06, 2);
  expect(part({ tasks: { min: 3, max: 9 }, socketsPerTask: 10 }, 'Fargate')?.amount).toBeCloseTo(54.06, 2);
});

it('the tasks that the sockets need, between the bounds, hour by hour', () => {
  const config = parseConfig({
    service: { tasks: { min: 2, max: 10 }, socketsPerTask: 500, assignPublicIp: true },
  });
  const setting = settingOf(config, { alarms: 0, zones: 2, freeTier: true });
  const prices = { ...(tablePrices('us-east-1') ?? PRICE_TABLE[0]!), region: 'us-east-1' };
  const parts = (activeConnections: number, profile = FLAT) =>
    monthlyCost({ ...NO_LOAD, activeConnections }, prices, setting, profile).parts;
  const of = (...args: Parameters<typeof parts>) => parts(...args).find(({ name }) => name === 'Fargate');
  // By hand: a task is 730 × (0.5 × 0.04048 + 1 × 0.004445) = 18.02005.
  expect(of(3000)).toMatchObject({
    amount: expect.closeTo(6 * 18.02005, 4) as number,
    formula: expect.stringContaining('6 tasks × 730 h') as string,
  });
  expect(of(3001)?.amount).toBeCloseTo(7 * 18.02005, 4);
  expect(of(0)?.amount).toBeCloseTo(2 * 18.02005, 4);
  expect(of(9000)?.amount).toBeCloseTo(10 * 18.02005, 4);
  // Half of the day six, half of it two: four on average.
  expect(of(3000, parseProfile('12x1,12x0.1'))?.amount).toBeCloseTo(4 * 18.02005, 4);
  expect(of(3000, parseProfile('8x1,16x0.1'))?.formula).toContain('3.33 tasks on average');
  expect(parts(3000).find(({ name }) => name === 'public IPv4 addresses')?.formula).toContain('8 × 730 h');
});

it('sums that lack a part say so at once', () => {
  const report = (region: string) =>
    costReport({
      load: { kind: 'rates', rates: { ...NO_LOAD, activeConnections: 1000 } },
      prices: { ...(tablePrices('us-east-1') ?? PRICE_TABLE[0]!), region },
      regionFrom: '',
      setting: settingOf(parseConfig({ service: true }), { alarms: 0, zones: 2, freeTier: true }),
      profile: FLAT,
      zones: 2,
      targets: 2,
      transferPrice: undefined,
      notes: [],
    });
  const text = reportText(report('eu-west-1'));
  expect(text).toMatch(/^ *month .*without Fargate, whose price is not known here$/m);
  expect(text).toMatch(/^If the load were \(without Fargate/m);
  expect(text).toContain('The price of Fargate tasks in this Region is not known here');
  expect(JSON.parse(reportJson(report('eu-west-1')))).toMatchObject({ missing: ['Fargate'] });
  expect(reportText(report('us-east-1'))).not.toContain('without Fargate');
  expect(JSON.parse(reportJson(report('us-east-1')))).toMatchObject({ missing: [] });
});

it('ARM has prices of its own', () => {
  // By hand: 2 × 730 × (1 × 0.03238 + 4 × 0.00356).
  const service = { architecture: 'ARM64', cpu: 1024, memory: 4096 };
  expect(part(service, 'Fargate')?.amount).toBeCloseTo(68.07, 2);
});

it('a Region without known prices has no amount, and a config without a service no line', () => {
  expect(part(true, 'Fargate', 'eu-west-2')).toMatchObject({
    amount: undefined,
    formula: '2 tasks × 730 h × a price that is not known here',
  });
  expect(part(false, 'Fargate')).toBeUndefined();
});

it('counts public addresses of tasks', () => {
  expect(part({ tasks: 3 }, 'public IPv4 addresses')?.formula).toBe('2 × 730 h × 0.005');
  expect(part({ tasks: 3, assignPublicIp: true }, 'public IPv4 addresses')?.formula).toBe(
    '5 × 730 h × 0.005',
  );
});

it('counts tasks as targets', () => {
  expect(targetsOf(parseConfig({ service: { tasks: 4 } }))).toBe(4);
});

it('a NAT gateway uses the given price, and asks for one otherwise', () => {
  const config = parseConfig({ network: { create: true }, service: true });
  const of = (natHour: number | undefined) => {
    const setting = settingOf(config, { alarms: 0, zones: 2, freeTier: true, natHour });
    const prices = { ...(tablePrices('us-east-1') ?? PRICE_TABLE[0]!), region: 'us-east-1' };
    return costReport({
      load: { kind: 'rates', rates: { ...NO_LOAD, activeConnections: 1000 } },
      prices,
      regionFrom: '',
      setting,
      profile: FLAT,
      zones: 2,
      targets: 2,
      transferPrice: undefined,
      notes: [],
    });
  };
  const nat = (natHour: number | undefined) =>
    of(natHour).cost.parts.find(({ name }) => name === 'NAT gateways');
  // By hand: 730 × 0.045.
  expect(nat(0.045)?.amount).toBeCloseTo(32.85, 2);
  expect(of(0.045).perSocket?.isComplete).toBe(true);
  expect(nat(undefined)?.amount).toBeUndefined();
  expect(of(undefined).perSocket?.isComplete).toBe(false);
  expect(of(undefined).notes.join('\n')).toContain('--nat-price');
  expect(of(0.045).notes.join('\n')).not.toContain('--nat-price');
});

it('the price of one socket includes the tasks that hold the sockets', () => {
  const load = (activeConnections: number) => ({ ...NO_LOAD, activeConnections });
  const config = parseConfig({ service: { tasks: { min: 2, max: 10 }, socketsPerTask: 500 } });
  const setting = settingOf(config, { alarms: 0, zones: 2, freeTier: true });
  const prices = { ...(tablePrices('us-east-1') ?? PRICE_TABLE[0]!), region: 'us-east-1' };
  const at = (connections: number) => {
    const cost = monthlyCost(load(connections), prices, setting);
    const found = socketCost(cost, { rates: load(connections), profile: FLAT });
    return { cost, amount: found?.amount ?? NaN };
  };
  expect(at(1000).amount).toBeCloseTo(at(1000).cost.total / 1000, 9);
  expect(at(2000).amount).toBeCloseTo(at(2000).cost.total / 2000, 9);
  // Servers elsewhere are not in the bill, and nobody divides by none.
  const bare = settingOf(parseConfig({}), { alarms: 0, zones: 2, freeTier: true });
  const rates = load(1000);
  expect(socketCost(monthlyCost(rates, prices, bare), { rates, profile: FLAT })).toBeUndefined();
  expect(socketCost(at(0).cost, { rates: load(0), profile: FLAT })).toBeUndefined();
});
