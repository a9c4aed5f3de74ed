import { METRICS, type MetricDimensions, type MetricName, type Statistic } from '../alb/metrics.ts';
import { APPLICATION_METRICS, type ApplicationMetricName } from './application-metrics.ts';

/** An alarm as we define it, before the config adjusts it. */
export interface AlarmDefinition {
  /** The key under `alarms`, in camel case; the logical id is the same in Pascal case. */
  readonly key: string;
  readonly metric: MetricName | ApplicationMetricName;
  /** `application`: published by the servers themselves, only with `metrics`. */
  readonly dimensions: MetricDimensions | 'application';
  readonly statistic: Statistic;
  readonly comparison: 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold';
  /** Undefined: off unless the config sets a threshold or a workload to size it from. */
  readonly threshold?: number;
  /**
   * The number of periods evaluated, and how many of them must breach, so that a single deploy or blip does not page
   * anyone.
   */
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /**
   * Metrics that are published only while nonzero have no data in quiet times. That is good news, except for host
   * counts.
   */
  readonly treatMissingData: 'notBreaching' | 'breaching';
  readonly description: string;
}

const defineAlarm = <const K extends string>(
  key: K,
  metric: MetricName,
  rest: Omit<AlarmDefinition, 'key' | 'metric' | 'dimensions' | 'statistic' | 'treatMissingData'> &
    Partial<AlarmDefinition>,
): AlarmDefinition & { readonly key: K } => ({
  dimensions: METRICS[metric].dimensions[0],
  statistic: 'Sum',
  treatMissingData: 'notBreaching',
  ...rest,
  key,
  metric,
});

/** Alarms on the load balancer's metrics, in the order of the template. */
export const ALARMS = [
  defineAlarm('highConnectionCount', 'ActiveConnectionCount', {
    comparison: 'GreaterThanThreshold',
    threshold: 10_000,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description:
      'Many open connections. The metric counts both sides of the load balancer: about two for each socket.',
  }),
  defineAlarm('unhealthyTargets', 'UnHealthyHostCount', {
    // AWS advises using the Minimum, and alarming only if it is nonzero for more than one datapoint.
    statistic: 'Minimum',
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description:
      'Targets fail their health check. Sockets that are open stay on them; new ones go elsewhere.',
  }),
  defineAlarm('noHealthyTargets', 'HealthyHostCount', {
    statistic: 'Maximum',
    comparison: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    // No data means that no target is registered at all.
    treatMissingData: 'breaching',
    description: 'No target is healthy: every new connection fails or reaches a failing target.',
  }),
  defineAlarm('rejectedConnections', 'RejectedConnectionCount', {
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    evaluationPeriods: 5,
    datapointsToAlarm: 2,
    description: 'The load balancer refused connections because it had reached its maximum.',
  }),
  defineAlarm('targetConnectionErrors', 'TargetConnectionErrorCount', {
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 10,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description:
      'The load balancer could not connect to targets: security group, port, or a server that accepts no more.',
  }),
  defineAlarm('loadBalancer5xx', 'HTTPCode_ELB_5XX_Count', {
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 10,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description:
      'The load balancer itself answered with 5xx: 502 target closed, 503 no target, 504 no answer in time.',
  }),
  defineAlarm('target5xx', 'HTTPCode_Target_5XX_Count', {
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 10,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description: 'Targets answered HTTP requests or WebSocket upgrades with 5xx.',
  }),
  defineAlarm('tlsNegotiationErrors', 'ClientTLSNegotiationErrorCount', {
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 100,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    description: 'Clients fail the TLS handshake: certificate, TLS policy, or a scan.',
  }),
  defineAlarm('reconnectStorm', 'NewConnectionCount', {
    comparison: 'GreaterThanThreshold',
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    description:
      'Many clients connect at once, as after a deploy or a network failure. Both sides of the load balancer count.',
  }),
  defineAlarm('lcuBudget', 'ConsumedLCUs', {
    statistic: 'Average',
    comparison: 'GreaterThanThreshold',
    evaluationPeriods: 15,
    datapointsToAlarm: 15,
    description: 'The load balancer consumes more capacity units (LCUs) than budgeted.',
  }),
  {
    key: 'applicationConnectionErrors',
    metric: 'ConnectionErrors',
    dimensions: 'application',
    statistic: APPLICATION_METRICS.ConnectionErrors.statistic,
    comparison: 'GreaterThanOrEqualToThreshold',
    threshold: 10,
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    treatMissingData: 'notBreaching',
    description: 'The servers count errors on WebSocket connections.',
  },
] as const satisfies readonly AlarmDefinition[];

export type AlarmKey = (typeof ALARMS)[number]['key'];

/** The keys under `alarms`. */
export const ALARM_KEYS: readonly AlarmKey[] = ALARMS.map((alarm) => alarm.key);
