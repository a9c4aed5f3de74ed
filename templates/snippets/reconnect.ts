// Reconnecting: when and how a client opens its next socket.
import { clientSettings } from './settings.ts';

/** What a client sends and receives. */
export type Message = string | ArrayBuffer;

/** How a connection ended, or failed to open. */
export interface Ending {
  /** The close code. 1001: the server is going away. 1006: it ended without a close frame, or never opened. */
  readonly code: number;
  /** The HTTP status with which the upgrade was refused. Browsers do not show it. */
  readonly status?: number;
}

export interface ClientOptions {
  readonly onMessage: (message: Message) => void;
  /**
   * Called when a socket opens, with `isAgain` after the first time. Tell the server here where to resume, for example
   * with the ID of the last message received: otherwise whatever was in transit when the last socket ended is lost, in
   * both directions. Messages kept by `send` follow.
   */
  readonly onOpen?: (isAgain: boolean) => void;
  /** The connection ended, and the next one follows after `wait` milliseconds. */
  readonly onDown?: (ending: Ending, wait: number) => void;
  /** No connection follows: `close` was called, or the server does not want this client. */
  readonly onEnd?: (ending: Ending) => void;
  /**
   * A message that your server answers with any message. It is sent after a silence, to find out whether the server is
   * still there. Without it, a browser cannot notice that the network is gone, because browsers do not show pings.
   */
  readonly probe?: string;
}

export interface Client {
  /** Sends the message, or keeps it until a socket is open. Returns false and drops it if too many are already kept. */
  readonly send: (message: Message) => boolean;
  /** Closes for good. */
  readonly close: () => void;
  /** Reconnects now if it is waiting to: for when the network is back. */
  readonly hurry: () => void;
}

/** What a socket of any kind reports. Nothing follows `ended`. */
export interface Events {
  readonly opened: () => void;
  readonly message: (message: Message) => void;
  /** Anything that arrives, such as a ping. */
  readonly alive: () => void;
  readonly ended: (ending: Ending) => void;
}

/** A socket of any kind. */
export interface Connection {
  readonly send: (message: Message) => void;
  readonly close: (code: number) => void;
  /** Closes without waiting for the other side, which may be gone. */
  readonly drop: () => void;
}

const NORMAL = 1000;
const GOING_AWAY = 1001;
/** The connection ended without a close frame, or failed to open. */
export const ABNORMAL = 1006;
/** Codes after which reconnecting would not help: done, and not allowed. Codes from 4000 up are your application's. */
const FINAL_CODES = new Set([NORMAL, 1008]);
/** Statuses after which the same request would be refused again. */
const FINAL_STATUSES = new Set([400, 401, 403, 404, 405, 410, 426]);
/** Full or draining servers, and limits. */
const BUSY = new Set([429, 503]);
const KEPT_MESSAGES = 1000;

/**
 * Milliseconds until the next attempt. All of it is random ("full jitter"): clients that lost their sockets together
 * must not reconnect together.
 *
 * @param failures attempts since a socket last stayed open
 */
export function waitAfter({ code, status }: Ending, failures: number): number {
  const { firstWait, longestWait, goingAwayWait, busyWait } = clientSettings;
  if (status !== undefined && BUSY.has(status)) return busyWait * 1000 * (1 + Math.random());
  if (code === GOING_AWAY && failures === 0) return goingAwayWait * 1000 * Math.random();
  return Math.min(longestWait, firstWait * 2 ** Math.min(failures, 20)) * 1000 * Math.random();
}

/** Keeps a connection open, whatever happens to it. `connect` opens a socket of some kind. */
export function keepConnected(
  connect: (events: Events) => Connection,
  { onMessage, onOpen, onDown, onEnd, probe }: ClientOptions,
  seesPings: boolean,
): Client {
  const { heartbeat, connectTimeout } = clientSettings;
  let connection: Connection | undefined;
  let isOpen = false;
  let wasOpen = false;
  let isDone = false;
  let failures = 0;
  let openedAt = 0;
  let heardAt = 0;
  let probes = 0;
  let kept: Message[] = [];
  let retry: ReturnType<typeof setTimeout> | undefined;
  // Watches for what would not report itself: a handshake that hangs, a peer that is gone.
  let watch: ReturnType<typeof setInterval> | undefined;

  const open = (): void => {
    retry = undefined;
    openedAt = heardAt = Date.now();
    probes = 0;
    let isOver = false;
    const ended = (ending: Ending): void => {
      if (isOver) return;
      isOver = true;
      down(ending);
    };
    const alive = (): void => {
      if (isOver) return;
      heardAt = Date.now();
      probes = 0;
    };
    connection = connect({
      opened: () => {
        if (isOver) return;
        isOpen = true;
        openedAt = Date.now();
        alive();
        onOpen?.(wasOpen);
        wasOpen = true;
        const waiting = kept;
        kept = [];
        for (const message of waiting) send(message);
      },
      message: (message) => {
        if (isOver) return;
        alive();
        onMessage(message);
      },
      alive,
      ended,
    });
    const { drop } = connection;
    watch = setInterval(() => {
      const quiet = (Date.now() - heardAt) / 1000;
      // Do not wait for a closing handshake: there may be nobody to answer it.
      if (isOpen ? isGone(quiet) : quiet > connectTimeout) {
        drop();
        ended({ code: ABNORMAL });
      }
    }, 1000);
  };

  const isGone = (quiet: number): boolean => {
    // The server pings. If two of its pings are missing, it is gone.
    if (seesPings) return quiet > 2.5 * heartbeat;
    if (probe === undefined) return false;
    if (probes > 1) return quiet > (probes + 1) * heartbeat;
    if (quiet > (probes + 1) * heartbeat) {
      probes += 1;
      connection?.send(probe);
    }
    return false;
  };

  const down = (ending: Ending): void => {
    clearInterval(watch);
    connection = undefined;
    // A socket that was open only briefly counts as a failure, so that it is not retried immediately again and again.
    if (isOpen && (Date.now() - openedAt) / 1000 > clientSettings.firstWait) failures = 0;
    isOpen = false;
    const isFinal = FINAL_CODES.has(ending.code) || FINAL_STATUSES.has(ending.status ?? 0);
    if (isDone || isFinal || ending.code >= 4000) {
      isDone = true;
      onEnd?.(ending);
      return;
    }
    const wait = waitAfter(ending, failures);
    failures += 1;
    retry = setTimeout(open, wait);
    onDown?.(ending, wait);
  };

  const send = (message: Message): boolean => {
    if (isOpen && connection) connection.send(message);
    else if (isDone || kept.length >= KEPT_MESSAGES) return false;
    else kept.push(message);
    return true;
  };

  open();
  return {
    send,
    close: () => {
      if (isDone) return;
      isDone = true;
      if (retry === undefined) connection?.close(NORMAL);
      else {
        clearTimeout(retry);
        onEnd?.({ code: NORMAL });
      }
    },
    hurry: () => {
      if (retry === undefined || isDone) return;
      clearTimeout(retry);
      open();
    },
  };
}
