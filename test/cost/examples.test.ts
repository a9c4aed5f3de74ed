// Published examples, to the cent. AWS calculates with a month of 24 × 30 = 720 hours, we with 730; only the hours are scaled.
import { describe, expect, it } from 'vitest';
import { FREE_RULES } from '../../src/alb/pricing.ts';
import { lcuUse, NO_LOAD, type Rates } from '../../src/cost/lcu.ts';
import { cents } from '../../src/cost/money.ts';
import { BARE, monthlyCost } from '../../src/cost/monthly.ts';
import { CLOUDWATCH, HOURS_PER_MONTH, type Prices } from '../../src/cost/prices.ts';

const US_EAST_1: Prices = { region: 'us-east-1', hour: 0.0225, lcu: 0.008, origin: 'given' };
/** AWS's examples: 24 hours × 30 days. */
const of720Hours = (amount: number): number => cents((amount * 720) / HOURS_PER_MONTH);

describe('the guide that this project started from', () => {
  const rates: Rates = {
    newConnectionsPerSecond: 10,
    activeConnections: 5000,
    gigabytesPerHour: 0.5,
    ruleEvaluationsPerSecond: 100,
  };

  it('5,000 sockets: 16.43 + 9.73 = 26.16, decided by active connections', () => {
    const cost = monthlyCost(rates, US_EAST_1);
    expect([cost.fixed, cost.variable, cost.loadBalancer, cost.total].map(cents)).toEqual([
      16.43, 9.73, 26.16, 26.16,
    ]);
    expect(cost.use.dominant).toBe('activeConnections');
    expect(cost.use.byDimension).toEqual({
      newConnections: 0.4,
      activeConnections: 5000 / 3000,
      processedBytes: 0.5,
      ruleEvaluations: 0.1,
    });
  });
});

describe('AWS: Elastic Load Balancing pricing, Application Load Balancer, example 1', () => {
  // https://aws.amazon.com/elasticloadbalancing/pricing/: 1 new connection a second for 2 minutes, 5 requests a
  // second, 300 KB a second, 60 rules, US-East-1.
  const cost = monthlyCost(
    {
      newConnectionsPerSecond: 1,
      activeConnections: 120,
      gigabytesPerHour: (300_000 * 3600) / 1e9,
      ruleEvaluationsPerSecond: 5 * (60 - FREE_RULES),
    },
    US_EAST_1,
  );

  it('0.04, 0.04, 1.08 and 0.25 LCUs: decided by processed bytes', () => {
    expect(cost.use.byDimension).toEqual({
      newConnections: 0.04,
      activeConnections: 0.04,
      processedBytes: 1.08,
      ruleEvaluations: 0.25,
    });
    expect(cost.use.dominant).toBe('processedBytes');
  });

  it('16.20 + 6.22 = 22.42 a month', () => {
    expect([cost.fixed, cost.variable, cost.loadBalancer].map(of720Hours)).toEqual([16.2, 6.22, 22.42]);
  });
});

describe('AWS: the same page, example 2', () => {
  // 100 new connections a second for 3 minutes, 4 requests a second, 20 rules, 0.36 GB an hour. The copies that were seen
  // disagree on whether the requests are per client; 400 a second is the larger reading, and active connections decide.
  const cost = monthlyCost(
    {
      newConnectionsPerSecond: 100,
      activeConnections: 100 * 180,
      gigabytesPerHour: 0.36,
      ruleEvaluationsPerSecond: 100 * 4 * (20 - FREE_RULES),
    },
    US_EAST_1,
  );

  it('4 LCUs of new and 6 of active connections: 16.20 + 34.56 = 50.76 a month', () => {
    expect(cost.use.byDimension).toMatchObject({
      newConnections: 4,
      activeConnections: 6,
      processedBytes: 0.36,
    });
    expect(cost.use.dominant).toBe('activeConnections');
    expect([cost.fixed, cost.variable, cost.loadBalancer].map(of720Hours)).toEqual([16.2, 34.56, 50.76]);
  });
});

describe('AWS for SAP blog: "Elevate User Experience and Security of Application Load Balancer for SAP workloads"', () => {
  // The load of example 1 with one rule, mutual TLS and a trust store at 0.0056 an hour.
  it('16.20 + 6.22 + a trust store of 4.03 = 26.45 a month', () => {
    const cost = monthlyCost(
      {
        newConnectionsPerSecond: 1,
        activeConnections: 120,
        gigabytesPerHour: 1.08,
        ruleEvaluationsPerSecond: 0,
      },
      { ...US_EAST_1, trustStoreHour: 0.0056 },
      { ...BARE, mutualTls: true, trustStore: true },
    );
    expect(cost.use.dominant).toBe('processedBytes');
    expect(cost.parts.map(({ name, amount }) => [name, of720Hours(amount ?? 0)])).toEqual([
      ['hours', 16.2],
      ['trust store', 4.03],
      ['LCUs', 6.22],
    ]);
    expect(of720Hours(cost.loadBalancer)).toBe(26.45);
  });
});

describe('statements on the pricing pages', () => {
  it('with mutual TLS an LCU carries 1,500 active connections instead of 3,000', () => {
    const rates = { ...NO_LOAD, activeConnections: 3000 };
    expect(lcuUse(rates).lcus).toBe(1);
    expect(lcuUse(rates, { mutualTls: true }).lcus).toBe(2);
  });

  it('VPC pricing: an address costs 0.005 an hour, and a load balancer in two zones has two', () => {
    const { parts } = monthlyCost(NO_LOAD, US_EAST_1, { ...BARE, publicIpv4Addresses: 2 });
    expect(parts.find(({ name }) => name === 'public IPv4 addresses')?.amount).toBeCloseTo(7.3, 10);
  });

  it.each([
    [CLOUDWATCH.freeAlarms, true, 0],
    [CLOUDWATCH.freeAlarms + 2, true, 0.2],
    [CLOUDWATCH.freeAlarms, false, 1],
  ])('CloudWatch pricing: %i alarms, free tier %s: %d', (alarms, freeTier, amount) => {
    const { parts } = monthlyCost(NO_LOAD, US_EAST_1, { ...BARE, alarms, freeTier });
    expect(parts.find(({ name }) => name === 'alarms')?.amount).toBeCloseTo(amount, 10);
  });

  it('a reservation is paid in full, and only usage beyond it is added', () => {
    const prices = { ...US_EAST_1, reservedLcu: 0.008 };
    const setting = { ...BARE, reservedLcus: 100 };
    const cost = (activeConnections: number) =>
      monthlyCost({ ...NO_LOAD, activeConnections }, prices, setting);
    expect(cents(cost(0).loadBalancer)).toBe(cents(730 * 0.0225 + 584));
    expect(cost(300_000).variable).toBe(0);
    expect(cents(cost(303_000).variable)).toBe(5.84);
  });

  it('an unknown price is left out instead of counted as 0', () => {
    const cost = monthlyCost(NO_LOAD, US_EAST_1, { ...BARE, reservedLcus: 100, trustStore: true });
    expect(cost.parts.filter(({ amount }) => amount === undefined).map(({ name }) => name)).toEqual([
      'trust store',
      'LCU reservation',
    ]);
  });
});
