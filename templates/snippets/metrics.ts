// Metrics: publishes what only the servers know to CloudWatch, under the names that the dashboard and the alarms use.
//
//   const metrics = startMetrics(sockets); // sockets: the WebSocketServer of `ws`
//   metrics.countMessages();               // for every message that you send
//
// Makes one call a minute. The server's role needs cloudwatch:PutMetricData, and the SDK needs a Region: ECS sets one,
// elsewhere set AWS_REGION. Values of several servers add up: each sends one value a minute, and the dashboard shows
// the sum.
import { CloudWatchClient, PutMetricDataCommand, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { WebSocketServer } from 'ws';
import { countSockets, everyMinute, type Counters, type MinuteCounts } from './counts.ts';
import { metricsSettings } from './settings.ts';

export interface Metrics extends Pick<Counters, 'countMessages' | 'countError'> {
  /** Sends the current counts now. Never rejects: what cannot be sent is kept. */
  readonly publish: () => Promise<void>;
  /** Sends what is left, and stops. */
  readonly stop: () => Promise<void>;
}

/** Minutes kept while CloudWatch cannot be reached. Each has four metrics, and one call takes at most 1,000. */
const KEPT_MINUTES = 240;

interface Minute {
  readonly time: Date;
  clients: number | undefined;
  messages: number;
  errors: number;
  closed: { number: number; sum: number; shortest: number; longest: number };
}

/**
 * A call without an answer must not hold up the next. Without `throwOnRequestTimeout` the SDK warns and keeps waiting.
 */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** Starts counting and publishing. Pass your own client for a Region, credentials, or a proxy. */
export function startMetrics(
  sockets: WebSocketServer,
  client = new CloudWatchClient({ requestHandler: TIMEOUTS }),
): Metrics {
  const counters = countSockets(sockets);
  let kept: Minute[] = [];
  let underWay: Promise<void> = Promise.resolve();

  const send = async (): Promise<void> => {
    kept.push(minuteOf(counters.take()));
    kept = bounded(kept);
    const sent = kept;
    try {
      await client.send(
        new PutMetricDataCommand({
          Namespace: metricsSettings.namespace,
          MetricData: sent.flatMap(dataOf),
        }),
      );
      kept = kept.filter((minute) => !sent.includes(minute));
    } catch (error) {
      // They are sent with the next call, with the time at which they were counted.
      const minutes = sent.length === 1 ? 'one minute' : `${sent.length} minutes`;
      const reason = String(error).split('\n', 1)[0] ?? '';
      console.error(`CloudWatch was not reached, metrics of ${minutes} are kept: ${reason}`);
    }
  };
  // One after another: two concurrent calls would send the same minutes twice.
  const publish = (): Promise<void> => (underWay = underWay.then(send));
  const stopTimer = everyMinute(() => void publish());

  return {
    countMessages: counters.countMessages,
    countError: counters.countError,
    publish,
    stop: async () => {
      stopTimer();
      await publish();
      client.destroy();
    },
  };
}

function minuteOf({ minute, clients, messages, errors, durations }: MinuteCounts): Minute {
  const closed = { number: durations.length, sum: 0, shortest: Infinity, longest: 0 };
  for (const duration of durations) {
    closed.sum += duration;
    closed.shortest = Math.min(closed.shortest, duration);
    closed.longest = Math.max(closed.longest, duration);
  }
  return { time: new Date(minute), clients, messages, errors, closed };
}

/** Folds excess minutes into the oldest one that stays: keeps their counts, but not their times. */
function bounded(minutes: readonly Minute[]): Minute[] {
  const excess = minutes.slice(0, -KEPT_MINUTES);
  const [oldest, ...rest] = minutes.slice(-KEPT_MINUTES);
  if (oldest === undefined || excess.length === 0) return [...minutes];
  const folded = { ...oldest, closed: { ...oldest.closed } };
  for (const { messages, errors, closed } of excess) {
    folded.messages += messages;
    folded.errors += errors;
    folded.closed.number += closed.number;
    folded.closed.sum += closed.sum;
    folded.closed.shortest = Math.min(folded.closed.shortest, closed.shortest);
    folded.closed.longest = Math.max(folded.closed.longest, closed.longest);
  }
  return [folded, ...rest];
}

function dataOf({ time, clients, messages, errors, closed }: Minute): MetricDatum[] {
  const common = {
    Timestamp: time,
    Dimensions: [{ Name: metricsSettings.dimension, Value: metricsSettings.service }],
  };
  const data: MetricDatum[] = [
    // Per second, so that the rates of all servers add up.
    { ...common, MetricName: 'MessageRate', Unit: 'Count/Second', Value: messages / 60 },
    { ...common, MetricName: 'ConnectionErrors', Unit: 'Count', Value: errors },
  ];
  if (clients !== undefined)
    data.push({ ...common, MetricName: 'ConnectedClients', Unit: 'Count', Value: clients });
  if (closed.number > 0)
    data.push({
      ...common,
      MetricName: 'ConnectionDuration',
      Unit: 'Seconds',
      // Statistics instead of thousands of values. CloudWatch has no percentiles for them.
      StatisticValues: {
        SampleCount: closed.number,
        Sum: closed.sum,
        Minimum: closed.shortest,
        Maximum: closed.longest,
      },
    });
  return data;
}
