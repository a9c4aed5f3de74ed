// Endpoints with one fault each, and what `generate verify` reports about them. Runs the source code, on loopback.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { WebSocketServer, type ServerOptions, type WebSocket } from 'ws';
import { observe } from '../../src/cli/verify/observe.ts';
import { planOf, type VerifyOptions } from '../../src/cli/verify/options.ts';
import type { Plan, World } from '../../src/cli/verify/plan.ts';
import { turns } from '../../src/cli/verify/waiting.ts';
import { lookUp } from '../../src/cli/verify/names.ts';
import type { Config } from '../../src/config/schema/index.ts';
import { judge, type Report } from '../../src/verify/judge.ts';
import type { Haproxy } from './haproxy.ts';
import { freePort } from './free-port.ts';
import { until } from './sockets.ts';
import { temporaryFolder } from './tools.ts';

export interface Look {
  readonly url: string;
  readonly options?: Partial<VerifyOptions>;
  readonly config?: Config;
  readonly world?: Partial<World>;
}

const OPTIONS: VerifyOptions = { idle: '0', hold: '1s', timeout: '20s', format: 'text' };

/** The findings for an endpoint. No sockets are held open unless `idle` says so. */
export async function look({ url, options = {}, config, world = {} }: Look): Promise<Report> {
  const plan: Plan = planOf(url, { ...OPTIONS, ...options }, '0.0.0');
  const signal = world.signal ?? new AbortController().signal;
  const observed = await observe(plan, {
    lookup: lookUp,
    // Faster than for other people's endpoints.
    turn: turns(1000, signal),
    show: () => undefined,
    signal,
    ...world,
  });
  return judge(observed, config);
}

export const codes = ({ findings }: Report): string[] => findings.map(({ code }) => code);

/** Listens until the end of the test, and returns the port. */
export async function listen(server: Server, host = '127.0.0.1', port = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A TCP server that gets each connection with the head of its request. */
export const rawServer = (answer: (socket: Socket, head: string) => void): Server =>
  createServer((socket) => {
    let head = '';
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read);
      answer(socket, head);
    };
    socket.on('data', read);
  });

/** A correct 101 for the head of a request, with additional headers. */
export function accept(head: string, more = ''): string {
  const key = /^sec-websocket-key: (.*)$/im.exec(head)?.[1]?.trim() ?? '';
  const digest = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${digest}\r\n${more}\r\n`;
}

export const refuse =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = '') =>
  (socket: Socket): void => {
    const lines = Object.entries({
      ...headers,
      'Content-Length': String(Buffer.byteLength(body)),
      Connection: 'close',
    });
    socket.end(
      `HTTP/1.1 ${status} X\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
    );
  };

/** An echo server of `ws`, unless `onSocket` does something else. */
export function webSocketServer(
  onSocket: (socket: WebSocket, request: IncomingMessage, raw: Duplex) => void = () => undefined,
  options: ServerOptions & {
    readonly tls?: TlsOptions;
    readonly delayMs?: number;
    readonly headers?: readonly string[];
  } = {},
): Server {
  const { tls, delayMs = 0, headers = [], ...rest } = options;
  const sockets = new WebSocketServer({ noServer: true, ...rest });
  sockets.on('headers', (lines) => lines.push(...headers));
  const http = createHttp((_request, response) => response.writeHead(404).end());
  http.on('upgrade', (request, raw, head) => {
    setTimeout(
      () =>
        sockets.handleUpgrade(request, raw, head, (socket) => {
          socket.on('error', () => undefined);
          socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
          onSocket(socket, request, raw);
        }),
      delayMs,
    );
  });
  if (!tls) return http;
  const secure = createTls(tls, (socket) => http.emit('connection', socket));
  secure.on('tlsClientError', () => undefined);
  return secure;
}

/** HAProxy with our own config, ready to accept connections at `port`; stopped after the test. */
export async function startProxy(
  { command, env }: Haproxy,
  lines: (port: number, folder: string) => readonly string[],
): Promise<{ readonly port: number; readonly folder: string }> {
  const [port, folder] = [await freePort(), temporaryFolder()];
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, `${lines(port, folder).join('\n')}\n`);
  await startProgram(command, ['-db', '-f', file], env, port);
  return { port, folder };
}

/** nginx, the same. */
export async function startNginx(server: (port: number) => readonly string[]): Promise<number> {
  const [port, folder] = [await freePort(), temporaryFolder()];
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    [
      'daemon off; master_process off; error_log stderr crit;',
      `pid ${folder}/pid; events {}`,
      'http { access_log off;',
      ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${folder}/${name};`,
      ),
      `server { listen 127.0.0.1:${port};`,
      ...server(port),
      '} }',
      '',
    ].join('\n'),
  );
  await startProgram('nginx', ['-p', folder, '-e', 'stderr', '-c', file], {}, port);
  return port;
}

async function startProgram(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  port: number,
): Promise<void> {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  await until(`${command} listens`, async () => {
    if (child.exitCode !== null) throw new Error(errors);
    return fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' }).then(
      () => true,
      (error: unknown) => !/ECONNREFUSED/.test(String((error as Error).cause)),
    );
  });
}
