// Peers that take what is sent and never answer: they hold up neither the metrics nor the memory of a server.
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { startMetrics } from '../../templates/snippets/metrics.ts';
import { refuseUpgrade } from '../../templates/snippets/upgrade.ts';
import { until } from '../helpers/sockets.ts';

const MINUTE = 60_000;

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function listening(server: Server): Promise<number> {
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

it('a CloudWatch that takes a call and never answers holds up the next for less than a minute', async () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const port = await listening(createServer(() => undefined));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const sockets = new WebSocketServer({ noServer: true });
  const metrics = startMetrics(sockets);
  const over = vi.fn<() => void>();
  void metrics.publish().then(over);
  for (let waited = 0; waited < MINUTE && over.mock.calls.length === 0; waited += 500) {
    // The network works in real time.
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(over).toHaveBeenCalled();
  expect(errors).toHaveBeenCalledWith(
    expect.stringContaining('Metrics of 1 minutes are kept'),
    expect.anything(),
  );
});

it('a refused client that leaves its side open does not keep the connection', async () => {
  const server = createServer();
  server.on('upgrade', (_request, socket) => refuseUpgrade(socket, 403));
  const client = connect({ port: await listening(server), host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void client.destroy());
  let answer = '';
  client.on('data', (data) => (answer += data.toString()));
  client.on('error', () => undefined);
  client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await until('the answer', () => answer.includes('\r\n\r\n'));
  expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  const open = () =>
    new Promise<number>((resolve) => {
      server.getConnections((_error, number) => resolve(number));
    });
  await until('the connection is gone', async () => (await open()) === 0, 2);
});
