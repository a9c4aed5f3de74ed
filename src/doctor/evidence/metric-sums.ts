// Sums of metrics over the window.
import type { MetricName } from '../../alb/metrics.ts';
import { total, type MetricReadings } from '../observations/metrics.ts';
import { observedValue, type Observations } from '../observations/observations.ts';

/** The sums of metrics in the window; undefined when CloudWatch was not seen. */
export function sums<M extends MetricName>(
  observed: Observations,
  ...metrics: readonly M[]
): (Readonly<Record<M, number>> & { readonly readings: MetricReadings }) | undefined {
  const readings = observedValue(observed.metrics);
  if (!readings) return undefined;
  const entries = metrics.map((metric) => [metric, total(readings, metric)]);
  return { ...(Object.fromEntries(entries) as Record<M, number>), readings };
}
