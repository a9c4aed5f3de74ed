// The timing of the heartbeat, on a fake clock.
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { WebSocketServer } from 'ws';
import { startHeartbeat } from '../../templates/snippets/heartbeat.ts';
import { heartbeatSettings } from '../../templates/snippets/settings.ts';

const INTERVAL = heartbeatSettings.pingInterval * 1000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

class Peer extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly pings: number[] = [];
  endedAt: number | undefined;
  private readonly answers: boolean;

  constructor(answers: boolean) {
    super();
    this.answers = answers;
  }

  ping(): void {
    this.pings.push(Date.now());
    if (this.answers) this.emit('pong');
  }

  terminate(): void {
    this.endedAt = Date.now();
    this.emit('close');
  }
}

function serve(...peers: Peer[]): () => void {
  const sockets = Object.assign(new EventEmitter(), { clients: new Set() });
  const stop = startHeartbeat(sockets as unknown as WebSocketServer);
  for (const peer of peers) sockets.emit('connection', peer);
  return stop;
}

it('pings every socket once per interval, spread over it', () => {
  const peers = Array.from({ length: 40 }, () => new Peer(true));
  serve(...peers);
  vi.advanceTimersByTime(INTERVAL);
  expect(peers.map(({ pings }) => pings.length)).toEqual(peers.map(() => 1));
  const times = peers.flatMap(({ pings }) => pings);
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(INTERVAL / 2);
  for (const time of times)
    expect(times.filter((other) => other >= time && other < time + INTERVAL / 10).length).toBeLessThan(14);
});

it('ends a silent peer two intervals after the first ping that it missed, and keeps one that answers', () => {
  const [silent, live] = [new Peer(false), new Peer(true)];
  serve(silent, live);
  vi.advanceTimersByTime(4 * INTERVAL);
  expect(silent.pings).toHaveLength(2);
  expect((silent.endedAt ?? NaN) - (silent.pings[0] ?? NaN)).toBe(2 * INTERVAL);
  expect(live.endedAt).toBeUndefined();
  expect(live.pings).toHaveLength(4);
});

it('pings nobody after it is stopped', () => {
  const peer = new Peer(true);
  const stop = serve(peer);
  vi.advanceTimersByTime(INTERVAL);
  stop();
  vi.advanceTimersByTime(3 * INTERVAL);
  expect(peer.pings).toHaveLength(1);
});
