// The metrics of an Application Load Balancer in the namespace AWS/ApplicationELB, as far as an operator of
// WebSocket servers watches them. Source for all: load-balancer-cloudwatch-metrics in the user guide.

export const METRIC_NAMESPACE = 'AWS/ApplicationELB';

/** ELB publishes its metrics once a minute; a Sum over a longer period adds several samples of a level. */
export const METRIC_PERIOD_SECONDS = 60;

/** `LoadBalancer` alone, or `TargetGroup` with `LoadBalancer`. A metric queried with other dimensions is empty. */
export type MetricDimensions = 'load-balancer' | 'target-group';
export type Statistic = 'Sum' | 'Average' | 'Minimum' | 'Maximum';

export interface Metric {
  readonly dimensions: readonly MetricDimensions[];
  /** The statistics that mean something; the first is the usual one. Percentiles are written "p99". */
  readonly statistics: readonly (Statistic | 'percentile')[];
  /** Published only while not zero: an alarm without TreatMissingData would rest in INSUFFICIENT_DATA. */
  readonly nonzeroOnly: boolean;
}

const counter = (...dimensions: MetricDimensions[]): Metric => ({
  dimensions,
  statistics: ['Sum'],
  nonzeroOnly: true,
});
const hostCount: Metric = {
  dimensions: ['target-group'],
  statistics: ['Minimum', 'Maximum', 'Average'],
  nonzeroOnly: false,
};

export const METRICS = {
  /** Concurrent connections from clients to the load balancer and from it to targets: about two per socket. */
  ActiveConnectionCount: counter('load-balancer'),
  /** New connections, counted on both sides too. */
  NewConnectionCount: counter('load-balancer'),
  RejectedConnectionCount: counter('load-balancer'),
  ProcessedBytes: counter('load-balancer'),
  ConsumedLCUs: {
    dimensions: ['load-balancer'],
    statistics: ['Maximum', 'Average', 'Sum', 'Minimum'],
    nonzeroOnly: false,
  },
  RequestCount: counter('load-balancer', 'target-group'),
  ClientTLSNegotiationErrorCount: counter('load-balancer'),
  /** Answers of the load balancer itself, 460 among them. */
  HTTPCode_ELB_4XX_Count: counter('load-balancer'),
  HTTPCode_ELB_500_Count: counter('load-balancer'),
  /** Never reported for a target group: the target did not answer. */
  HTTPCode_ELB_5XX_Count: counter('load-balancer'),
  HTTPCode_ELB_502_Count: counter('load-balancer'),
  HTTPCode_ELB_503_Count: counter('load-balancer'),
  HTTPCode_ELB_504_Count: counter('load-balancer'),
  /** Answers of fixed-response actions, whatever their status. */
  HTTP_Fixed_Response_Count: counter('load-balancer'),
  /** An error of the identity provider, or of the load balancer's access to it. */
  ELBAuthError: counter('load-balancer'),
  /** The identity provider refused the user, or a code was used twice. */
  ELBAuthFailure: counter('load-balancer'),
  ELBAuthUserClaimsSizeExceeded: counter('load-balancer'),
  /** There is no metric for 1XX: the 101 of an upgrade is in none of these. */
  HTTPCode_Target_2XX_Count: counter('load-balancer', 'target-group'),
  HTTPCode_Target_3XX_Count: counter('load-balancer', 'target-group'),
  HTTPCode_Target_4XX_Count: counter('load-balancer', 'target-group'),
  HTTPCode_Target_5XX_Count: counter('load-balancer', 'target-group'),
  TargetConnectionErrorCount: counter('load-balancer', 'target-group'),
  TargetTLSNegotiationErrorCount: counter('load-balancer', 'target-group'),
  /** Until the response headers: for a WebSocket the time to the 101, not the length of the session. */
  TargetResponseTime: {
    dimensions: ['load-balancer', 'target-group'],
    statistics: ['Average', 'percentile', 'Maximum', 'Minimum'],
    nonzeroOnly: true,
  },
  HealthyHostCount: hostCount,
  UnHealthyHostCount: hostCount,
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;

/** Counts of the namespace whose names do not end in Count. */
const OTHER_COUNTS = new Set([
  'ELBAuthError',
  'ELBAuthFailure',
  'ELBAuthSuccess',
  'ELBAuthUserClaimsSizeExceeded',
  'LambdaInternalError',
  'LambdaUserError',
  'LowReputationPacketsDropped',
  'LowReputationRequestsDenied',
  'RuleEvaluations',
]);

/**
 * Whether a metric counts events, of which only the Sum is a number of events: the other statistics are those of single
 * samples, of which most are 1. How many hosts there are is a level.
 */
export const isCount = (name: string): boolean =>
  OTHER_COUNTS.has(name) || (/_?Count$|CountPerTarget$/.test(name) && !name.endsWith('HostCount'));
