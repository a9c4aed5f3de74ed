// What a client saw of an endpoint: plain data, in milliseconds and bytes. Nothing here is judged.

/** What is looked at. */
export interface Endpoint {
  readonly url: string;
  readonly isSecure: boolean;
  /** The name in the URL: for SNI, Host and the certificate. */
  readonly host: string;
  readonly port: number;
  /** Where the sockets go, when --connect-to names another host than the URL. */
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

/** Where a connection ended before there was an answer. */
export type Stage = 'connect' | 'tls' | 'answer';

export type HandshakeOutcome =
  | {
      readonly kind: 'open';
      readonly answer: Answer;
      readonly subprotocol: string;
      readonly compression: boolean;
    }
  /** A 101 that no client accepts; `reason` is the client library's. */
  | { readonly kind: 'invalid'; readonly answer: Answer; readonly reason: string }
  | { readonly kind: 'refused'; readonly answer: Answer }
  /** The certificate is not trusted, and nothing was sent. */
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
  /** There was more, which was not read. */
  readonly isCut: boolean;
}

export interface Handshake extends Address {
  readonly outcome: HandshakeOutcome;
  /** Absent where the stage was not reached. */
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
  /** How many certificates the server sent; an issuer that the machine added is not counted. */
  readonly sent: number;
  /** Issued by itself. */
  readonly isSelfSigned: boolean;
  /** Whether it covers the name of the URL. */
  readonly matchesName: boolean;
  /** OpenSSL's code of what is wrong with the chain; absent when it is trusted. */
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
   * `frame`: a close frame came. `fin`: the connection ended without one. `reset`: RST, or another error of the connection.
   * `silence`: nothing, until a ping showed that nobody is there. `garbage`: what came is not a WebSocket frame. `flood`: the
   * server sent more than is taken. At the last two this side ended it.
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

/** `silent` sends nothing of its own, `mute` leaves pings unanswered too, `pinging` sends pings. */
export type HeldKind = 'silent' | 'mute' | 'pinging';

export interface Held {
  readonly kind: HeldKind;
  /** How long it was watched, or lived. */
  readonly heldMs: number;
  /** Absent: it was open at the end, and answered a ping then (a mute one is not asked). */
  readonly ending?: Ending;
  /** When pings of the server came, since the socket opened. */
  readonly serverPings: readonly number[];
  readonly serverMessages: readonly number[];
  /** Round trips of our pings. */
  readonly roundTrips: readonly number[];
}

export interface Echo {
  readonly answerMs?: number;
  readonly ending?: Ending;
}

/** One size that was sent, and what became of it. */
export interface SizeTried {
  readonly bytes: number;
  readonly outcome: 'answered' | 'no-answer' | 'closed' | 'not-opened';
  readonly ending?: Ending;
}

/** Many sockets at once, by --sockets. */
export interface Crowd {
  readonly wanted: number;
  readonly opened: number;
  /** Of the handshakes that succeeded. */
  readonly handshakeMs: readonly number[];
  readonly refused: readonly Handshake[];
  /** After the last one had opened. */
  readonly heldMs: number;
  readonly lost: readonly Ending[];
}

/** One socket of --watch that ended, and how it came back. */
export interface Cut {
  /** Since the watch began. */
  readonly atMs: number;
  readonly socket: number;
  readonly ending: Ending;
  readonly address: string;
  /** What the server called itself in --server-header. */
  readonly server?: string;
  /** Absent: not back when the watch ended. */
  readonly backAfterMs?: number;
  readonly attempts: number;
  readonly newServer?: string;
}

export interface Watch {
  readonly sockets: number;
  /** Never opened, although tried throughout. */
  readonly neverOpened: number;
  readonly watchedMs: number;
  readonly cuts: readonly Cut[];
  readonly mostDown: number;
}

/** Whatever was not looked at is absent. */
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
  /** Ctrl-C ended it. */
  readonly isInterrupted: boolean;
}
