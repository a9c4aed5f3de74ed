// How an alarm or a graph must read a metric so that its number means something. Source for all:
// load-balancer-cloudwatch-metrics in the user guide.
import { isCount, METRICS, METRIC_PERIOD_SECONDS, type Metric } from './metrics.ts';

/** What is known about a metric; undefined for one that is not in the list. */
export const knownMetric = (name: string): Metric | undefined =>
  Object.hasOwn(METRICS, name) ? METRICS[name as keyof typeof METRICS] : undefined;

export const isHostCount = (metric: string): boolean =>
  metric === 'HealthyHostCount' || metric === 'UnHealthyHostCount';

/** Statistics that describe single samples. */
const OF_ONE_SAMPLE = /^(Average|Minimum|Maximum|p\d.*)$/;

export type Misreading = keyof typeof MISREADINGS;

export const MISREADINGS = {
  connections: {
    why: 'Every node of the load balancer publishes one sample per minute: only their Sum is the number of connections, and over five minutes it is five times that.',
    allowed: `Sum over ${METRIC_PERIOD_SECONDS} seconds`,
    remedy: `Use Sum and a period of ${METRIC_PERIOD_SECONDS}; for a longer view, let metric math average it.`,
  },
  events: {
    why: 'Only the Sum of a count is the number of events: most samples are 1, and so are their average, minimum and maximum, however much happens.',
    allowed: 'Sum',
    remedy: 'Use Sum; for a rate let metric math divide it, by the period or by another metric.',
  },
  hosts: {
    why: 'HealthyHostCount and UnHealthyHostCount are levels reported by several nodes: their Sum counts each host several times.',
    allowed: 'Minimum, Maximum or Average',
    remedy: 'AWS recommends Minimum for UnHealthyHostCount.',
  },
} as const;

/**
 * How a metric is misread, if it is.
 *
 * @param statistic such as Sum or p99.
 * @param seconds the period.
 */
export function misreading(metric: string, statistic: string, seconds: number): Misreading | undefined {
  if (metric === 'ActiveConnectionCount')
    return statistic === 'Sum' && seconds === METRIC_PERIOD_SECONDS ? undefined : 'connections';
  if (isHostCount(metric)) return statistic === 'Sum' ? 'hosts' : undefined;
  return isCount(metric) && OF_ONE_SAMPLE.test(statistic) ? 'events' : undefined;
}

/** Why a metric with dimensions of these names has no data; undefined if it has, or if that is not known. */
export function dimensionMistake(metric: string, names: ReadonlySet<string>): string | undefined {
  const of = knownMetric(metric)?.dimensions;
  // Some metrics, such as RequestCountPerTarget, have the target group as their only dimension.
  const isPlaced = names.has('LoadBalancer') || (!of && names.has('TargetGroup'));
  if (!isPlaced) return 'no dimension LoadBalancer';
  if (of && !of.includes('load-balancer') && !names.has('TargetGroup')) return 'no dimension TargetGroup';
  if (of && !of.includes('target-group') && names.has('TargetGroup'))
    return 'the dimension TargetGroup, which this metric does not have';
  return undefined;
}

/** The form of a dimension's value, and an example. */
export const DIMENSION_VALUES: Readonly<Record<string, { readonly form: RegExp; readonly example: string }>> =
  {
    LoadBalancer: { form: /^app\/[^/]+\/[^/]+$/, example: 'app/chat/0123456789abcdef' },
    TargetGroup: { form: /^targetgroup\/[^/]+\/[^/]+$/, example: 'targetgroup/chat/0123456789abcdef' },
  };
