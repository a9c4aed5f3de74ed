// WebSocket clients that record what happened to them.
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

export interface Client {
  readonly socket: WebSocket;
  /** Times of the server's pings, in milliseconds of performance.now(). */
  readonly pings: readonly number[];
  /** How the connection ended; undefined while it is open. */
  readonly end: () => { readonly code: number; readonly reason: string; readonly at: number } | undefined;
  readonly ended: Promise<{ readonly code: number; readonly reason: string; readonly at: number }>;
}

/** Connects, and waits until the socket is open. Closed after the test. */
export async function connect(
  url: string,
  options: ClientOptions = {},
  onUpgrade: (headers: IncomingHttpHeaders) => void = () => undefined,
): Promise<Client> {
  const socket = new WebSocket(url, options);
  socket.once('upgrade', ({ headers }) => onUpgrade(headers));
  onTestFinished(() => socket.terminate());
  const pings: number[] = [];
  let end: { code: number; reason: string; at: number } | undefined;
  socket.on('ping', () => pings.push(performance.now()));
  const ended = new Promise<NonNullable<typeof end>>((resolve) => {
    socket.once('close', (code, reason) => {
      end = { code, reason: reason.toString(), at: performance.now() };
      resolve(end);
    });
  });
  await once(socket, 'open');
  socket.on('error', () => undefined);
  return { socket, pings, end: () => end, ended };
}

/** The HTTP status that refuses an upgrade; 101 if it is accepted. */
export function upgradeStatus(url: string, options: ClientOptions = {}): Promise<number> {
  const socket = new WebSocket(url, options);
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.once('open', () => {
      resolve(101);
      socket.close();
    });
    socket.on('error', reject);
  });
}

/** Sends a message and waits for the response. */
export async function echo({ socket }: Client, message: string): Promise<string> {
  const answer = once(socket, 'message');
  socket.send(message);
  const [data] = (await answer) as [Buffer];
  return data.toString();
}

/** Far more than a slow machine needs, but within a test's time limit, so that the message says what was awaited. */
const PATIENCE_SECONDS = 120;

/** Waits until a condition is met. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_SECONDS * 1000; Date.now() < deadline; await sleep(25))
    if (await isSo()) return;
  throw new Error(`not within ${PATIENCE_SECONDS} s: ${what}`);
}
