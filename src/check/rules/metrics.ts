// Alarms and dashboards on load balancer metrics.
import { many } from '../../common/numbers.ts';
import {
  DIMENSION_VALUES,
  dimensionMistake,
  isHostCount,
  misreading,
  MISREADINGS,
} from '../../alb/metric-reading.ts';
import { isCount, METRIC_PERIOD_SECONDS } from '../../alb/metrics.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { replaceProperties, replaceProperty } from '../fix/properties.ts';
import { references } from '../mentions.ts';
import type { MetricUse } from '../metric-use.ts';
import type { Model } from '../model.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { sampleValue } from '../sample-value.ts';

const page = userGuide('load-balancer-cloudwatch-metrics');
const metrics = (model: Model): readonly MetricUse[] => model.metrics;

/** Why a metric with these dimensions has no data; undefined if it has, or if that cannot be known. */
function mistake({ metric, dimensions }: MetricUse, model: Model): string | undefined {
  if (dimensions === UNKNOWN) return undefined;
  const byNames = dimensionMistake(metric, new Set(dimensions.keys()));
  if (byNames !== undefined) return byNames;
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
    const sample = value?.kind === 'map' ? sampleValue(value, model.template) : undefined;
    if (sample !== undefined && DIMENSION_VALUES[name]?.form.test(sample) === false)
      return `${name} "${sample}", which is not the part of the ARN that it takes`;
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
  why: MISREADINGS.connections.why,
  source: page,
  judge: each(metrics, ({ metric, statistic, period, lineOf, by, isDivided }) => {
    if (metric !== 'ActiveConnectionCount') return 'not-applicable';
    // A dashboard defaults to Average over 300 s; an alarm has no defaults.
    const stat = statistic ?? (by === 'dashboard' ? 'Average' : UNKNOWN);
    const seconds = period ?? (by === 'dashboard' ? 300 : UNKNOWN);
    if (stat === UNKNOWN) return 'not-applicable';
    if (!misreading(metric, stat, seconds === UNKNOWN ? METRIC_PERIOD_SECONDS : seconds))
      return seconds === UNKNOWN ? 'not-applicable' : 'met';
    // The Sum over a longer period, divided by its minutes, is the mean.
    if (stat === 'Sum' && isDivided) return 'not-applicable';
    const isLong = seconds !== UNKNOWN && seconds !== METRIC_PERIOD_SECONDS;
    return violation(lineOf(stat === 'Sum' ? 'Period' : 'Statistic'), {
      stat,
      ...(isLong ? { seconds } : {}),
    });
  }),
  fix: {
    mode: 'suggest',
    what: `Sets Statistic to Sum and Period to ${METRIC_PERIOD_SECONDS}, in an alarm of one metric.`,
    change: (site) =>
      replaceProperties(site, [
        ...(site.args['stat'] === 'Sum' ? [] : [['Statistic', 'Sum'] as const]),
        ...(site.args['seconds'] === undefined ? [] : [['Period', METRIC_PERIOD_SECONDS] as const]),
      ]),
  },
  words: ({ stat, seconds }) => ({
    what: `ActiveConnectionCount is read as ${String(stat)}${seconds === undefined ? '' : ` over ${many(Number(seconds), 'second')}`}.`,
    allowed: MISREADINGS.connections.allowed,
    remedy: MISREADINGS.connections.remedy,
  }),
};

export const countStatistic: CheckRule = {
  code: 'count-statistic',
  severity: 'warning',
  group: 'watching',
  title: 'Event count not read as Sum',
  why: MISREADINGS.events.why,
  source: page,
  judge: each(metrics, ({ metric, statistic, lineOf, by }) => {
    // connection-count-statistic covers open connections.
    if (!isCount(metric) || metric === 'ActiveConnectionCount') return 'not-applicable';
    const stat = statistic ?? (by === 'dashboard' ? 'Average' : UNKNOWN);
    if (stat === UNKNOWN) return 'not-applicable';
    return misreading(metric, stat, METRIC_PERIOD_SECONDS)
      ? violation(lineOf('Statistic'), { metric, stat })
      : 'met';
  }),
  fix: {
    mode: 'suggest',
    what: 'Sets Statistic to Sum, in a single-metric alarm.',
    change: (site) => replaceProperty(site, 'Statistic', 'Sum'),
  },
  words: ({ metric, stat }) => ({
    what: `${String(metric)} is read as ${String(stat)}.`,
    allowed: MISREADINGS.events.allowed,
    remedy: MISREADINGS.events.remedy,
  }),
};
export const hostCountStatistic: CheckRule = {
  code: 'host-count-statistic',
  severity: 'warning',
  group: 'watching',
  title: 'Host count read as Sum',
  why: MISREADINGS.hosts.why,
  source: page,
  judge: each(metrics, ({ metric, statistic, lineOf }) => {
    if (!isHostCount(metric) || statistic === UNKNOWN) return 'not-applicable';
    return misreading(metric, statistic ?? '', METRIC_PERIOD_SECONDS)
      ? violation(lineOf('Statistic'), { metric })
      : 'met';
  }),
  words: ({ metric }) => ({
    what: `${String(metric)} is read as Sum.`,
    allowed: MISREADINGS.hosts.allowed,
    remedy: MISREADINGS.hosts.remedy,
  }),
};
