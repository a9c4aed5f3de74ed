// Metrics, obtained from the constructs that they belong to.
import type { MetricName } from '../alb/metrics.ts';
import { APPLICATION_DIMENSION } from '../config/application-metrics.ts';
import { applicationNamespace } from '../config/derived.ts';
import type { Config } from '../config/schema/index.ts';
import type { MetricLine } from '../monitoring/graph.ts';
import { cloudwatch, elbv2 } from './library.ts';
import { LOAD_BALANCER } from './sections/load-balancer.ts';
import { targetGroupOf } from './sections/target-group.ts';
import { call, create, member, type Expression, type Value } from './source/nodes.ts';

/** The construct's method for each metric, and the HTTP code argument that some methods take. */
const METHODS: Readonly<Record<MetricName, readonly [method: string, code?: string]>> = {
  ActiveConnectionCount: ['activeConnectionCount'],
  NewConnectionCount: ['newConnectionCount'],
  RejectedConnectionCount: ['rejectedConnectionCount'],
  ProcessedBytes: ['processedBytes'],
  ConsumedLCUs: ['consumedLCUs'],
  RequestCount: ['requestCount'],
  ClientTLSNegotiationErrorCount: ['clientTlsNegotiationErrorCount'],
  HTTPCode_ELB_4XX_Count: ['httpCodeElb', 'HttpCodeElb.ELB_4XX_COUNT'],
  HTTP_Fixed_Response_Count: ['httpFixedResponseCount'],
  ELBAuthError: ['elbAuthError'],
  ELBAuthFailure: ['elbAuthFailure'],
  ELBAuthUserClaimsSizeExceeded: ['custom', "'ELBAuthUserClaimsSizeExceeded'"],
  HTTPCode_ELB_5XX_Count: ['httpCodeElb', 'HttpCodeElb.ELB_5XX_COUNT'],
  HTTPCode_ELB_500_Count: ['httpCodeElb', 'HttpCodeElb.ELB_500_COUNT'],
  HTTPCode_ELB_502_Count: ['httpCodeElb', 'HttpCodeElb.ELB_502_COUNT'],
  HTTPCode_ELB_503_Count: ['httpCodeElb', 'HttpCodeElb.ELB_503_COUNT'],
  HTTPCode_ELB_504_Count: ['httpCodeElb', 'HttpCodeElb.ELB_504_COUNT'],
  HTTPCode_Target_2XX_Count: ['httpCodeTarget', 'HttpCodeTarget.TARGET_2XX_COUNT'],
  HTTPCode_Target_3XX_Count: ['httpCodeTarget', 'HttpCodeTarget.TARGET_3XX_COUNT'],
  HTTPCode_Target_4XX_Count: ['httpCodeTarget', 'HttpCodeTarget.TARGET_4XX_COUNT'],
  HTTPCode_Target_5XX_Count: ['httpCodeTarget', 'HttpCodeTarget.TARGET_5XX_COUNT'],
  TargetConnectionErrorCount: ['targetConnectionErrorCount'],
  TargetTLSNegotiationErrorCount: ['targetTLSNegotiationErrorCount'],
  TargetResponseTime: ['targetResponseTime'],
  HealthyHostCount: ['healthyHostCount'],
  UnHealthyHostCount: ['unhealthyHostCount'],
};

/** A use of a metric, by an alarm or a line of a graph. */
export interface MetricUse {
  readonly metric: MetricLine['metric'];
  readonly dimensions: MetricLine['dimensions'];
  readonly statistic: MetricLine['statistic'];
  readonly period: Value;
  readonly label?: string;
  /** The route whose target group it is about; undefined for the target group of the sockets. */
  readonly route?: string | undefined;
  /** It is about the second group of the sockets. */
  readonly isAlternate?: boolean | undefined;
}

/** The metric; the constructs supply its dimensions. */
export function metricOf(
  { metric, dimensions, statistic, route, isAlternate, ...rest }: MetricUse,
  config: Config,
): Expression {
  const options = { statistic: statisticOf(statistic), ...rest };
  if (dimensions === 'application')
    return create(member(cloudwatch, 'Metric'), {
      namespace: applicationNamespace(config),
      metricName: metric,
      dimensionsMap: { [APPLICATION_DIMENSION]: config.name },
      ...options,
    });
  const [method, code] = METHODS[metric as MetricName];
  return call(
    dimensions === 'target-group' ? targetGroupOf(route, isAlternate) : LOAD_BALANCER,
    `metrics.${method}`,
    ...(code === undefined ? [] : [member(elbv2, code)]),
    options,
  );
}

/** `Sum` -> `cloudwatch.Stats.SUM`, `p99` -> `cloudwatch.Stats.percentile(99)` */
const statisticOf = (statistic: string): Expression => {
  const stats = member(cloudwatch, 'Stats');
  return statistic.startsWith('p')
    ? call(stats, 'percentile', Number(statistic.slice(1)))
    : member(stats, statistic.toUpperCase());
};
