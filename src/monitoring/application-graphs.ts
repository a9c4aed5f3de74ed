// Dashboard graphs of the metrics that the servers publish.
import { APPLICATION_METRICS, type ApplicationMetricName } from '../config/application-metrics.ts';
import { line, type Graph, type MetricLine, type ThresholdLine } from './graph.ts';

const applicationLine = (metric: ApplicationMetricName, rest: Partial<MetricLine> = {}): MetricLine => {
  const { statistic, label } = APPLICATION_METRICS[metric];
  return line(metric, statistic, label, { dimensions: 'application', ...rest });
};

/** Graphs of the servers' own metrics. */
export const applicationGraphs = (threshold: (key: string) => ThresholdLine[]): Graph[] => [
  {
    kind: 'graph',
    title: 'Application: connected clients (left) and messages per second (right)',
    unit: 'clients',
    lines: [applicationLine('ConnectedClients'), applicationLine('MessageRate', { axis: 'right' })],
    thresholds: [],
  },
  {
    kind: 'graph',
    title: 'Application: errors per minute (left) and length of closed connections in seconds (right)',
    unit: 'errors',
    lines: [applicationLine('ConnectionErrors'), applicationLine('ConnectionDuration', { axis: 'right' })],
    thresholds: threshold('applicationConnectionErrors'),
  },
];
