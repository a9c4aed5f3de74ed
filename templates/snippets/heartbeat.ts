// Heartbeat: pings every WebSocket, and terminates those whose peer is gone.
//
//   const stop = startHeartbeat(sockets); // sockets: the WebSocketServer of `ws`
//
// A load balancer closes a connection that carries no data for its idle timeout. TCP keep-alive does not count, but a
// ping does. Browsers cannot send pings themselves, so the server does, and every client answers automatically.
import type { WebSocket, WebSocketServer } from 'ws';
import { heartbeatSettings } from './settings.ts';

interface Peer {
  readonly socket: WebSocket;
  /** Pings since the last sign of life. */
  missed: number;
}

/** A peer that leaves this many pings unanswered is gone: one may be late, two are not. */
const MISSED_PINGS = 2;

/** The sockets are pinged in this many groups, one after another over the interval, not all at once. */
const GROUPS = 20;

/**
 * Starts pinging. One timer serves all sockets, however many there are. A peer that stops answering is terminated two
 * intervals after the first ping that it missed.
 *
 * @returns a function that stops the heartbeat; the sockets stay open
 */
export function startHeartbeat(sockets: WebSocketServer): () => void {
  const groups = Array.from({ length: GROUPS }, () => new Set<Peer>());
  let newest = 0;
  let due = 0;

  const add = (socket: WebSocket): void => {
    const peer: Peer = { socket, missed: 0 };
    // Round robin, so that the groups stay about equal in size.
    newest = (newest + 1) % GROUPS;
    const group = groups[newest];
    const alive = (): void => {
      peer.missed = 0;
    };
    group?.add(peer);
    // A message is a sign of life too: behind a large one the pong may be late.
    socket.on('pong', alive).on('message', alive);
    socket.once('close', () => group?.delete(peer));
  };

  const pingNextGroup = (): void => {
    due = (due + 1) % GROUPS;
    for (const peer of groups[due] ?? []) {
      if (peer.missed >= MISSED_PINGS) {
        // Not close(): nobody is there to answer the closing handshake.
        peer.socket.terminate();
        continue;
      }
      peer.missed += 1;
      if (peer.socket.readyState === peer.socket.OPEN) peer.socket.ping();
    }
  };

  for (const socket of sockets.clients) add(socket);
  sockets.on('connection', add);
  const timer = setInterval(pingNextGroup, (heartbeatSettings.pingInterval * 1000) / GROUPS);
  // The heartbeat alone does not keep the process running.
  timer.unref();
  return () => {
    clearInterval(timer);
    sockets.off('connection', add);
  };
}
