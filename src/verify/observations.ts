// What a client saw of an endpoint: plain data, in milliseconds and bytes, without judgement.

/** The endpoint to verify. */
export interface Endpoint {
  readonly url: string;
  readonly isSecure: boolean;
  /** The name in the URL: for SNI, Host and the certificate. */
  readonly host: string;
  readonly port: number;
  /** The host to connect to, if --connect-to sets another one than the URL. */
  readonly connectTo?: string;
  readonly origin?: string;
  /** Asked for, in order of preference. */
  readonly subprotocols: readonly string[];
  /** --compression: permessage-deflate is expected, not only offered. */
  readonly wantsCompression: boolean;
  readonly message?: string;
}

export type Names =
  | { readonly kind: 'literal'; readonly addresses: readonly Address[] }
  | { readonly kind: 'resolved'; readonly name: string; readonly addresses: readonly Address[] }
  | { readonly kind: 'failed'; readonly name: string; readonly code: string };

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** The stage at which a connection failed. */
export type Stage = 'connect' | 'tls' | 'answer';

export type HandshakeOutcome =
  | {
      readonly kind: 'open';
      readonly answer: Answer;
      readonly subprotocol: string;
      readonly compression: boolean;
    }
  /** A 101 that no client accepts; `reason` comes from the client library. */
  | { readonly kind: 'invalid'; readonly answer: Answer; readonly reason: string }
  | { readonly kind: 'refused'; readonly answer: Answer }
  /** The certificate is not trusted, so nothing was sent. */
  | { readonly kind: 'untrusted' }
  /** `code` is Node's, or TIMEOUT, or NOT_HTTP, or END for a connection that was closed without an answer. */
  | { readonly kind: 'failed'; readonly stage: Stage; readonly code: string; readonly message: string };

export interface Answer {
  readonly status: number;
  /** Lower-case names; repeated ones are in `cookies`, or joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** At most the first 64 KB. */
  readonly body: string;
  /** The rest of the body was not read. */
  readonly isCut: boolean;
}

export interface Handshake extends Address {
  readonly outcome: HandshakeOutcome;
  /** Absent if the stage was not reached. */
  readonly connectMs?: number;
  readonly tlsMs?: number;
  /** From the request to the status. */
  readonly answerMs?: number;
  readonly certificate?: Certificate;
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses, without the prefix. */
  readonly names: readonly string[];
  readonly fingerprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Number of certificates the server sent, without an issuer added by this machine. */
  readonly sent: number;
  /** Whether subject and issuer are the same. */
  readonly isSelfSigned: boolean;
  /** Whether it covers the name of the URL. */
  readonly matchesName: boolean;
  /** OpenSSL's code for what is wrong with the chain; absent if it is trusted. */
  readonly distrust?: string;
  /** `TLSv1.3`. */
  readonly protocol: string;
  readonly cipher: string;
}

export const TLS_VERSIONS = ['1.0', '1.1', '1.2', '1.3'] as const;
export type TlsVersion = (typeof TLS_VERSIONS)[number];
/** `unknown`: this machine cannot speak the version, or the answer does not say. */
export type TlsSupport = 'accepted' | 'refused' | 'unknown';

export type PlainAnswer =
  | { readonly kind: 'answered'; readonly port: number; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly port: number; readonly code: string };

/** How a socket ended. */
export interface Ending {
  /**
   * `frame`: with a close frame. `fin`: the connection ended without one. `reset`: RST, or another connection error.
   * `silence`: unnoticed, until a ping got no answer. `garbage`: the server sent something that is not a WebSocket
   * frame. `flood`: the server sent too much. In the last two cases, this side ended it.
   */
  readonly how: 'frame' | 'fin' | 'reset' | 'silence' | 'garbage' | 'flood';
  /** The code of the close frame; 1006 without one. */
  readonly code: number;
  readonly reason: string;
  /** Since the socket opened. */
  readonly afterMs: number;
  /** Since the last byte in either direction, before the end. */
  readonly silentMs: number;
}

/** `silent` sends nothing but pongs, `mute` not even those, `pinging` sends pings. */
export type HeldKind = 'silent' | 'mute' | 'pinging';

export interface Held {
  readonly kind: HeldKind;
  /** How long it was held, or lived. */
  readonly heldMs: number;
  /** Absent if it was open at the end and answered a last ping (mute sockets are not pinged). */
  readonly ending?: Ending;
  /** Arrival times of the server's pings, since the socket opened. */
  readonly serverPings: readonly number[];
  readonly serverMessages: readonly number[];
  /** Round trips of our pings. */
  readonly roundTrips: readonly number[];
}

export interface Echo {
  readonly answerMs?: number;
  readonly ending?: Ending;
}

/** A message size that was tried, and the outcome. */
export interface SizeTried {
  readonly bytes: number;
  readonly outcome: 'answered' | 'no-answer' | 'closed' | 'not-opened';
  readonly ending?: Ending;
}

/** Many sockets at once: --sockets. */
export interface Crowd {
  readonly wanted: number;
  readonly opened: number;
  /** Durations of the successful handshakes. */
  readonly handshakeMs: readonly number[];
  readonly refused: readonly Handshake[];
  /** Time held since the last one opened. */
  readonly heldMs: number;
  readonly lost: readonly Ending[];
}

/** A socket of --watch that ended, and how it reconnected. */
export interface Cut {
  /** Since the watch began. */
  readonly atMs: number;
  readonly socket: number;
  readonly ending: Ending;
  readonly address: string;
  /** How the server identified itself in the --server-header. */
  readonly server?: string;
  /** Absent if it had not reconnected when the watch ended. */
  readonly backAfterMs?: number;
  readonly attempts: number;
  readonly newServer?: string;
}

export interface Watch {
  readonly sockets: number;
  /** Sockets that never opened, although tried throughout. */
  readonly neverOpened: number;
  readonly watchedMs: number;
  readonly cuts: readonly Cut[];
  readonly mostDown: number;
}

/** Everything observed. Parts that were not examined are absent. */
export interface Observations {
  readonly endpoint: Endpoint;
  readonly at: Date;
  readonly names: Names;
  readonly handshakes: readonly Handshake[];
  readonly tls?: { readonly address: string; readonly versions: Readonly<Record<TlsVersion, TlsSupport>> };
  readonly plain?: PlainAnswer;
  readonly echo?: Echo;
  readonly idle?: { readonly seconds: number; readonly held: readonly Held[] };
  readonly sizes?: readonly SizeTried[];
  readonly crowd?: Crowd;
  readonly watch?: Watch;
  /** Whether Ctrl-C ended it. */
  readonly isInterrupted: boolean;
}
