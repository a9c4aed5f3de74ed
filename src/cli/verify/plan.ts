// What is to be looked at, and how hard: options as values.
import type { Address, Endpoint } from '../../verify/observations.ts';

export interface Plan {
  readonly endpoint: Endpoint;
  /** With its query, which reports leave out. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly userAgent: string;
  /** For TCP, TLS and the answer together, for a message, and for a pong. */
  readonly timeoutMs: number;
  /** PEM, beside the authorities that Node trusts. */
  readonly ca?: string;
  /** Go on although the certificate is not accepted. */
  readonly isInsecure: boolean;
  readonly plainPort?: number;
  /** 0: no silent sockets. */
  readonly idleMs: number;
  /** In bytes, growing. */
  readonly sizes: readonly number[];
  readonly crowd?: { readonly sockets: number; readonly holdMs: number };
  readonly watch?: { readonly sockets: number; readonly watchMs: number };
  /** The header of the 101 in which the server names itself. */
  readonly serverHeader?: string;
  /** New connections a second. */
  readonly perSecond: number;
}

/** What the outside world is, for tests. */
export interface World {
  /** All addresses of a name. Rejects with an error that has a code. */
  readonly lookup: (name: string) => Promise<readonly Address[]>;
  /** Waits its turn before each new connection. */
  readonly turn: () => Promise<void>;
  /** Says what is going on, on a line that the next replaces. */
  readonly show: (text: string) => void;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}
