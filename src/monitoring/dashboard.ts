// The dashboard as data, which the template and the CDK code each render in their own way.
import { METRIC_PERIOD_SECONDS, type MetricName } from '../alb/metrics.ts';
import { shiftsTraffic } from '../config/deployment.ts';
import type { Config } from '../config/schema/index.ts';
import { isShared, targetGroupsOf } from '../config/target-groups.ts';
import { alarmsOf, type Alarm } from './alarms.ts';
import { applicationGraphs } from './application-graphs.ts';
import { line, type Graph, type MetricLine, type ThresholdLine } from './graph.ts';

export interface AlarmStates {
  readonly kind: 'alarms';
  readonly title: string;
  readonly alarms: readonly Alarm[];
}

export type Widget = Graph | AlarmStates;

/**
 * CloudWatch normally widens the period with the dashboard's time range. The Sum of a level, such as
 * ActiveConnectionCount, would then be too high by that factor, so the graphs keep their own period.
 */
export const PERIOD_OVERRIDE = 'inherit';

/** The widgets that a config asks for, in reading order. */
export function dashboardOf(config: Config): Widget[] {
  const alarms = alarmsOf(config);
  const threshold = (key: string, scale = 1): ThresholdLine[] =>
    alarms
      .filter((alarm) => alarm.key === key)
      .map((alarm) => {
        // Convert a Sum over several minutes for a graph of single minutes.
        const minutes = alarm.statistic === 'Sum' ? alarm.period / METRIC_PERIOD_SECONDS : 1;
        return { label: `alarm ${alarm.logicalId}`, value: (alarm.threshold * scale) / minutes };
      });

  // Otherwise requests to routes would be counted too.
  const sockets = isShared(config) ? ({ dimensions: 'target-group' } as const) : {};
  const graphs: Graph[] = [
    openConnections(config, threshold),
    {
      kind: 'graph',
      title: 'New and rejected connections per minute (both sides)',
      unit: 'connections',
      lines: [line('NewConnectionCount', 'Sum', 'new'), line('RejectedConnectionCount', 'Sum', 'rejected')],
      thresholds: threshold('reconnectStorm'),
    },
    {
      kind: 'graph',
      title: 'Errors per minute',
      unit: 'errors',
      lines: [
        line('HTTPCode_ELB_502_Count', 'Sum', '502 target closed the connection'),
        line('HTTPCode_ELB_503_Count', 'Sum', '503 no target'),
        line('HTTPCode_ELB_504_Count', 'Sum', '504 no answer in time'),
        ...targetErrors(config),
        line('TargetConnectionErrorCount', 'Sum', 'no connection to target'),
        ...(config.listener.https === false
          ? []
          : [line('ClientTLSNegotiationErrorCount', 'Sum', 'TLS handshake failed')]),
      ],
      thresholds: threshold('loadBalancer5xx'),
    },
    {
      kind: 'graph',
      title: 'Handshake time: request to 101 (not message latency)',
      unit: 'seconds',
      lines: [
        line('TargetResponseTime', 'p50', 'p50', sockets),
        line('TargetResponseTime', 'p95', 'p95', sockets),
        line('TargetResponseTime', 'p99', 'p99', sockets),
      ],
      thresholds: [],
    },
    {
      kind: 'graph',
      title: 'Targets',
      unit: 'targets',
      lines: [
        line('HealthyHostCount', 'Minimum', 'healthy', { dimensions: 'target-group' }),
        line('UnHealthyHostCount', 'Maximum', 'unhealthy', { dimensions: 'target-group' }),
        ...routesOf(config).flatMap((route) => [
          ofRoute('HealthyHostCount', 'Minimum', route, 'healthy'),
          ofRoute('UnHealthyHostCount', 'Maximum', route, 'unhealthy'),
        ]),
      ],
      thresholds: [],
    },
    {
      kind: 'graph',
      title: 'Capacity units (left) and bytes per minute (right)',
      unit: 'LCUs',
      lines: [
        line('ConsumedLCUs', 'Average', 'consumed LCUs'),
        line('ProcessedBytes', 'Sum', 'processed bytes', { axis: 'right' }),
      ],
      thresholds: threshold('lcuBudget'),
    },
  ];
  if (isShared(config)) graphs.push(...routeGraphs(config));
  if (config.metrics !== false) graphs.push(...applicationGraphs(threshold));
  const drawn = shiftsTraffic(config) ? graphs.map(withAlternate) : graphs;
  return alarms.length === 0 ? drawn : [{ kind: 'alarms', title: 'Alarms', alarms }, ...drawn];
}

/** Duplicates each line about the sockets' target group for the alternate group: either may be the live one. */
const withAlternate = (graph: Graph): Graph => ({
  ...graph,
  lines: graph.lines.flatMap((line) =>
    'expression' in line || line.dimensions !== 'target-group' || line.route !== undefined
      ? [line]
      : [line, { ...line, label: `${line.label} (alternate group)`, isAlternate: true as const }],
  ),
});

type Threshold = (key: string, scale?: number) => ThresholdLine[];

/**
 * The metric counts every connection. With sockets alone it is twice their number; with routes it is shown unchanged.
 */
function openConnections(config: Config, threshold: Threshold): Graph {
  if (!isShared(config))
    return {
      kind: 'graph',
      title: 'Live WebSockets (estimate: half of ActiveConnectionCount)',
      unit: 'sockets',
      lines: [
        line('ActiveConnectionCount', 'Sum', 'connections on both sides', { id: 'active', hidden: true }),
        { expression: 'active / 2', label: 'live sockets (estimate)', id: 'sockets' },
      ],
      // The alarm counts both sides, this graph one.
      thresholds: threshold('highConnectionCount', 1 / 2),
    };
  return {
    kind: 'graph',
    title: 'Open connections, those of sockets and of routes together (both sides)',
    unit: 'connections',
    lines: [line('ActiveConnectionCount', 'Sum', 'connections')],
    thresholds: threshold('highConnectionCount'),
  };
}

const routesOf = (config: Config): string[] =>
  targetGroupsOf(config).flatMap(({ route }) => (route === undefined ? [] : [route]));

const ofRoute = (
  metric: MetricName,
  statistic: MetricLine['statistic'],
  route: string,
  label: string,
): MetricLine => line(metric, statistic, `${label}: ${route}`, { dimensions: 'target-group', route });

const ERRORS = 'HTTPCode_Target_5XX_Count';

function targetErrors(config: Config): MetricLine[] {
  const label = '5xx from targets';
  if (!isShared(config)) return [line(ERRORS, 'Sum', label)];
  return [
    line(ERRORS, 'Sum', `${label}: sockets`, { dimensions: 'target-group' }),
    ...routesOf(config).map((route) => ofRoute(ERRORS, 'Sum', route, label)),
  ];
}

/** Requests of each route, next to the handshakes of the sockets. */
const routeGraphs = (config: Config): Graph[] => [
  {
    kind: 'graph',
    title: 'Requests per minute by route (of the sockets: handshakes)',
    unit: 'requests',
    lines: [
      line('RequestCount', 'Sum', 'sockets', { dimensions: 'target-group' }),
      ...routesOf(config).map((route) =>
        line('RequestCount', 'Sum', route, { dimensions: 'target-group', route }),
      ),
    ],
    thresholds: [],
  },
  {
    kind: 'graph',
    title: 'Response time of the routes (p95)',
    unit: 'seconds',
    lines: routesOf(config).map((route) =>
      line('TargetResponseTime', 'p95', route, { dimensions: 'target-group', route }),
    ),
    thresholds: [],
  },
];
