// What the tasks of a service cost.
import { expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { targetsOf } from '../../src/config/size.ts';
import { settingOf } from '../../src/cost/from-config.ts';
import { NO_LOAD } from '../../src/cost/lcu.ts';
import { monthlyCost, type Part } from '../../src/cost/monthly.ts';
import { PRICE_TABLE, tablePrices } from '../../src/cost/prices.ts';

/** A line of the bill of a config; undefined when it has none. */
function part(service: object | boolean, name: Part['name'], region = 'us-east-1'): Part | undefined {
  const config = parseConfig({ service });
  const setting = settingOf(config, { alarms: 0, zones: 2, freeTier: true });
  const prices = { ...(tablePrices(region) ?? PRICE_TABLE[0]!), region };
  return monthlyCost(NO_LOAD, prices, setting).parts.find((each) => each.name === name);
}

it('the fewest tasks that run, all month', () => {
  // By hand: 3 × 730 × (0.5 × 0.04048 + 1 × 0.004445).
  expect(part({ tasks: 3 }, 'Fargate')?.amount).toBeCloseTo(54.06, 2);
  expect(part({ tasks: { min: 3, max: 9 }, socketsPerTask: 10 }, 'Fargate')?.amount).toBeCloseTo(54.06, 2);
});

it('ARM has prices of its own', () => {
  // By hand: 2 × 730 × (1 × 0.03238 + 4 × 0.00356).
  const service = { architecture: 'ARM64', cpu: 1024, memory: 4096 };
  expect(part(service, 'Fargate')?.amount).toBeCloseTo(68.07, 2);
});

it('a Region without evidence has no amount, and a config without a service no line', () => {
  expect(part(true, 'Fargate', 'eu-west-2')).toMatchObject({
    amount: undefined,
    formula: '2 tasks × 730 h × a price that is not known here',
  });
  expect(part(false, 'Fargate')).toBeUndefined();
});

it('tasks with public addresses pay for them', () => {
  expect(part({ tasks: 3 }, 'public IPv4 addresses')?.formula).toBe('2 × 730 h × 0.005');
  expect(part({ tasks: 3, assignPublicIp: true }, 'public IPv4 addresses')?.formula).toBe(
    '5 × 730 h × 0.005',
  );
});

it('tasks are targets', () => {
  expect(targetsOf(parseConfig({ service: { tasks: 4 } }))).toBe(4);
});
