// The sources of the metrics, with a fake clock and a fake CloudWatch.
import { EventEmitter } from 'node:events';
import type { CloudWatchClient, PutMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WebSocketServer } from 'ws';
import { APPLICATION_METRICS } from '../../src/config/application-metrics.ts';
import { startMetrics as startEmf } from '../../templates/snippets/metrics-emf.ts';
import { startMetrics } from '../../templates/snippets/metrics.ts';

const MINUTE = 60_000;
/** More than are kept. */
const MINUTES = 400;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T12:00:30Z') });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A server without a network: sockets come, send something, and go. */
function fakeServer() {
  const sockets = new EventEmitter() as unknown as WebSocketServer;
  const clients = new Set<EventEmitter>();
  Object.assign(sockets, { clients });
  return {
    sockets,
    open: () => {
      const socket = new EventEmitter();
      clients.add(socket);
      sockets.emit('connection', socket, undefined);
      return {
        say: () => socket.emit('message', Buffer.of(), false),
        fail: () => socket.emit('error', new Error('protocol')),
        close: () => {
          clients.delete(socket);
          socket.emit('close');
        },
      };
    },
  };
}

function fakeCloudWatch() {
  const calls: PutMetricDataCommandInput[] = [];
  const state = { down: false, slow: 0, attempts: 0 };
  const client = {
    send: async ({ input }: { input: PutMetricDataCommandInput }) => {
      state.attempts += 1;
      if (state.down) throw new Error('down');
      calls.push(input);
      if (state.slow > 0)
        await new Promise((resolve) => {
          setTimeout(resolve, state.slow);
        });
      return {};
    },
    destroy: () => undefined,
  } as unknown as CloudWatchClient;
  const data = () => calls.flatMap(({ MetricData = [] }) => MetricData);
  const sum = (name: string) =>
    data()
      .filter(({ MetricName }) => MetricName === name)
      .reduce((total, { Value = 0 }) => total + Value, 0);
  return { client, calls, state, data, sum };
}

it('sends one call every clock minute, with the units in the table of metrics', async () => {
  const { sockets, open } = fakeServer();
  const { client, calls, data } = fakeCloudWatch();
  startMetrics(sockets, client);
  open().close();
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(calls).toHaveLength(10);
  const minutes = data()
    .filter(({ MetricName }) => MetricName === 'ConnectedClients')
    .map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
  expect(new Set(minutes).size).toBe(10);
  for (const minute of minutes) expect(minute % MINUTE).toBe(0);
  const units = Object.fromEntries(data().map(({ MetricName = '', Unit }) => [MetricName, Unit]));
  expect(units).toEqual(
    Object.fromEntries(Object.entries(APPLICATION_METRICS).map(([name, { unit }]) => [name, unit])),
  );
});

it.each([0, 0.999_999])('skips no minute when timers fire early or late: %d', async (random) => {
  vi.spyOn(Math, 'random').mockReturnValue(random);
  const { sockets, open } = fakeServer();
  const { client, data } = fakeCloudWatch();
  startMetrics(sockets, client);
  open();
  for (let minute = 0; minute < 10; minute++) {
    await vi.advanceTimersByTimeAsync(MINUTE);
    vi.setSystemTime(Date.now() + (minute % 2 === 0 ? -100 : 100));
  }
  const minutes = data()
    .filter(({ MetricName }) => MetricName === 'ConnectedClients')
    .map(({ Timestamp }) => (Timestamp?.getTime() ?? 0) / MINUTE);
  const [first = NaN] = minutes;
  expect(minutes).toEqual(minutes.map((_, index) => first + index));
  expect(minutes.length).toBeGreaterThanOrEqual(9);
});

it('counts open sockets once a minute, however often it publishes', async () => {
  const { sockets, open } = fakeServer();
  const { client, sum } = fakeCloudWatch();
  const metrics = startMetrics(sockets, client);
  open();
  open();
  await metrics.publish();
  await metrics.publish();
  await metrics.stop();
  expect(sum('ConnectedClients')).toBe(2);
});

it('overlapping calls wait for each other, and no minute is sent twice', async () => {
  const { sockets, open } = fakeServer();
  const { client, calls, state, sum } = fakeCloudWatch();
  const metrics = startMetrics(sockets, client);
  state.slow = MINUTE / 2;
  open().fail();
  const first = metrics.publish();
  await vi.advanceTimersByTimeAsync(1);
  open().fail();
  const second = metrics.publish();
  await vi.advanceTimersByTimeAsync(MINUTE / 4);
  expect(state.attempts).toBe(1);
  await vi.advanceTimersByTimeAsync(MINUTE);
  await Promise.all([first, second]);
  expect(calls.length).toBeGreaterThanOrEqual(2);
  expect(sum('ConnectionErrors')).toBe(2);
});

it('after hours without CloudWatch, memory is bounded, one call catches up, and no count is lost', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { sockets, open } = fakeServer();
  const { client, calls, state, data, sum } = fakeCloudWatch();
  const metrics = startMetrics(sockets, client);
  state.down = true;
  for (let minute = 0; minute < MINUTES; minute++) {
    const socket = open();
    socket.say();
    socket.fail();
    await vi.advanceTimersByTimeAsync(1000);
    socket.close();
    await vi.advanceTimersByTimeAsync(MINUTE - 1000);
  }
  expect(calls).toHaveLength(0);
  state.down = false;
  await metrics.publish();
  expect(calls).toHaveLength(1);
  expect(data().length).toBeLessThanOrEqual(1000);
  expect(sum('ConnectionErrors')).toBe(MINUTES);
  expect(sum('MessageRate') * 60).toBeCloseTo(MINUTES, 6);
  const durations = data().flatMap(({ StatisticValues }) => StatisticValues ?? []);
  expect(durations.reduce((total, { SampleCount = 0 }) => total + SampleCount, 0)).toBe(MINUTES);
  expect(durations.reduce((total, { Sum = 0 }) => total + Sum, 0)).toBeCloseTo(MINUTES, 6);
});

it('the embedded metric format has one line a minute, more for many durations, with all that CloudWatch needs', async () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk, ...rest: unknown[]) => {
    written.push(String(chunk));
    for (const done of rest) if (typeof done === 'function') (done as () => void)();
    return true;
  });
  const { sockets, open } = fakeServer();
  const metrics = startEmf(sockets);
  for (let number = 0; number < 250; number++) {
    const socket = open();
    socket.say();
    socket.close();
  }
  open();
  await vi.advanceTimersByTimeAsync(MINUTE);
  await metrics.stop();
  const lines = written
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Emf);
  // Three for the minute, and one at the end for what came after it.
  expect(lines).toHaveLength(4);
  for (const line of lines) {
    const [directive] = line._aws.CloudWatchMetrics;
    expect(directive).toMatchObject({ Namespace: 'WebSocket/Application', Dimensions: [['Service']] });
    expect(line.Service).toBe('websocket');
    expect(line._aws.Timestamp % MINUTE).toBe(0);
    for (const { Name, Unit } of directive?.Metrics ?? []) {
      expect(Unit).toBe(APPLICATION_METRICS[Name].unit);
      expect(line[Name]).toBeDefined();
      expect([line[Name]].flat().length).toBeLessThanOrEqual(100);
    }
  }
  expect(lines.flatMap((line) => line.ConnectionDuration ?? [])).toHaveLength(250);
  expect(lines.reduce((sum, { MessageRate = 0 }) => sum + Number(MessageRate) * 60, 0)).toBeCloseTo(250, 6);
  expect(lines[0]).toMatchObject({ ConnectedClients: 1, ConnectionErrors: 0 });
});

interface Emf extends Partial<Record<keyof typeof APPLICATION_METRICS, number | number[]>> {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: {
      readonly Metrics: { readonly Name: keyof typeof APPLICATION_METRICS; readonly Unit: string }[];
    }[];
  };
  readonly Service: string;
}
