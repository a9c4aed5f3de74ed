// The CloudWatch queries, and how their results become series.
import { METRIC_NAMESPACE, type MetricName } from '../../alb/metrics.ts';
import { list, milliseconds, text } from '../calls/answer-fields.ts';
import { seriesKey, type MetricReadings, type Point } from '../observations/metrics.ts';
import type { Window } from '../observations/window.ts';

interface Query {
  readonly metric: MetricName;
  readonly statistic: string;
}

const sums = (...metrics: readonly MetricName[]): Query[] =>
  metrics.map((metric) => ({ metric, statistic: 'Sum' }));

/** Counted per load balancer and per target group. */
const FOR_BOTH: readonly Query[] = [
  ...sums(
    'RequestCount',
    'HTTPCode_Target_2XX_Count',
    'HTTPCode_Target_3XX_Count',
    'HTTPCode_Target_4XX_Count',
    'HTTPCode_Target_5XX_Count',
    'TargetConnectionErrorCount',
    'TargetTLSNegotiationErrorCount',
  ),
  { metric: 'TargetResponseTime', statistic: 'Maximum' },
];

const FOR_LOAD_BALANCER: readonly Query[] = [
  ...sums(
    'ActiveConnectionCount',
    'NewConnectionCount',
    'RejectedConnectionCount',
    'HTTPCode_ELB_4XX_Count',
    'HTTPCode_ELB_5XX_Count',
    'HTTPCode_ELB_500_Count',
    'HTTPCode_ELB_502_Count',
    'HTTPCode_ELB_503_Count',
    'HTTPCode_ELB_504_Count',
    'HTTP_Fixed_Response_Count',
    'ELBAuthError',
    'ELBAuthFailure',
    'ELBAuthUserClaimsSizeExceeded',
    'ClientTLSNegotiationErrorCount',
  ),
  ...FOR_BOTH,
];

const FOR_TARGET_GROUP: readonly Query[] = [
  { metric: 'HealthyHostCount', statistic: 'Minimum' },
  { metric: 'HealthyHostCount', statistic: 'Maximum' },
  { metric: 'UnHealthyHostCount', statistic: 'Minimum' },
  { metric: 'UnHealthyHostCount', statistic: 'Maximum' },
  ...FOR_BOTH,
];

/** GetMetricData accepts 500 queries per call; fewer here, so that the argument stays short. */
const QUERIES_A_CALL = 250;

/** The queries for a load balancer and its target groups, in batches for `--metric-data-queries`. */
export function metricQueries(
  loadBalancer: string,
  targetGroups: readonly string[],
  { period }: Window,
): { readonly Id: string; readonly Label: string }[][] {
  const all = [
    ...FOR_LOAD_BALANCER.map((query) => ({ ...query, targetGroup: undefined })),
    ...targetGroups.flatMap((targetGroup) => FOR_TARGET_GROUP.map((query) => ({ ...query, targetGroup }))),
  ];
  const queries = all.map(({ metric, statistic, targetGroup }, index) => ({
    Id: `m${index}`,
    Label: seriesKey(metric, statistic, targetGroup),
    MetricStat: {
      Metric: {
        Namespace: METRIC_NAMESPACE,
        MetricName: metric,
        Dimensions: [
          ...(targetGroup === undefined ? [] : [{ Name: 'TargetGroup', Value: targetGroup }]),
          { Name: 'LoadBalancer', Value: loadBalancer },
        ],
      },
      Period: period,
      Stat: statistic,
    },
  }));
  return Array.from({ length: Math.ceil(queries.length / QUERIES_A_CALL) }, (_, index) =>
    queries.slice(index * QUERIES_A_CALL, (index + 1) * QUERIES_A_CALL),
  );
}

/** The results of GetMetricData as series, oldest point first. */
export function readMetrics(answers: readonly unknown[]): MetricReadings {
  const series = new Map<string, Point[]>();
  for (const result of answers.flatMap((answer) => list(answer, 'MetricDataResults'))) {
    const label = text(result, 'Label');
    const values = list(result, 'Values');
    const points = list(result, 'Timestamps').flatMap((time, index): Point[] => {
      const value = values[index];
      const at = milliseconds(time);
      return typeof value === 'number' && at !== undefined ? [[at, value]] : [];
    });
    if (label === undefined || points.length === 0) continue;
    // A result may be spread over several pages.
    series.set(
      label,
      [...(series.get(label) ?? []), ...points].toSorted(([a], [b]) => a - b),
    );
  }
  return { series };
}
