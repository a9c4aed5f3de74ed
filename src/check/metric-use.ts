import type { Unknown } from '../alb/setting.ts';
import type { Node } from './node.ts';
import type { Resource } from './template.ts';

/** A metric of a load balancer that an alarm, a dashboard or a scaling policy asks for. */
export interface MetricUse {
  readonly by: 'alarm' | 'dashboard' | 'scaling-policy';
  readonly resource: Resource;
  readonly line: number;
  readonly metric: string;
  /** Names, and the value where it is written out. UNKNOWN when one of the names cannot be known. */
  readonly dimensions: ReadonlyMap<string, Node | undefined> | Unknown;
  /** "Sum", "p99"; undefined when CloudWatch's default counts. */
  readonly statistic: string | Unknown | undefined;
  /** Seconds. */
  readonly period: number | Unknown | undefined;
  /** The line of a setting, for a finding about it. */
  readonly lineOf: (key: 'Statistic' | 'Period' | 'Dimensions') => number;
}
