// Counts what the metrics report, minute by minute.
import type { WebSocket, WebSocketServer } from 'ws';

/** What happened in one minute. */
export interface MinuteCounts {
  /** The start of the minute, in milliseconds since 1970. */
  readonly minute: number;
  /** Open sockets; undefined if this minute was already counted, so that it is not added twice. */
  readonly clients: number | undefined;
  readonly messages: number;
  readonly errors: number;
  /** For each socket that closed in this minute, how long it was open, in seconds. */
  readonly durations: readonly number[];
}

export interface Counters {
  /** Counts messages that you send; those that arrive are counted automatically. */
  readonly countMessages: (number?: number) => void;
  /** Counts an error on a connection; those that `ws` reports are counted automatically. */
  readonly countError: () => void;
  /** Returns the counts since the last call. */
  readonly take: () => MinuteCounts;
}

const MINUTE_MS = 60_000;

/** Counts what happens on the sockets of a server. */
export function countSockets(sockets: WebSocketServer): Counters {
  let messages = 0;
  let errors = 0;
  let durations: number[] = [];
  let lastMinute = -1;

  sockets.on('connection', (socket: WebSocket) => {
    const opened = performance.now();
    socket.on('message', () => {
      messages += 1;
    });
    socket.on('error', () => {
      errors += 1;
    });
    socket.once('close', () => durations.push((performance.now() - opened) / 1000));
  });

  return {
    countMessages: (number = 1) => {
      messages += number;
    },
    countError: () => {
      errors += 1;
    },
    take: () => {
      const minute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
      const counts = {
        minute,
        clients: minute === lastMinute ? undefined : sockets.clients.size,
        messages,
        errors,
        durations,
      };
      lastMinute = minute;
      messages = 0;
      errors = 0;
      durations = [];
      return counts;
    },
  };
}

/**
 * Calls `call` once every minute of the clock, at a second that differs from server to server.
 *
 * @returns a function that stops it
 */
export function everyMinute(call: () => void): () => void {
  // Not near the end of a minute, where a timer that fires a little early or late would skip one.
  const offset = Math.floor((0.2 + 0.6 * Math.random()) * MINUTE_MS);
  let timer: NodeJS.Timeout;
  const schedule = (atLeast: number): void => {
    const wait = MINUTE_MS - ((Date.now() - offset) % MINUTE_MS);
    // If a timer fires a little early, wait for the next minute, not for the rest of this one.
    timer = setTimeout(
      () => {
        schedule(MINUTE_MS / 2);
        call();
      },
      wait < atLeast ? wait + MINUTE_MS : wait,
    );
    // Metrics alone do not keep the process running.
    timer.unref();
  };
  schedule(0);
  return () => clearTimeout(timer);
}
