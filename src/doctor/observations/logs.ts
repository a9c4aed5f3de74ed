// Alarms and logs.
import type { LogKind } from '../../alb/log-delivery.ts';
import type { Observed } from './observed.ts';

export interface Alarm {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
  readonly since: string | undefined;
  readonly metric: string | undefined;
  /** How it reads metrics of load balancers: one, or several in metric math. */
  readonly readings: readonly MetricReading[];
}

/** How an alarm reads a metric in AWS/ApplicationELB. */
export interface MetricReading {
  readonly metric: string;
  /** Such as Sum or p99. */
  readonly statistic: string;
  /** In seconds. */
  readonly period: number;
  readonly dimensions: ReadonlyMap<string, string>;
  /** Part of an expression, which may correct how it is read. */
  readonly isInMath: boolean;
}

/** One kind of log that is on. */
export interface LogDelivery {
  readonly kind: LogKind;
  readonly bucket: string;
  readonly prefix: string;
  /** The number of files listed from today and yesterday; a few are enough. */
  readonly files: Observed<number>;
}

export interface LogBucket {
  readonly name: string;
  /** The policy document; empty if there is no policy. */
  readonly policy: Observed<unknown>;
  /** `AES256`, `aws:kms`, or `none`. */
  readonly encryption: Observed<string>;
}

/**
 * A source of logs that CloudWatch delivers (vended logs), as opposed to logs turned on by the load balancer's
 * attributes.
 */
export interface VendedLogSource {
  readonly name: string;
  /** ALB_ACCESS_LOGS, ALB_CONNECTION_LOGS, ALB_HEALTH_CHECK_LOGS. */
  readonly logType: string;
}
