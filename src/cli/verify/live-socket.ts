// An open WebSocket that records what happens to it, in bounded memory.
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Ending } from '../../verify/observations.ts';
import { within } from './waiting.ts';

/** Maximum number of bytes a server may send on one socket. */
export const MAX_RECEIVED = 16 * 2 ** 20;
/** Maximum number of times recorded of each kind. */
const MAX_TIMES = 1000;

export class LiveSocket {
  /** Milliseconds since it opened. */
  readonly serverPings: number[] = [];
  readonly serverMessages: number[] = [];
  readonly roundTrips: number[] = [];
  readonly ended: Promise<Ending>;
  /** Undefined while it is open. */
  ending: Ending | undefined;
  readonly #webSocket: WebSocket;
  readonly #opened = performance.now();
  #lastByte = this.#opened;
  #received = 0;
  #how: Ending['how'] = 'fin';
  #isLastPing = false;
  #awaited: (() => void) | undefined;
  #onMessage: (() => void) | undefined;

  /** Takes a socket that has just opened. */
  constructor(webSocket: WebSocket, raw: Socket) {
    this.#webSocket = webSocket;
    webSocket.on('ping', (data) => this.#note(this.serverPings, data.length));
    webSocket.on('pong', (data) => {
      this.#note(undefined, data.length);
      this.#awaited?.();
    });
    webSocket.on('message', (data) => {
      this.#note(this.serverMessages, 'byteLength' in data ? data.byteLength : 0);
      this.#onMessage?.();
    });
    raw.on('error', () => (this.#how = 'reset'));
    webSocket.on('error', (error: Error & { readonly code?: string }) => {
      if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.#how = 'flood';
      else if (error.code?.startsWith('WS_ERR') || error.code === 'Z_DATA_ERROR') this.#how = 'garbage';
      // ws would wait for a server that may never close.
      if (this.#how === 'flood' || this.#how === 'garbage') webSocket.terminate();
    });
    this.ended = new Promise((resolve) => {
      webSocket.on('close', (code, reason) => {
        const isOurs = this.#how === 'flood' || this.#how === 'garbage';
        this.ending ??= this.#end(
          code === 1006 || isOurs ? this.#howOf1006() : 'frame',
          code,
          reason.toString(),
        );
        this.#awaited?.();
        this.#onMessage?.();
        resolve(this.ending);
      });
    });
  }

  get ageMs(): number {
    return performance.now() - this.#opened;
  }

  /** Sends a ping. */
  ping(): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    const sent = performance.now();
    this.#lastByte = sent;
    this.#awaited = () => {
      if (!this.ending && this.roundTrips.length < MAX_TIMES) this.roundTrips.push(performance.now() - sent);
      this.#awaited = undefined;
    };
    this.#webSocket.ping();
  }

  /** Sends a last ping. Without a pong in time, the socket counts as ended by silence. */
  async askWhetherAlive(ms: number): Promise<void> {
    if (this.ending) return;
    const lastByte = this.#lastByte;
    const before = this.roundTrips.length;
    this.#isLastPing = true;
    this.ping();
    // This ping must not count: what matters is how long the socket was silent before it.
    this.#lastByte = lastByte;
    const answered = new Promise<boolean>((resolve) => {
      const note = this.#awaited;
      this.#awaited = () => {
        note?.();
        resolve(this.roundTrips.length > before);
      };
    });
    if ((await within(ms, answered, false)) || this.ending) return;
    this.ending = this.#end('silence', 1006, '');
    // Nobody would close it, and an open socket keeps the process alive.
    this.#webSocket.terminate();
  }

  /** Sends a message and waits for any message. Undefined if none came in time, or the socket ended. */
  async ask(message: string | Buffer, ms: number): Promise<number | undefined> {
    const sent = performance.now();
    this.#lastByte = sent;
    const before = this.serverMessages.length;
    const answered = new Promise<boolean>((resolve) => {
      this.#onMessage = () => resolve(this.serverMessages.length > before);
    });
    this.#webSocket.send(message);
    return (await within(ms, answered, false)) ? performance.now() - sent : undefined;
  }

  /** Closes with a close frame, without waiting. */
  leave(): void {
    this.#webSocket.close(1000);
    // A server that does not answer the close must not hold anything up.
    setTimeout(() => this.#webSocket.terminate(), 1000).unref();
  }

  #note(times: number[] | undefined, bytes: number): void {
    this.#lastByte = performance.now();
    this.#received += bytes + 2;
    if (times && times.length < MAX_TIMES) times.push(this.#lastByte - this.#opened);
    if (this.#received <= MAX_RECEIVED) return;
    this.#how = 'flood';
    this.#webSocket.terminate();
  }

  /** A connection that breaks at the last ping was already dead before it. */
  #howOf1006(): Ending['how'] {
    return this.#isLastPing && (this.#how === 'fin' || this.#how === 'reset') ? 'silence' : this.#how;
  }

  #end(how: Ending['how'], code: number, reason: string): Ending {
    const now = performance.now();
    return { how, code, reason, afterMs: now - this.#opened, silentMs: now - this.#lastByte };
  }
}
