// Metrics that the application publishes itself: the server-side code writes them, the dashboard and alarms read them.
import type { Statistic } from '../alb/metrics.ts';

/**
 * All metrics have this one dimension, whose value is the config's name, so that the servers of a load balancer add up.
 */
export const APPLICATION_DIMENSION = 'Service';

/** The namespace, unless the config sets another. */
export const APPLICATION_NAMESPACE = 'WebSocket/Application';

export interface ApplicationMetric {
  /** CloudWatch's own unit. */
  readonly unit: 'Count' | 'Count/Second' | 'Seconds';
  /** How the datapoints of several servers are combined. */
  readonly statistic: Statistic;
  readonly label: string;
}

export const APPLICATION_METRICS = {
  ConnectedClients: { unit: 'Count', statistic: 'Sum', label: 'connected clients' },
  MessageRate: { unit: 'Count/Second', statistic: 'Sum', label: 'messages per second' },
  ConnectionErrors: { unit: 'Count', statistic: 'Sum', label: 'connection errors' },
  ConnectionDuration: { unit: 'Seconds', statistic: 'Average', label: 'length of closed connections' },
} as const satisfies Record<string, ApplicationMetric>;

export type ApplicationMetricName = keyof typeof APPLICATION_METRICS;
