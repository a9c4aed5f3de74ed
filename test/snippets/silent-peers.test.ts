// Peers that fall silent or go away: they neither delay metrics, nor use up a server's memory, nor stop it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { startMetrics } from '../../templates/snippets/metrics.ts';
import { refuseUpgrade } from '../../templates/snippets/upgrade.ts';
import { chat, generateSnippet, snippetFolder } from '../helpers/snippets.ts';
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

it('a CloudWatch that never answers a call delays the next for less than a minute', async () => {
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
    // The network runs in real time.
    for (let turn = 0; turn < 20; turn++) await nextTurn();
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(over).toHaveBeenCalled();
  // One line, without a stack.
  expect(errors.mock.calls).toEqual([
    [expect.stringMatching(/^CloudWatch was not reached, metrics of one minute are kept: .+$/)],
  ]);
});

it('a refused client that keeps its side open does not hold the connection', async () => {
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
  await until('the connection is gone', async () => (await open()) === 0);
});

it('a server continues when nobody reads its standard output any more', async () => {
  const generated = snippetFolder(await chat(), 'js');
  onTestFinished(generated.remove);
  await generateSnippet(generated, 'metrics', 'metrics.js', '--emf');
  writeFileSync(
    join(generated.folder, 'host.js'),
    `import { WebSocketServer } from 'ws';
    import { startMetrics } from './metrics.js';
    const metrics = startMetrics(new WebSocketServer({ noServer: true }));
    process.stdin.once('data', async () => {
      for (let line = 0; line < 3; line++) {
        await metrics.publish();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      console.error('still here');
      process.exit(0);
    });`,
  );
  const child = spawn(process.execPath, ['host.js'], { cwd: generated.folder });
  let errors = '';
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  child.stdout.destroy();
  child.stdin.write('go');
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, errors }).toEqual({ code: 0, errors: 'still here\n' });
});
