import type { Unknown } from '../alb/setting.ts';
import type { Node } from './node.ts';
import type { Resource } from './template.ts';

/** A load balancer metric that an alarm, a dashboard or a scaling policy uses. */
export interface MetricUse {
  readonly by: 'alarm' | 'dashboard' | 'scaling-policy';
  readonly resource: Resource;
  readonly line: number;
  readonly metric: string;
  /** Dimension names, with values if they are literals. UNKNOWN if one of the names cannot be known. */
  readonly dimensions: ReadonlyMap<string, Node | undefined> | Unknown;
  /** "Sum", "p99"; undefined means CloudWatch's default. */
  readonly statistic: string | Unknown | undefined;
  /** Seconds. */
  readonly period: number | Unknown | undefined;
  /** An expression of the alarm or policy divides by or with it. */
  readonly isDivided?: boolean;
  /** The line of a setting, for findings about it. */
  readonly lineOf: (key: 'Statistic' | 'Period' | 'Dimensions') => number;
}
