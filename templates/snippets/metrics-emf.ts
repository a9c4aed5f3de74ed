// Metrics: what only the servers know, in CloudWatch, under the names that the dashboard and the alarms ask for.
//
//   const metrics = startMetrics(sockets); // sockets: the WebSocketServer of `ws`
//   metrics.countMessages();               // for every message that you send
//
// One line a minute on standard output, in CloudWatch's embedded metric format: CloudWatch Logs makes metrics of it. On
// Fargate and ECS the `awslogs` log driver carries it there, on EC2 the CloudWatch agent. No SDK, no further permission.
// Values of several servers add up: each writes one value a minute, and the dashboard shows the sum.
import type { WebSocketServer } from 'ws';
import { countSockets, everyMinute, type Counters, type MinuteCounts } from './counts.ts';
import { metricsSettings } from './settings.ts';

export interface Metrics extends Pick<Counters, 'countMessages' | 'countError'> {
  /** Writes what there is, now. */
  readonly publish: () => Promise<void>;
  /** Writes what is left, and ends. */
  readonly stop: () => Promise<void>;
}

/** The format takes at most this many values of one metric in a line. */
const VALUES_PER_LINE = 100;

const UNITS = {
  ConnectedClients: 'Count',
  MessageRate: 'Count/Second',
  ConnectionErrors: 'Count',
  ConnectionDuration: 'Seconds',
};

type Values = Partial<Record<keyof typeof UNITS, number | readonly number[]>>;

/** Starts to count and to write. */
export function startMetrics(sockets: WebSocketServer): Metrics {
  const counters = countSockets(sockets);
  const publish = (): Promise<void> =>
    new Promise((resolve) => {
      process.stdout.write(linesOf(counters.take()), () => resolve());
    });
  // A server does not end because nobody reads its lines any more.
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
    // By the second, so that the rates of all servers add up.
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
