// Drain: takes this server out of service without cutting anyone off.
//
//   drainOnSigterm(server, sockets, {
//     onStart: () => health.startDraining(),
//     onEnd: () => metrics.stop(),
//   });
//
// 1. The health check fails, and new upgrades are answered with 503.
// 2. The load balancer gets time to notice. If the target was deregistered first, as in a deployment, it gets no new
//    sockets anyway.
// 3. Open sockets are closed with 1001, spread over time, so that clients do not all reconnect at once. Clients should
//    add their own random delay, and double it after each failure.
// 4. Sockets that have not answered by then are cut, and the process exits with 0. A second signal exits at once.
//
// ECS deregisters a task first, waits until that is over, and only then sends SIGTERM: by that time the load balancer
// has cut sockets that were still open. There, call `drain` as soon as the target is draining, as the snippet `server`
// does.
//
// Node must get the signal itself: use CMD ["node", "server.js"] in a Dockerfile, not npm start or a shell.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocketServer } from 'ws';
import { drainSettings } from './settings.ts';
import { refuseUpgrade } from './upgrade.ts';

export interface DrainHooks {
  /** Called first: make the health check fail. */
  readonly onStart?: () => void;
  /** Called last, when all sockets are closed: send what is left to send. It gets part of the grace period. */
  readonly onEnd?: () => Promise<void> | void;
}

/** Close code 1001, "going away" (RFC 6455, section 7.4.1): the client should reconnect. */
export const GOING_AWAY = 1001;
/** The phases of a drain, in seconds. */
export interface DrainTimes {
  /** Time for the load balancer to notice. */
  readonly notice: number;
  /** Time over which the sockets are closed. */
  readonly spread: number;
  /** Time for the last answers and metrics. */
  readonly grace: number;
}

/** The conventional exit code of a process ended by SIGTERM: 128 + 15. */
const TERMINATED = 143;
const STEP_MS = 100;
/** How the grace period is divided; the rest is for the exit itself. */
const ANSWER_SHARE = 0.4;
const END_SHARE = 0.4;

/** Drains and exits on the first SIGTERM; exits at once on the second. */
export function drainOnSigterm(
  server: Server | TlsServer,
  sockets: WebSocketServer,
  hooks: DrainHooks = {},
): void {
  process.once('SIGTERM', () => {
    process.on('SIGTERM', () => process.exit(TERMINATED));
    const { notice, spread, grace } = drainSettings;
    console.error(`SIGTERM: draining ${sockets.clients.size} sockets, within ${notice + spread + grace} s`);
    void drain(server, sockets, hooks).then(
      () => {
        console.error('Drained: no sockets are open, exiting');
        process.exit(0);
      },
      (error: unknown) => {
        console.error('The drain failed:', error);
        process.exit(1);
      },
    );
  });
}

let underWay: Promise<void> | undefined;

/** Drains without a signal, and does not exit. Further calls wait for the drain in progress. */
export const drain = (
  server: Server | TlsServer,
  sockets: WebSocketServer,
  hooks: DrainHooks = {},
  times: DrainTimes = drainSettings,
): Promise<void> => (underWay ??= drainOnce(server, sockets, hooks, times));

async function drainOnce(
  server: Server | TlsServer,
  sockets: WebSocketServer,
  { onStart, onEnd }: DrainHooks,
  { notice, spread, grace }: DrainTimes,
): Promise<void> {
  onStart?.();
  // The port stays open: a 503 is clearer than a refused connection.
  server.removeAllListeners('upgrade').on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    refuseUpgrade(socket, 503);
  });
  server.prependListener('request', lastResponse);
  await sleep(notice * 1000);
  await closeOverTime(sockets, spread * 1000);
  await allClosed(sockets, grace * ANSWER_SHARE * 1000);
  for (const socket of sockets.clients) socket.terminate();
  server.close();
  // Let the listeners that count closed sockets run.
  await sleep(STEP_MS);
  await Promise.race([onEnd?.(), sleep(grace * END_SHARE * 1000)]);
  server.closeAllConnections();
}

/** Keeps the load balancer from reusing this connection for another request. */
function lastResponse(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
}

async function closeOverTime(sockets: WebSocketServer, milliseconds: number): Promise<void> {
  const waiting = [...sockets.clients];
  const started = performance.now();
  let closed = 0;
  while (closed < waiting.length) {
    const share = milliseconds === 0 ? 1 : (performance.now() - started) / milliseconds;
    const due = Math.min(waiting.length, Math.ceil(share * waiting.length));
    for (const socket of waiting.slice(closed, due)) socket.close(GOING_AWAY, 'server is going away');
    closed = due;
    if (closed < waiting.length) await sleep(STEP_MS);
  }
  // An upgrade in progress when the drain began may have completed since.
  for (const socket of sockets.clients) socket.close(GOING_AWAY, 'server is going away');
}

/** Waits for the clients' answers to the closing handshake. */
async function allClosed(sockets: WebSocketServer, milliseconds: number): Promise<void> {
  const started = performance.now();
  while (sockets.clients.size > 0 && performance.now() - started < milliseconds) await sleep(STEP_MS);
}
