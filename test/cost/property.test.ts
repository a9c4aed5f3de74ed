import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advise } from '../../src/cost/advice.ts';
import { DIMENSIONS, lcuUse, NO_LOAD, scaleRates, type Rates } from '../../src/cost/lcu.ts';
import { BARE, monthlyCost, type Setting } from '../../src/cost/monthly.ts';
import type { Prices } from '../../src/cost/prices.ts';
import { deriveRates, type Workload } from '../../src/cost/workload.ts';

const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true });
const rates: fc.Arbitrary<Rates> = fc.record({
  newConnectionsPerSecond: upTo(1e5),
  activeConnections: upTo(1e7),
  gigabytesPerHour: upTo(1e5),
  ruleEvaluationsPerSecond: upTo(1e6),
});
const prices: fc.Arbitrary<Prices> = fc.record({
  region: fc.constant('us-east-1'),
  hour: upTo(1),
  lcu: upTo(1),
  reservedLcu: fc.option(upTo(1), { nil: undefined }),
  trustStoreHour: fc.option(upTo(1), { nil: undefined }),
  origin: fc.constant('given' as const),
});
const setting: fc.Arbitrary<Setting> = fc.record({
  mutualTls: fc.boolean(),
  trustStore: fc.boolean(),
  reservedLcus: fc.constantFrom(0, 100, 5000),
  publicIpv4Addresses: fc.nat(6),
  alarms: fc.nat(20),
  dashboards: fc.nat(1),
  freeTier: fc.boolean(),
});
const profile = fc.array(upTo(3), { minLength: 24, maxLength: 24 });
const workload: fc.Arbitrary<Workload> = fc.record({
  connections: fc.nat(1e7),
  meanConnectionSeconds: fc.option(fc.integer({ min: 1, max: 1e6 }), { nil: undefined }),
  messagesPerMinute: fc.option(upTo(1e4), { nil: undefined }),
  bytesPerMessage: fc.option(fc.nat(1e7), { nil: undefined }),
  heartbeatSeconds: fc.option(fc.integer({ min: 1, max: 3999 }), { nil: undefined }),
  fromClients: upTo(1),
  tls: fc.boolean(),
  rules: fc.nat(100),
});
const near = (value: number) => ({ tolerance: Math.max(1e-6, Math.abs(value) * 1e-9) });

describe('the cost of rates', () => {
  it('never falls when a rate grows', () => {
    fc.assert(
      fc.property(rates, rates, prices, setting, profile, (base, more, price, around, day) => {
        for (const key of Object.keys(base) as (keyof Rates)[]) {
          const grown = { ...base, [key]: base[key] + more[key] };
          const before = monthlyCost(base, price, around, day).total;
          expect(monthlyCost(grown, price, around, day).total).toBeGreaterThanOrEqual(
            before - near(before).tolerance,
          );
        }
      }),
    );
  });

  it('the dominant dimension is the maximum', () => {
    fc.assert(
      fc.property(rates, fc.boolean(), (base, mutualTls) => {
        const { byDimension, lcus, dominant } = lcuUse(base, { mutualTls });
        for (const dimension of DIMENSIONS) expect(byDimension[dimension]).toBeLessThanOrEqual(lcus);
        if (dominant === undefined) expect(lcus).toBe(0);
        else expect(byDimension[dominant]).toBe(lcus);
      }),
    );
  });

  it('scaling all rates scales the variable cost', () => {
    fc.assert(
      fc.property(rates, prices, upTo(1000), profile, (base, price, factor, day) => {
        const once = monthlyCost(base, price, BARE, day).variable;
        const scaled = monthlyCost(scaleRates(base, factor), price, BARE, day).variable;
        expect(Math.abs(scaled - once * factor)).toBeLessThanOrEqual(near(once * factor).tolerance);
      }),
    );
  });

  it('without load consists of the fixed part and what comes with the load balancer', () => {
    fc.assert(
      fc.property(prices, setting, profile, (price, around, day) => {
        const cost = monthlyCost(NO_LOAD, price, around, day);
        expect(cost.variable).toBe(0);
        expect(cost.loadBalancer).toBe(cost.fixed);
      }),
    );
  });

  it('is the sum of its parts, each counted once', () => {
    fc.assert(
      fc.property(rates, prices, setting, profile, (base, price, around, day) => {
        const cost = monthlyCost(base, price, around, day);
        const sum = cost.parts.reduce((total, { amount }) => total + (amount ?? 0), 0);
        expect(Math.abs(cost.total - sum)).toBeLessThanOrEqual(near(sum).tolerance);
        expect(new Set(cost.parts.map(({ name }) => name)).size).toBe(cost.parts.length);
      }),
    );
  });
});

describe('a workload', () => {
  it('yields finite, non-negative rates, and no more bytes to clients than in total', () => {
    fc.assert(
      fc.property(workload, (load) => {
        const { rates: derived, gigabytesOutPerHour } = deriveRates(load);
        for (const rate of Object.values(derived)) {
          expect(Number.isFinite(rate)).toBe(true);
          expect(rate).toBeGreaterThanOrEqual(0);
        }
        expect(gigabytesOutPerHour).toBeLessThanOrEqual(derived.gigabytesPerHour * (1 + 1e-9));
      }),
    );
  });

  it('twice as many sockets double every rate', () => {
    fc.assert(
      fc.property(workload, (load) => {
        const once = scaleRates(deriveRates(load).rates, 2);
        const twice = deriveRates({ ...load, connections: load.connections * 2 }).rates;
        for (const key of Object.keys(once) as (keyof Rates)[])
          expect(Math.abs(twice[key] - once[key])).toBeLessThanOrEqual(near(once[key]).tolerance);
      }),
    );
  });

  it('no advice promises more than the bill, or less than nothing', () => {
    fc.assert(
      fc.property(workload, prices, setting, profile, (load, price, around, day) => {
        const derived = deriveRates(load).rates;
        const { loadBalancer } = monthlyCost(derived, price, around, day);
        const situation = { rates: derived, workload: load, prices: price, setting: around, profile: day };
        for (const { saving } of advise(situation)) {
          expect(saving).toBeGreaterThanOrEqual(0);
          expect(saving).toBeLessThanOrEqual(loadBalancer + near(loadBalancer).tolerance);
        }
      }),
    );
  });
});
