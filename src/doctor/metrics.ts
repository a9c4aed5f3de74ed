// What CloudWatch is asked, and its answer as series.
import { METRIC_NAMESPACE, METRIC_PERIOD_SECONDS, type MetricName } from '../alb/metrics.ts';
import { list, milliseconds, text } from './json.ts';
import type { Window } from './window.ts';

/** A datapoint: the beginning of its period as milliseconds since 1970, and its value. */
export type Point = readonly [time: number, value: number];

/** The series of a window. A metric without data has none: ELB publishes most only while they are not zero. */
export interface MetricReadings {
  readonly series: ReadonlyMap<string, readonly Point[]>;
}

interface Query {
  readonly metric: MetricName;
  readonly statistic: string;
}

const FOR_LOAD_BALANCER: readonly Query[] = [
  ...(
    [
      'ActiveConnectionCount',
      'NewConnectionCount',
      'RejectedConnectionCount',
      'RequestCount',
      'HTTPCode_ELB_500_Count',
      'HTTPCode_ELB_502_Count',
      'HTTPCode_ELB_503_Count',
      'HTTPCode_ELB_504_Count',
      'HTTPCode_Target_2XX_Count',
      'HTTPCode_Target_3XX_Count',
      'HTTPCode_Target_4XX_Count',
      'HTTPCode_Target_5XX_Count',
      'TargetConnectionErrorCount',
      'TargetTLSNegotiationErrorCount',
      'ClientTLSNegotiationErrorCount',
    ] as const
  ).map((metric) => ({ metric, statistic: 'Sum' })),
  { metric: 'TargetResponseTime', statistic: 'Maximum' },
];

const FOR_TARGET_GROUP: readonly Query[] = [
  { metric: 'HealthyHostCount', statistic: 'Minimum' },
  { metric: 'HealthyHostCount', statistic: 'Maximum' },
  { metric: 'UnHealthyHostCount', statistic: 'Minimum' },
  { metric: 'UnHealthyHostCount', statistic: 'Maximum' },
];

/** At most 500 queries a call (GetMetricData); fewer, so that the list stays a short argument. */
const QUERIES_A_CALL = 250;

const keyOf = (metric: MetricName, statistic: string, targetGroup = ''): string =>
  [metric, statistic, targetGroup].join(' ').trim();

/** The lists of queries for a load balancer and its target groups, as `--metric-data-queries` takes them. */
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
    Label: keyOf(metric, statistic, targetGroup),
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

/** The answers of GetMetricData as series, oldest point first. */
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
    // A result may come in several pages.
    series.set(
      label,
      [...(series.get(label) ?? []), ...points].toSorted(([a], [b]) => a - b),
    );
  }
  return { series };
}

/** The points of a metric; of a target group's, by its full name. */
export const points = (
  { series }: MetricReadings,
  metric: MetricName,
  statistic = 'Sum',
  targetGroup?: string,
): readonly Point[] => series.get(keyOf(metric, statistic, targetGroup)) ?? [];

/** The sum over the window; 0 without data. */
export const total = (readings: MetricReadings, metric: MetricName): number =>
  points(readings, metric).reduce((sum, [, value]) => sum + value, 0);

/** A level such as ActiveConnectionCount: a Sum adds one sample a minute, so a longer period is divided by its minutes. */
export const levels = (readings: MetricReadings, metric: MetricName, { period }: Window): Point[] =>
  points(readings, metric).map(([time, value]) => [time, value / (period / METRIC_PERIOD_SECONDS)]);

/** The largest value of points; undefined without any. */
export const highest = (some: readonly Point[]): Point | undefined =>
  some.reduce<Point | undefined>((best, point) => (best && best[1] >= point[1] ? best : point), undefined);

/** A point in time as people write it: "2026-11-22 16:05Z". */
export const at = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}Z`;

/** The first and the last of points, in words. */
export const spanOf = (some: readonly Point[]): string =>
  `${at(some[0]?.[0] ?? 0)} – ${at(some.at(-1)?.[0] ?? 0)}`;
