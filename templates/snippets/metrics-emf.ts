// Metrics: publishes what only the servers know to CloudWatch, under the names that the dashboard and the alarms use.
//
//   const metrics = startMetrics(sockets); // sockets: the WebSocketServer of `ws`
//   metrics.countMessages();               // for every message that you send
//
// Writes one line a minute to standard output, in CloudWatch's embedded metric format, from which CloudWatch Logs
// extracts the metrics. On Fargate and ECS the `awslogs` log driver delivers it, on EC2 the CloudWatch agent. Needs no
// SDK and no further permission. Values of several servers add up: each writes one value a minute, and the dashboard
// shows the sum.
import type { WebSocketServer } from 'ws';
import { countSockets, everyMinute, type Counters, type MinuteCounts } from './counts.ts';
import { metricsSettings } from './settings.ts';

export interface Metrics extends Pick<Counters, 'countMessages' | 'countError'> {
  /** Writes the current counts now. */
  readonly publish: () => Promise<void>;
  /** Writes what is left, and stops. */
  readonly stop: () => Promise<void>;
}

/** The format allows this many values of one metric per line. */
const VALUES_PER_LINE = 100;

const UNITS = {
  ConnectedClients: 'Count',
  MessageRate: 'Count/Second',
  ConnectionErrors: 'Count',
  ConnectionDuration: 'Seconds',
};

type Values = Partial<Record<keyof typeof UNITS, number | readonly number[]>>;

/** Starts counting and writing. */
export function startMetrics(sockets: WebSocketServer): Metrics {
  const counters = countSockets(sockets);
  const publish = (): Promise<void> =>
    new Promise((resolve) => {
      process.stdout.write(linesOf(counters.take()), () => resolve());
    });
  // The server must not crash because nobody reads its output any more.
  process.stdout.on('error', () => undefined);
  const stopTimer = everyMinute(() => void publish());
  return {
    countMessages: counters.countMessages,
    countError: counters.countError,
    publish,
    stop: () => {
      stopTimer();
      return publish();
    },
  };
}

function linesOf({ minute, clients, messages, errors, durations }: MinuteCounts): string {
  const first: Values = {
    // Per second, so that the rates of all servers add up.
    MessageRate: messages / 60,
    ConnectionErrors: errors,
  };
  if (clients !== undefined) first.ConnectedClients = clients;
  if (durations.length > 0) first.ConnectionDuration = durations.slice(0, VALUES_PER_LINE);
  let lines = lineOf(minute, first);
  for (let from = VALUES_PER_LINE; from < durations.length; from += VALUES_PER_LINE)
    lines += lineOf(minute, { ConnectionDuration: durations.slice(from, from + VALUES_PER_LINE) });
  return lines;
}

function lineOf(minute: number, values: Values): string {
  const { namespace, dimension, service } = metricsSettings;
  const metrics = Object.entries(UNITS)
    .filter(([name]) => name in values)
    .map(([name, unit]) => ({ Name: name, Unit: unit }));
  const line = {
    _aws: {
      Timestamp: minute,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [[dimension]], Metrics: metrics }],
    },
    [dimension]: service,
    ...values,
  };
  return `${JSON.stringify(line)}\n`;
}
