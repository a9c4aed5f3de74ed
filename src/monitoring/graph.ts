// A dashboard graph as data.
import { METRIC_PERIOD_SECONDS, type MetricName, type Statistic } from '../alb/metrics.ts';
import type { ApplicationMetricName } from '../config/application-metrics.ts';

export interface MetricLine {
  readonly metric: MetricName | ApplicationMetricName;
  /** `application`: published by the servers, in the namespace of the config. */
  readonly dimensions: 'load-balancer' | 'target-group' | 'application';
  readonly statistic: Statistic | `p${number}`;
  readonly label: string;
  /** Seconds. */
  readonly period: number;
  /** Needed if an expression refers to the line. */
  readonly id?: string;
  /** Only used in an expression. */
  readonly hidden?: boolean;
  readonly axis?: 'right';
  /** The route whose target group it shows; undefined for the sockets. */
  readonly route?: string;
  /** The second target group of the sockets, if ECS shifts traffic between two. */
  readonly isAlternate?: true;
}

export interface ExpressionLine {
  readonly expression: string;
  readonly label: string;
  readonly id: string;
}

export interface ThresholdLine {
  readonly label: string;
  readonly value: number;
}

export interface Graph {
  readonly kind: 'graph';
  readonly title: string;
  readonly lines: readonly (MetricLine | ExpressionLine)[];
  readonly thresholds: readonly ThresholdLine[];
  /** What the left axis counts. */
  readonly unit: string;
}

/** A line for a metric of the load balancer with one-minute periods, unless `rest` overrides it. */
export const line = (
  metric: MetricLine['metric'],
  statistic: MetricLine['statistic'],
  label: string,
  rest: Partial<MetricLine> = {},
): MetricLine => ({
  metric,
  dimensions: 'load-balancer',
  statistic,
  label,
  period: METRIC_PERIOD_SECONDS,
  ...rest,
});
