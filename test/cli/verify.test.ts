import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { BIN, generate } from '../helpers/cli.ts';
import { until } from '../helpers/sockets.ts';
import { accept, listen, rawServer, webSocketServer } from '../helpers/verify-lab.ts';

const ws = (port: number): string => `ws://127.0.0.1:${port}/`;

it('finds nothing wrong with a good endpoint, and says so', async () => {
  const port = await listen(webSocketServer());
  const { status, stdout } = await generate([
    'verify',
    `${ws(port)}?token=secret`,
    '--idle',
    '1s',
    '--message',
    'hi',
  ]);
  expect(stdout).toContain('nothing wrong was found');
  expect(stdout).not.toContain('secret');
  expect(status).toBe(0);
});

it.each(['text', 'json', 'junit'])('exits 1 when the handshake is refused with %s', async (format) => {
  const server = rawServer((socket) => socket.end('HTTP/1.1 464 \r\nContent-Length: 0\r\n\r\n'));
  const { status, stdout } = await generate(['verify', ws(await listen(server)), '--format', format]);
  expect(stdout).toContain('handshake-refused');
  expect(stdout).toContain('ProtocolVersion HTTP1');
  expect(status).toBe(1);
});

it('ends even if a server that leaves pings unanswered keeps its sockets open', async () => {
  const server = rawServer((socket, head) => socket.write(accept(head)));
  const url = ws(await listen(server));
  const { status, stdout } = await generate(['verify', url, '--idle', '1s', '--timeout', '1s']);
  expect(stdout).toContain('pings-not-answered');
  expect(status).toBe(1);
});

it('sends its User-Agent and the given headers and origin, and no more than requested', async () => {
  const heads: string[] = [];
  const server = rawServer((socket, head) => {
    heads.push(head);
    socket.write(accept(head, 'Sec-WebSocket-Protocol: chat\r\n'));
  });
  const args = [
    '-H',
    'Authorization: Bearer x',
    '--origin',
    'https://example.com',
    '-s',
    'chat',
    '--idle',
    '0',
  ];
  const { status } = await generate(['verify', `${ws(await listen(server))}p?q=1`, ...args]);
  expect(status).toBe(0);
  expect(heads).toHaveLength(1);
  for (const line of [
    'GET /p?q=1 HTTP/1.1',
    'User-Agent: websocket-alb-verify/',
    'Authorization: Bearer x',
    'Origin: https://example.com',
    'Sec-WebSocket-Protocol: chat',
  ])
    expect(heads[0]).toContain(line);
});

it('Ctrl-C reports on what is known so far', async () => {
  const server = webSocketServer((socket) => sockets.push(socket));
  const sockets: unknown[] = [];
  const port = await listen(server);
  const child = spawn(process.execPath, [BIN, 'verify', ws(port), '--idle', '1h'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const exited = once(child, 'exit');
  // The first handshake, and the four sockets that are held open.
  await until('five sockets were opened', () => {
    if (child.exitCode !== null) throw new Error(`it exited with ${child.exitCode}`);
    return sockets.length === 5;
  });
  child.kill('SIGINT');
  const [code] = (await exited) as [number];
  expect(stdout).toContain('interrupted');
  expect(stdout).toContain('silent socket');
  expect(code).toBe(130);
});

it('reports all mistakes at once', async () => {
  const { status, stderr } = await generate([
    'verify',
    'https://example.com',
    '-H',
    'Upgrade: h2',
    '--sockets',
    '1001',
    '--message-size',
    '9m',
    '--origin',
    'example.com',
    '--connect-to',
    'a/b',
    '-s',
    'a b',
    '--ca',
    '/nowhere.pem',
    '--idle',
    '5h',
  ]);
  expect(status).toBe(2);
  for (const where of [
    'URL',
    '--header',
    '--sockets',
    '--message-size',
    '--origin',
    '--connect-to',
    '--subprotocol',
    '--ca',
    '--idle',
  ])
    expect(stderr).toContain(`error: ${where}`);
});

it.each([
  ['--sockets', '1000'],
  ['--sockets', '20000', '--yes'],
])('near miss: %s %s is allowed', async (...args) => {
  const { status, stdout } = await generate(['verify', 'ws://127.0.0.1:9/', '--timeout', '2s', ...args]);
  expect(stdout).toContain('unreachable');
  expect(status).toBe(1);
});

it('compares the endpoint with a config, and refuses ws:// for a config with TLS only', async () => {
  const port = await listen(webSocketServer());
  const plain = ['--set', 'listener.https=false', '--set', 'listener.http=forward'];
  const { status, stdout } = await generate([
    'verify',
    ws(port),
    '--set',
    'name=chat',
    ...plain,
    '--http-port',
    String(port),
  ]);
  expect(stdout).toMatch(/met +listener\.http: port 80: forward/);
  expect(stdout).toMatch(/not seen +loadBalancer\.idleTimeout/);
  expect(status).toBe(0);
  const refused = await generate(['verify', ws(port), '--set', 'name=chat']);
  expect(refused.stderr).toContain('over TLS only');
  expect(refused.status).toBe(2);
});
