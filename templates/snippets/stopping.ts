// Stopping: when this server closes its sockets.
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { WebSocketServer } from 'ws';
import { drainOnSigterm, type DrainHooks } from './drain.ts';

/** Starts the drain on SIGTERM. */
export function drainBeforeStop(
  server: Server | TlsServer,
  sockets: WebSocketServer,
  hooks: DrainHooks,
): void {
  drainOnSigterm(server, sockets, hooks);
}
