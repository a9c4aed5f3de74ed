// What to observe and how intensively: the parsed options.
import type { Address, Endpoint } from '../../verify/observations.ts';

export interface Plan {
  readonly endpoint: Endpoint;
  /** Includes the query, which reports leave out. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly userAgent: string;
  /** Time limit for TCP, TLS and the answer together, for a message, and for a pong. */
  readonly timeoutMs: number;
  /** PEM certificates to trust besides the authorities that Node trusts. */
  readonly ca?: string;
  /** Continue even if the certificate is not accepted. */
  readonly isInsecure: boolean;
  readonly plainPort?: number;
  /** 0: no silent sockets. */
  readonly idleMs: number;
  /** In bytes, ascending. */
  readonly sizes: readonly number[];
  readonly crowd?: { readonly sockets: number; readonly holdMs: number };
  readonly watch?: { readonly sockets: number; readonly watchMs: number };
  /** The header of the 101 response in which the server identifies itself. */
  readonly serverHeader?: string;
  /** New connections a second. */
  readonly perSecond: number;
}

/** The outside world, replaceable in tests. */
export interface World {
  /** All addresses of a name. Rejects with an error that has a code. */
  readonly lookup: (name: string) => Promise<readonly Address[]>;
  /** Waits for its turn; called before each new connection. */
  readonly turn: () => Promise<void>;
  /** Shows the current step on a status line. */
  readonly show: (text: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}
