// The load balancer metrics used by a template's alarms, dashboards and scaling policies, in one form.
import { METRIC_NAMESPACE, METRIC_PERIOD_SECONDS } from '../alb/metrics.ts';
import { UNKNOWN } from '../alb/setting.ts';
import { dashboardMetrics } from './dashboards.ts';
import type { MetricUse } from './metric-use.ts';
import { child, entry, text, type Node } from './node.ts';
import { isScalar, type Resolver } from './resolve.ts';
import type { Resource } from './template.ts';

export function metricUses(resources: readonly Resource[], resolver: Resolver): MetricUse[] {
  return resources.flatMap((resource) => {
    if (resource.type === 'AWS::CloudWatch::Alarm')
      return askedFor('alarm', resource, resource.properties, resolver);
    if (resource.type === 'AWS::ApplicationAutoScaling::ScalingPolicy')
      return policyMetrics(resource, resolver);
    if (resource.type === 'AWS::CloudWatch::Dashboard') return dashboardMetrics(resource, resolver);
    return [];
  });
}

/** Metrics used directly in a group of properties, and in its queries. */
function askedFor(
  by: MetricUse['by'],
  resource: Resource,
  from: Node | undefined,
  resolver: Resolver,
): MetricUse[] {
  const single = use(by, resource, from, from, resolver);
  const queries = resolver.items(child(from, 'Metrics'));
  if (queries === UNKNOWN) return single;
  const expressions = queries.map((query) => {
    const expression = query === UNKNOWN ? UNKNOWN : resolver.string(child(query, 'Expression'));
    return expression === UNKNOWN ? '' : (expression ?? '');
  });
  const several = queries.flatMap((query) => {
    const stat = query === UNKNOWN ? undefined : child(query, 'MetricStat');
    if (query === UNKNOWN || !stat) return [];
    const id = text(child(query, 'Id')) ?? '';
    const isDivided = expressions.some(
      (expression) => expression.includes('/') && expression.split(/\W+/).includes(id),
    );
    return use(by, resource, child(stat, 'Metric'), stat, resolver).map((one) => ({ ...one, isDivided }));
  });
  return [...single, ...several];
}

function policyMetrics(resource: Resource, resolver: Resolver): MetricUse[] {
  const custom = resolver.at(
    resource.properties,
    'TargetTrackingScalingPolicyConfiguration',
    'CustomizedMetricSpecification',
  );
  if (custom === undefined || custom === UNKNOWN) return [];
  // Application Auto Scaling evaluates every metric with a one-minute period.
  return askedFor('scaling-policy', resource, custom, resolver).map((one) => ({
    ...one,
    period: METRIC_PERIOD_SECONDS,
  }));
}

/** In a query, the metric's name is in a group of its own, next to the statistic. */
function use(
  by: MetricUse['by'],
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
      by,
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

/** The alarm's id, name and description. */
export const alarmText = ({ id, properties }: Resource): string =>
  [id, text(child(properties, 'AlarmName')), text(child(properties, 'AlarmDescription'))].join(' ');
