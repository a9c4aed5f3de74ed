// A graph of the dashboard as data.
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
  /** Needed where an expression refers to the line. */
  readonly id?: string;
  /** Only an ingredient of an expression. */
  readonly hidden?: boolean;
  readonly axis?: 'right';
  /** The route whose target group it is; undefined for the sockets. */
  readonly route?: string;
  /** The second group of the sockets, where ECS shifts traffic between two. */
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

/** A line by the metric of the load balancer, each minute, unless the rest says otherwise. */
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
