import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { targetsOf, zonesOf } from '../../src/config/size.ts';
import { settingOf } from '../../src/cost/from-config.ts';
import { BARE } from '../../src/cost/monthly.ts';
import { PRICE_TABLE, tablePrices } from '../../src/cost/prices.ts';
import { FLAT, meanFactor, parseProfile, peakAndTrough } from '../../src/cost/profile.ts';
import { reconnectCases } from '../../src/cost/reconnect.ts';
import { costReport, type Question } from '../../src/cost/report.ts';
import { reportJson, sweepCsv } from '../../src/cost/report-data.ts';
import { reportText } from '../../src/cost/report-text.ts';

const question = (more: Partial<Question> = {}): Question => ({
  load: {
    kind: 'workload',
    workload: {
      connections: 5000,
      meanConnectionSeconds: 1800,
      messagesPerMinute: 12,
      bytesPerMessage: 800,
      heartbeatSeconds: 30,
      fromClients: 0.5,
      tls: true,
      rules: 0,
    },
  },
  prices: tablePrices('us-east-1')!,
  regionFrom: '--region',
  setting: BARE,
  profile: FLAT,
  zones: 2,
  targets: 4,
  transferPrice: undefined,
  notes: [],
  ...more,
});
const idle: Question['load'] = {
  kind: 'workload',
  workload: {
    connections: 5000,
    meanConnectionSeconds: 1800,
    heartbeatSeconds: 30,
    fromClients: 0.5,
    tls: true,
    rules: 0,
  },
};
const savings = (more: Partial<Question>) =>
  Object.fromEntries(costReport(question(more)).advice.map(({ strategy, saving }) => [strategy, saving]));

describe('the profile', () => {
  it('is written as hours × factor', () => {
    expect(meanFactor(parseProfile('8x1,8x0.5,8x0.1'))).toBeCloseTo(1.6 / 3, 12);
    expect(parseProfile('24x1')).toEqual(FLAT);
    expect(peakAndTrough(8, 0.25)).toEqual(parseProfile('8x1,16x0.25'));
  });

  it.each(['', '24', '24x', 'x1', '23x1', '25x1', '12x-1,12x1', '12xNaN,12x1', '24x1001', '24x1,'])(
    '"%s" is refused',
    (text) => expect(() => parseProfile(text)).toThrow(/not hours × factor|a day has 24/),
  );

  it('lowers only the variable part, by its mean', () => {
    const flat = costReport(question()).cost;
    const half = costReport(question({ profile: parseProfile('24x0.5') })).cost;
    expect(half.variable).toBeCloseTo(flat.variable / 2, 10);
    expect(half.fixed).toBe(flat.fixed);
  });

  it('applies a reservation hour by hour, not on average', () => {
    const setting = { ...BARE, reservedLcus: 2 };
    const { lcuHours } = costReport(question({ setting, profile: parseProfile('12x1,12x0') })).cost;
    expect(lcuHours).toBeCloseTo((730 / 2) * (3.023 - 2), 6);
  });
});

describe('advice', () => {
  it('when bytes decide, only fewer bytes save money', () => {
    const advice = savings({});
    expect(advice['compression']).toBeGreaterThan(5);
    expect(advice['message batching']).toBeGreaterThan(0);
    expect(advice['another Region']).toBe(0);
  });

  it('when idle sockets decide, only closing them saves money', () => {
    expect(savings({ load: idle })).toEqual({
      'connection reuse': 0,
      'message batching': 0,
      compression: 0,
      'closing idle connections': expect.closeTo(730 * 0.008 * (5000 / 3000) * 0.2, 6),
      'another Region': 0,
    });
  });

  it('compares the total price in another Region', () => {
    const prices = tablePrices('eu-west-1')!;
    expect(savings({ prices })['another Region']).toBeCloseTo(730 * (0.0252 - 0.0225), 10);
  });

  it('does not state savings from batching when only raw rates are known', () => {
    const rates = {
      newConnectionsPerSecond: 1,
      activeConnections: 10,
      gigabytesPerHour: 5,
      ruleEvaluationsPerSecond: 0,
    };
    expect(savings({ load: { kind: 'rates', rates } })).toMatchObject({
      'message batching': undefined,
      compression: expect.closeTo(730 * 0.008 * 2.5, 6),
    });
  });

  it('states no savings from less load under a reservation', () => {
    const report = costReport(question({ setting: { ...BARE, reservedLcus: 100 } }));
    expect(report.advice[2]).toMatchObject({ saving: 0, reason: expect.stringContaining('reservation') });
  });
});

it('reconnects: 60,000 sockets on 4 targets in 3 zones', () => {
  expect(reconnectCases(60_000, { targets: 4, zones: 3 })).toEqual([
    {
      what: 'one target',
      sockets: 15_000,
      newConnectionsPerSecond: 250,
      lcusInTheMinute: 10,
      lcusOverTheHour: expect.closeTo(1 / 6, 12),
    },
    {
      what: 'one zone',
      sockets: 20_000,
      newConnectionsPerSecond: 20_000 / 60,
      lcusInTheMinute: 20_000 / 60 / 25,
      lcusOverTheHour: expect.closeTo(2 / 9, 12),
    },
    {
      what: 'everything',
      sockets: 60_000,
      newConnectionsPerSecond: 1000,
      lcusInTheMinute: 40,
      lcusOverTheHour: expect.closeTo(2 / 3, 12),
    },
  ]);
  expect(reconnectCases(10, { targets: undefined, zones: 2 }).map(({ what }) => what)).toEqual([
    'one zone',
    'everything',
  ]);
});

describe('the setting from a config', () => {
  const setting = (input: object) => settingOf(parseConfig(input), { alarms: 8, zones: 2, freeTier: true });

  it('the production template', () => {
    expect(setting({})).toEqual({ ...BARE, publicIpv4Addresses: 2, alarms: 8, dashboards: 1 });
  });

  it('an internal load balancer, or one without public IPv4, pays for no addresses', () => {
    expect(setting({ network: { scheme: 'internal' } }).publicIpv4Addresses).toBe(0);
    expect(setting({ network: { ipAddressType: 'dualstack-without-public-ipv4' } }).publicIpv4Addresses).toBe(
      0,
    );
  });

  it('mutual TLS, with a trust store in verify mode only; a reservation', () => {
    const mutualTls = { mode: 'verify', trustStore: { bucket: 'my-bucket', key: 'ca.pem' } };
    expect(setting({ listener: { https: { mutualTls } } })).toMatchObject({
      mutualTls: true,
      trustStore: true,
    });
    expect(setting({ listener: { https: { mutualTls: { mode: 'passthrough' } } } })).toMatchObject({
      mutualTls: true,
      trustStore: false,
    });
    expect(setting({ loadBalancer: { reservedCapacityUnits: 200 } }).reservedLcus).toBe(200);
  });

  it('zones and targets, where the config states them', () => {
    expect(zonesOf(parseConfig({}))).toEqual({ count: 2, known: false });
    expect(zonesOf(parseConfig({ network: { create: { availabilityZones: 3 } } }))).toEqual({
      count: 3,
      known: true,
    });
    expect(targetsOf(parseConfig({}))).toBe(2);
    expect(targetsOf(parseConfig({ target: { type: 'ip' } }))).toBeUndefined();
  });
});

describe('the report', () => {
  it('draws bars on a terminal only, the longest for the deciding dimension', () => {
    const report = costReport(question());
    expect(reportText(report)).not.toContain('█');
    const lines = reportText(report, { chart: true }).split('\n');
    expect(lines.find((line) => line.includes('processed bytes'))).toContain(`${'█'.repeat(24)} ← decides`);
  });

  it('says in every format that a price is unknown', () => {
    const report = costReport(question({ setting: { ...BARE, trustStore: true } }));
    expect(reportText(report)).toMatch(/trust store +unknown/);
    expect(report.notes.join()).toContain('The price of a trust store in this Region is not known');
    expect(JSON.parse(reportJson(report)).parts[1]).toMatchObject({ name: 'trust store', amount: null });
  });

  it('keeps data transfer out apart from the totals', () => {
    const { cost, transfer } = costReport(question({ transferPrice: 0.09 }));
    expect(transfer.amount).toBeCloseTo(transfer.gigabytes * 0.09, 10);
    expect(cost.total).toBe(costReport(question()).cost.total);
  });

  it('prints the sweep as CSV: one line per factor', () => {
    const rows = sweepCsv(costReport(question())).trimEnd().split('\n');
    expect(rows.map((row) => row.split(',')[0])).toEqual(['factor', '0.1', '1', '10', '100']);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([11]));
  });

  it('the price table has every Region once, with both prices', () => {
    expect(new Set(PRICE_TABLE.map(({ region }) => region)).size).toBe(PRICE_TABLE.length);
    for (const { hour, lcu, asOf } of PRICE_TABLE) {
      expect(hour).toBeGreaterThan(0);
      expect(lcu).toBeGreaterThan(0);
      expect(asOf).toMatch(/^\d{4}/);
    }
  });
});
