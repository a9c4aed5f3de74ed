// CloudWatch's results, as series.
import { METRIC_PERIOD_SECONDS, type MetricName } from '../../alb/metrics.ts';
import type { Window } from './window.ts';

/** A datapoint: the start of its period in milliseconds since 1970, and its value. */
export type Point = readonly [time: number, value: number];

/** The series of a window. A metric without data has no series: ELB publishes most metrics only when nonzero. */
export interface MetricReadings {
  readonly series: ReadonlyMap<string, readonly Point[]>;
}

/** The label of a series. */
export const seriesKey = (metric: MetricName, statistic: string, targetGroup = ''): string =>
  [metric, statistic, targetGroup].join(' ').trim();

/** The points of a metric; for a target group, given by its full name. */
export const points = (
  { series }: MetricReadings,
  metric: MetricName,
  statistic = 'Sum',
  targetGroup?: string,
): readonly Point[] => series.get(seriesKey(metric, statistic, targetGroup)) ?? [];

/** The sum over the window; 0 without data. */
export const total = (readings: MetricReadings, metric: MetricName, targetGroup?: string): number =>
  points(readings, metric, 'Sum', targetGroup).reduce((sum, [, value]) => sum + value, 0);

/**
 * A level such as ActiveConnectionCount. Its Sum adds up one sample per minute, so it is divided by the minutes of the
 * period.
 */
export const levels = (readings: MetricReadings, metric: MetricName, { period }: Window): Point[] =>
  points(readings, metric).map(([time, value]) => [time, value / (period / METRIC_PERIOD_SECONDS)]);

/** The highest of some points; undefined if there are none. */
export const highest = (some: readonly Point[]): Point | undefined =>
  some.reduce<Point | undefined>((best, point) => (best && best[1] >= point[1] ? best : point), undefined);

/** A time for display: "2026-11-22 16:05Z". */
export const at = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}Z`;

/** The time from the first to the last of some points, as text. */
export const spanOf = (some: readonly Point[]): string =>
  `${at(some[0]?.[0] ?? 0)} – ${at(some.at(-1)?.[0] ?? 0)}`;
