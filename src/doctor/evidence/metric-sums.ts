// Sums of metrics over the window.
import type { MetricName } from '../../alb/metrics.ts';
import { points, total, type MetricReadings, type Point } from '../observations/metrics.ts';
import { observedValue, type Observations, type TargetGroup } from '../observations/observations.ts';
import { groupsInUse } from './target-groups.ts';

type Sums<M extends MetricName> = Readonly<Record<M, number>> & { readonly readings: MetricReadings };

/** The sums of metrics over the window; undefined if CloudWatch could not be read. */
export const sums = <M extends MetricName>(
  observed: Observations,
  ...metrics: readonly M[]
): Sums<M> | undefined => summed(observed, undefined, metrics);

/**
 * The sums for one target group. CloudWatch counts them per group. If a load balancer uses only one group, its own
 * metrics are the same, and also cover groups that have only just been put into use.
 */
export const groupSums = <M extends MetricName>(
  observed: Observations,
  group: TargetGroup,
  ...metrics: readonly M[]
): Sums<M> | undefined => summed(observed, dimension(observed, group), metrics);

/** The points of a metric for one target group, as in {@link groupSums}. */
export const groupPoints = (
  observed: Observations,
  group: TargetGroup,
  metric: MetricName,
  statistic = 'Sum',
): readonly Point[] => {
  const readings = observedValue(observed.metrics);
  return readings ? points(readings, metric, statistic, dimension(observed, group)) : [];
};

const dimension = (observed: Observations, { fullName }: TargetGroup): string | undefined =>
  groupsInUse(observed).length > 1 ? fullName : undefined;

function summed<M extends MetricName>(
  observed: Observations,
  targetGroup: string | undefined,
  metrics: readonly M[],
): Sums<M> | undefined {
  const readings = observedValue(observed.metrics);
  if (!readings) return undefined;
  const entries = metrics.map((metric) => [metric, total(readings, metric, targetGroup)]);
  return { ...(Object.fromEntries(entries) as Record<M, number>), readings };
}
