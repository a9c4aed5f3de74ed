// What CloudWatch answered, as series.
import { METRIC_PERIOD_SECONDS, type MetricName } from '../../alb/metrics.ts';
import type { Window } from './window.ts';

/** A datapoint: the beginning of its period as milliseconds since 1970, and its value. */
export type Point = readonly [time: number, value: number];

/** The series of a window. A metric without data has none: ELB publishes most only while they are not zero. */
export interface MetricReadings {
  readonly series: ReadonlyMap<string, readonly Point[]>;
}

/** The label of a series. */
export const seriesKey = (metric: MetricName, statistic: string, targetGroup = ''): string =>
  [metric, statistic, targetGroup].join(' ').trim();

/** The points of a metric; of a target group's, by its full name. */
export const points = (
  { series }: MetricReadings,
  metric: MetricName,
  statistic = 'Sum',
  targetGroup?: string,
): readonly Point[] => series.get(seriesKey(metric, statistic, targetGroup)) ?? [];

/** The sum over the window; 0 without data. */
export const total = (readings: MetricReadings, metric: MetricName, targetGroup?: string): number =>
  points(readings, metric, 'Sum', targetGroup).reduce((sum, [, value]) => sum + value, 0);

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
