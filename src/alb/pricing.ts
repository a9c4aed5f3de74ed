// How AWS charges for an Application Load Balancer. The prices are in cost/prices.ts, because they change and this does
// not. Source: https://aws.amazon.com/elasticloadbalancing/pricing/, section Application Load Balancer.

/**
 * What one Load Balancer Capacity Unit (LCU) covers. Each hour is billed by the dimension that needs the most LCUs.
 * Processed bytes are for targets of type instance and ip; Lambda functions get less, and cannot hold sockets.
 */
export const LCU_CARRIES = {
  /** New connections per second, averaged over the hour. */
  newConnections: 25,
  /** Active connections, sampled every minute. */
  activeConnections: 3000,
  /** GB per hour, requests and responses together; 1 GB is 10^9 bytes, as in AWS's own examples. */
  processedBytes: 1,
  /** Rule evaluations per second. */
  ruleEvaluations: 1000,
} as const;

/** Active connections that one LCU covers while a listener uses mutual TLS. */
export const LCU_ACTIVE_CONNECTIONS_WITH_MUTUAL_TLS = 1500;

/** Rule evaluations = requests × (rules processed − these). The default rule does not count. */
export const FREE_RULES = 10;

/** Usage types, without the Region code in front. Source: "Understand codes for ELB in billing and usage reports". */
export const ALB_USAGE_TYPES = {
  hour: 'LoadBalancerUsage',
  lcu: 'LCUUsage',
  reservedLcu: 'ReservedLCUUsage',
  trustStoreHour: 'TS-LoadBalancerUsage',
} as const;

/**
 * What one NLCU covers, by listener protocol. Each hour is billed by the dimension that needs the most NLCUs. Source:
 * https://aws.amazon.com/elasticloadbalancing/pricing/, section Network Load Balancer.
 */
export const NLCU_CARRIES = {
  TCP: { newConnections: 800, activeConnections: 100_000, processedBytes: 1 },
  TLS: { newConnections: 50, activeConnections: 3000, processedBytes: 1 },
} as const;
