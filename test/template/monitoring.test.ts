// Alarms and the dashboard in the template.
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { describe, expect, it } from 'vitest';
import { METRICS, type MetricName } from '../../src/alb/metrics.ts';
import { ALARMS, type AlarmDefinition } from '../../src/config/alarms.ts';
import { objectOf, resource } from '../helpers/template.ts';
const production = objectOf({});

describe('alarms', () => {
  it.each(ALARMS.filter(({ dimensions }) => dimensions !== 'application') as readonly AlarmDefinition[])(
    '$key: uses dimensions and a statistic that the metric has',
    ({ metric, dimensions, statistic, treatMissingData, key }) => {
      const facts = METRICS[metric as MetricName];
      expect(facts.dimensions).toContain(dimensions);
      expect(facts.statistics).toContain(statistic);
      if (facts.nonzeroOnly) expect([key, treatMissingData]).toEqual([key, 'notBreaching']);
    },
  );

  it('use several datapoints of one minute, unless configured otherwise', () => {
    for (const { Type, Properties } of Object.values(production.Resources)) {
      if (Type !== 'AWS::CloudWatch::Alarm') continue;
      expect(Properties).toMatchObject({ Period: 60, TreatMissingData: expect.stringMatching(/reaching$/) });
      expect(Properties['DatapointsToAlarm']).toBeGreaterThan(1);
    }
  });

  it('are sized by the workload: about two connections per socket, plus a quarter', () => {
    const template = objectOf({ workload: { connections: 20000, meanConnectionSeconds: 60 } });
    expect(resource(template, 'HighConnectionCount').Properties['Threshold']).toBe(50000);
    // 20,000 a minute are normal turnover; five times that, on both sides.
    expect(resource(template, 'ReconnectStorm').Properties['Threshold']).toBe(200000);
  });

  it('leave room for the connections of requests when routes share the load balancer', () => {
    const thresholds = (input: ConfigInput) =>
      ['HighConnectionCount', 'ReconnectStorm'].map(
        (id) => resource(objectOf(input), id).Properties['Threshold'],
      );
    const routes = [{ name: 'api', paths: ['/api/*'], target: { port: 3000 } }];
    const workload = { connections: 1000 };
    expect(thresholds({ workload, routes })).toEqual([2500, 1000]);
    // 100 requests a second are at most 6,000 connections a minute, on both sides.
    const busy = { connections: 1000, requestsPerSecond: 100 };
    expect(thresholds({ workload: busy, routes })).toEqual([14_500, 13_000]);
    // Sockets only: there are no other requests.
    expect(thresholds({ workload: busy })).toEqual([2500, 1000]);
  });

  it('a threshold in the config takes precedence over the workload', () => {
    const template = objectOf({ workload: { connections: 20000 }, alarms: { highConnectionCount: 7 } });
    expect(resource(template, 'HighConnectionCount').Properties['Threshold']).toBe(7);
  });
});

describe('the dashboard', () => {
  interface Widget {
    readonly type: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly properties: {
      metrics?: unknown[][];
      annotations?: { horizontal: { value: number }[] };
      title: string;
    };
  }
  const bodyOf = (input: unknown): { periodOverride: string; widgets: Widget[] } => {
    const { DashboardBody } = resource(objectOf(input), 'WebSocketDashboard').Properties;
    return JSON.parse((DashboardBody as { 'Fn::Sub': [string] })['Fn::Sub'][0]) as never;
  };

  it('is JSON, and its metrics exist and have the right dimensions', () => {
    const metrics = bodyOf({}).widgets.flatMap(({ properties }) => properties.metrics ?? []);
    for (const line of metrics.filter((parts) => parts.length > 1)) {
      const [namespace, name, ...rest] = line;
      expect(namespace).toBe('AWS/ApplicationELB');
      const facts = METRICS[name as MetricName];
      const isTargetGroup = rest.includes('TargetGroup');
      expect(facts.dimensions).toContain(isTargetGroup ? 'target-group' : 'load-balancer');
      expect(rest).toContain('${LoadBalancer}');
      const { stat = 'Sum' } = rest.at(-1) as { stat?: string };
      expect(facts.statistics).toContain(/^p\d/.test(stat) ? 'percentile' : stat);
    }
  });

  it('keeps its periods, because a Sum of connections over a longer one would read too high', () => {
    expect(bodyOf({}).periodOverride).toBe('inherit');
  });

  it('places widgets without overlap', () => {
    const { widgets } = bodyOf({});
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, i) => `${x + (i % width)},${y + Math.floor(i / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);
  });

  it('draws the connection threshold at half, because the graph shows sockets', () => {
    const live = bodyOf({ alarms: { highConnectionCount: 3000 } }).widgets.find(({ properties }) =>
      properties.title.startsWith('Live'),
    );
    expect(live?.properties.annotations?.horizontal.map(({ value }) => value)).toEqual([1500]);
  });

  it('shows no alarm states when there are no alarms', () => {
    expect(bodyOf({ alarms: false }).widgets.map(({ type }) => type)).not.toContain('alarm');
  });
});
