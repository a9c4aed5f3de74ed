// Alarms and dashboards on load balancer metrics.
import { many } from '../../common/numbers.ts';
import { isCount, METRICS, METRIC_PERIOD_SECONDS, type Metric } from '../../alb/metrics.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { replaceProperty } from '../fix/properties.ts';
import { references } from '../mentions.ts';
import type { MetricUse } from '../metric-use.ts';
import type { Model } from '../model.ts';
import { each, violation, type CheckRule } from '../rule.ts';

const page = userGuide('load-balancer-cloudwatch-metrics');
const metrics = (model: Model): readonly MetricUse[] => model.metrics;
export const known = (name: string): Metric | undefined =>
  Object.hasOwn(METRICS, name) ? METRICS[name as keyof typeof METRICS] : undefined;

/** Why a metric with these dimensions has no data; undefined if it has, or if that cannot be known. */
function mistake({ metric, dimensions }: MetricUse, model: Model): string | undefined {
  if (dimensions === UNKNOWN) return undefined;
  const of = known(metric)?.dimensions;
  // Some metrics, such as RequestCountPerTarget, have the target group as their only dimension.
  const isPlaced = dimensions.has('LoadBalancer') || (!of && dimensions.has('TargetGroup'));
  if (!isPlaced) return 'no dimension LoadBalancer';
  if (of && !of.includes('load-balancer') && !dimensions.has('TargetGroup'))
    return 'no dimension TargetGroup';
  if (of && !of.includes('target-group') && dimensions.has('TargetGroup'))
    return 'the dimension TargetGroup, which this metric does not have';
  for (const [name, value] of dimensions) {
    for (const [id, attribute] of references(value)) {
      // Split, Join and Sub may extract the full name from the ARN.
      const isWhole = value?.kind === 'map' && (value.entries.has('Ref') || value.entries.has('Fn::GetAtt'));
      const full = FULL_NAMES[name];
      if (
        !isWhole ||
        !full ||
        !model.template.resources.get(id)?.type.startsWith('AWS::ElasticLoadBalancingV2::')
      )
        continue;
      if (attribute !== full) return `the ${attribute ?? 'ARN'} of ${id} as ${name}, which takes its ${full}`;
    }
  }
  return undefined;
}
const FULL_NAMES: Readonly<Record<string, string>> = {
  LoadBalancer: 'LoadBalancerFullName',
  TargetGroup: 'TargetGroupFullName',
};

export const metricDimensions: CheckRule = {
  code: 'metric-dimensions',
  severity: 'warning',
  group: 'watching',
  title: 'Metric without the dimensions it is published with',
  why: 'CloudWatch identifies a metric by its exact dimensions. With others the graph is empty and the alarm never goes off.',
  source: page,
  judge: each(metrics, (use, model) => {
    if (use.dimensions === UNKNOWN) return 'not-applicable';
    const reason = mistake(use, model);
    return reason === undefined ? 'met' : violation(use.lineOf('Dimensions'), { metric: use.metric, reason });
  }),
  words: ({ metric, reason }) => ({
    what: `${String(metric)} is asked for with ${String(reason)}.`,
    allowed: 'LoadBalancer, or TargetGroup together with LoadBalancer',
    remedy: 'Use !GetAtt of LoadBalancerFullName and TargetGroupFullName.',
  }),
};

export const connectionCountStatistic: CheckRule = {
  code: 'connection-count-statistic',
  severity: 'warning',
  group: 'watching',
  title: 'ActiveConnectionCount not read as Sum over 60 seconds',
  why: 'Every node of the load balancer publishes one sample per minute: only their Sum is the number of connections, and over five minutes it is five times that.',
  source: page,
  judge: each(metrics, ({ metric, statistic, period, lineOf, by }) => {
    if (metric !== 'ActiveConnectionCount') return 'not-applicable';
    // A dashboard defaults to Average over 300 s; an alarm has no defaults.
    const stat = statistic ?? (by === 'dashboard' ? 'Average' : UNKNOWN);
    const seconds = period ?? (by === 'dashboard' ? 300 : UNKNOWN);
    if (stat !== UNKNOWN && stat !== 'Sum') return violation(lineOf('Statistic'), { stat });
    if (seconds !== UNKNOWN && seconds !== METRIC_PERIOD_SECONDS && stat === 'Sum')
      return violation(lineOf('Period'), { stat, seconds });
    return stat === UNKNOWN || seconds === UNKNOWN ? 'not-applicable' : 'met';
  }),
  fix: {
    mode: 'suggest',
    what: `Sets Statistic to Sum and Period to ${METRIC_PERIOD_SECONDS}, in an alarm of one metric.`,
    change: (site) =>
      site.args['seconds'] === undefined
        ? replaceProperty(site, 'Statistic', 'Sum')
        : replaceProperty(site, 'Period', METRIC_PERIOD_SECONDS),
  },
  words: ({ stat, seconds }) => ({
    what: `ActiveConnectionCount is read as ${String(stat)}${seconds === undefined ? '' : ` over ${many(Number(seconds), 'second')}`}.`,
    allowed: `Sum over ${METRIC_PERIOD_SECONDS} seconds`,
    remedy: 'Use Sum and a period of 60; for a longer view, let metric math average it.',
  }),
};

export const countStatistic: CheckRule = {
  code: 'count-statistic',
  severity: 'warning',
  group: 'watching',
  title: 'Event count not read as Sum',
  why: 'Only the Sum of a count is the number of events: most samples are 1, and so are their average, minimum and maximum, however much happens.',
  source: page,
  judge: each(metrics, ({ metric, statistic, lineOf, by }) => {
    // connection-count-statistic covers open connections.
    if (!isCount(metric) || metric === 'ActiveConnectionCount') return 'not-applicable';
    const stat = statistic ?? (by === 'dashboard' ? 'Average' : UNKNOWN);
    if (stat === UNKNOWN) return 'not-applicable';
    return ONE_SAMPLE.test(stat) ? violation(lineOf('Statistic'), { metric, stat }) : 'met';
  }),
  fix: {
    mode: 'suggest',
    what: 'Sets Statistic to Sum, in a single-metric alarm.',
    change: (site) => replaceProperty(site, 'Statistic', 'Sum'),
  },
  words: ({ metric, stat }) => ({
    what: `${String(metric)} is read as ${String(stat)}.`,
    allowed: 'Sum',
    remedy: 'Use Sum; for a rate let metric math divide it, by the period or by another metric.',
  }),
};
const ONE_SAMPLE = /^(Average|Minimum|Maximum|p\d.*)$/;

export const hostCountStatistic: CheckRule = {
  code: 'host-count-statistic',
  severity: 'warning',
  group: 'watching',
  title: 'Host count read as Sum',
  why: 'HealthyHostCount and UnHealthyHostCount are levels reported by several nodes: their Sum counts each host several times.',
  source: page,
  judge: each(metrics, ({ metric, statistic, lineOf }) => {
    if (metric !== 'HealthyHostCount' && metric !== 'UnHealthyHostCount') return 'not-applicable';
    if (statistic === UNKNOWN) return 'not-applicable';
    return statistic === 'Sum' ? violation(lineOf('Statistic'), { metric }) : 'met';
  }),
  words: ({ metric }) => ({
    what: `${String(metric)} is read as Sum.`,
    allowed: 'Minimum, Maximum or Average',
    remedy: 'AWS recommends Minimum for UnHealthyHostCount.',
  }),
};
