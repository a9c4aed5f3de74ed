// Computes LCUs from rates: what an hour of load needs, and which dimension determines it.
import { LCU_ACTIVE_CONNECTIONS_WITH_MUTUAL_TLS, LCU_CARRIES } from '../alb/pricing.ts';

/** The load of one hour. All values are zero or more. */
export interface Rates {
  /** New client connections per second, averaged over the hour. */
  readonly newConnectionsPerSecond: number;
  /**
   * Connections open between clients and the load balancer. Not the metric ActiveConnectionCount, which also counts
   * connections to targets: AWS's worked examples use the number of client connections.
   */
  readonly activeConnections: number;
  /** GB (10^9 bytes) per hour, both directions added up. */
  readonly gigabytesPerHour: number;
  /** Rule evaluations per second that count: requests × (rules − 10 free). */
  readonly ruleEvaluationsPerSecond: number;
}

export const DIMENSIONS = [
  'newConnections',
  'activeConnections',
  'processedBytes',
  'ruleEvaluations',
] as const satisfies readonly (keyof typeof LCU_CARRIES)[];
export type Dimension = (typeof DIMENSIONS)[number];

export interface LcuUse {
  readonly byDimension: Readonly<Record<Dimension, number>>;
  /** The LCUs that are billed: the largest of the dimensions. */
  readonly lcus: number;
  /** The dimension that determines the bill; undefined without load. */
  readonly dominant: Dimension | undefined;
}

export const NO_LOAD: Rates = {
  newConnectionsPerSecond: 0,
  activeConnections: 0,
  gigabytesPerHour: 0,
  ruleEvaluationsPerSecond: 0,
};

/** The LCUs of one hour. Fractions of an LCU are billed as fractions. */
export function lcuUse(rates: Rates, { mutualTls = false } = {}): LcuUse {
  const activeConnectionsPerLcu = mutualTls
    ? LCU_ACTIVE_CONNECTIONS_WITH_MUTUAL_TLS
    : LCU_CARRIES.activeConnections;
  const byDimension = {
    newConnections: rates.newConnectionsPerSecond / LCU_CARRIES.newConnections,
    activeConnections: rates.activeConnections / activeConnectionsPerLcu,
    processedBytes: rates.gigabytesPerHour / LCU_CARRIES.processedBytes,
    ruleEvaluations: rates.ruleEvaluationsPerSecond / LCU_CARRIES.ruleEvaluations,
  };
  const lcus = Math.max(...Object.values(byDimension));
  const dominant = lcus === 0 ? undefined : DIMENSIONS.find((dimension) => byDimension[dimension] === lcus);
  return { byDimension, lcus, dominant };
}

/** The load multiplied by a factor. */
export const scaleRates = (rates: Rates, factor: number): Rates => ({
  newConnectionsPerSecond: rates.newConnectionsPerSecond * factor,
  activeConnections: rates.activeConnections * factor,
  gigabytesPerHour: rates.gigabytesPerHour * factor,
  ruleEvaluationsPerSecond: rates.ruleEvaluationsPerSecond * factor,
});
