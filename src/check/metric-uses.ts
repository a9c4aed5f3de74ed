// The metrics of load balancers that a template's alarms and dashboards ask for, in one form.
import { METRIC_NAMESPACE } from '../alb/metrics.ts';
import { UNKNOWN } from '../alb/setting.ts';
import { dashboardMetrics } from './dashboards.ts';
import type { MetricUse } from './metric-use.ts';
import { child, entry, text, type Node } from './node.ts';
import { isScalar, type Resolver } from './resolve.ts';
import type { Resource } from './template.ts';

export function metricUses(resources: readonly Resource[], resolver: Resolver): MetricUse[] {
  return resources.flatMap((resource) => {
    if (resource.type === 'AWS::CloudWatch::Alarm') return alarmMetrics(resource, resolver);
    if (resource.type === 'AWS::CloudWatch::Dashboard') return dashboardMetrics(resource, resolver);
    return [];
  });
}

function alarmMetrics(resource: Resource, resolver: Resolver): MetricUse[] {
  const { properties } = resource;
  const single = use(resource, properties, properties, resolver);
  const queries = resolver.items(child(properties, 'Metrics'));
  if (queries === UNKNOWN) return single;
  const several = queries.flatMap((query) => {
    const stat = query === UNKNOWN ? undefined : child(query, 'MetricStat');
    return stat ? use(resource, child(stat, 'Metric'), stat, resolver) : [];
  });
  return [...single, ...several];
}

/** In a query the metric's name stands in a group of its own beside the statistic. */
function use(
  resource: Resource,
  metric: Node | undefined,
  how: Node | undefined,
  resolver: Resolver,
): MetricUse[] {
  const namespace = resolver.string(child(metric, 'Namespace'));
  const name = resolver.string(child(metric, 'MetricName'));
  if (namespace !== METRIC_NAMESPACE || typeof name !== 'string') return [];
  const keys = {
    Statistic: ['Statistic', 'ExtendedStatistic', 'Stat'],
    Period: ['Period'],
    Dimensions: ['Dimensions'],
  } as const;
  const line = entry(metric, 'MetricName')?.line ?? resource.line;
  const statistic = keys.Statistic.map((key) => resolver.string(child(how, key))).find(
    (one) => one !== undefined,
  );
  const period = resolver.string(child(how, 'Period'));
  return [
    {
      by: 'alarm',
      resource,
      line,
      metric: name,
      dimensions: dimensionsOf(child(metric, 'Dimensions'), resolver),
      statistic,
      period: typeof period === 'string' ? Number(period) : period,
      lineOf: (key) => {
        const found = keys[key]
          .map((one) => entry(how, one) ?? entry(metric, one))
          .find((one) => one !== undefined);
        return found?.line ?? line;
      },
    },
  ];
}

function dimensionsOf(node: Node | undefined, resolver: Resolver): MetricUse['dimensions'] {
  const items = resolver.items(node);
  if (items === UNKNOWN) return UNKNOWN;
  const dimensions = new Map<string, Node | undefined>();
  for (const item of items) {
    if (item === UNKNOWN) return UNKNOWN;
    const name = resolver.value(child(item, 'Name'));
    if (!isScalar(name)) return UNKNOWN;
    dimensions.set(name.value, child(item, 'Value'));
  }
  return dimensions;
}

/** The alarm's own words: its id, name and description. */
export const alarmText = ({ id, properties }: Resource): string =>
  [id, text(child(properties, 'AlarmName')), text(child(properties, 'AlarmDescription'))].join(' ');
