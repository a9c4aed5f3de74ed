// The time range of the CloudWatch queries.
import { METRIC_PERIOD_SECONDS } from '../../alb/metrics.ts';

export interface Window {
  /** ISO 8601, whole periods. */
  readonly from: string;
  readonly to: string;
  readonly seconds: number;
  /** Seconds per datapoint: shorter for a short window, and limited so that a series has at most a few hundred points. */
  readonly period: number;
}

/** CloudWatch keeps one-minute datapoints for 15 days (GetMetricData); for anything older, use the logs. */
export const MAX_WINDOW_SECONDS = 14 * 86_400;
export const MIN_WINDOW_SECONDS = 300;

const PERIODS: readonly (readonly [number, number])[] = [
  [6 * 3600, METRIC_PERIOD_SECONDS],
  [36 * 3600, 300],
  [Infinity, 3600],
];

/** The `seconds` before `now`, in whole periods. */
export function windowBefore(now: Date, seconds: number): Window {
  const period = PERIODS.find(([limit]) => seconds <= limit)?.[1] ?? 3600;
  // Includes the current period, which covers what went wrong a minute ago.
  const to = Math.ceil(now.getTime() / 1000 / period) * period;
  const from = Math.floor((now.getTime() / 1000 - seconds) / period) * period;
  return { from: iso(from), to: iso(to), seconds, period };
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
