// What the scan hands to the report. Times are microseconds since 1970 (UTC), exact in a double until the year 2255; durations are
// microseconds; sizes are bytes; a minute is a number of whole minutes since 1970.

import type { FileResult, MalformedReason, MalformedSample } from './file-types.ts';

import type { Pictures } from './picture-types.ts';
import type { FailedByRow, FailedId, FailedRow, LineType, RequestRow } from './request-types.ts';

export type * from './file-types.ts';
export type * from './picture-types.ts';
export type * from './request-types.ts';
export type * from './scan-options.ts';
export { LINE_CAP, SHORT_SECONDS } from './layout.ts';

/**
 * Rows of a table that holds a fixed number of keys. While `error` is 0 every number is exact. Once more keys came than
 * the table holds, the rarest were dropped: each row's count is then a lower bound, at most `error` below the truth, and
 * a key that is missing occurred at most `error` times. The heaviest keys are always there.
 */
export interface Table<Row> {
  /** Heaviest first, equal ones by their words; at most `ScanOptions.rows`. */
  readonly rows: readonly Row[];
  /** Keys held, those beyond `rows` included. The number of distinct keys, while `error` is 0. */
  readonly keys: number;
  readonly error: number;
}

/** Connections of which type, status, port and TLS. */
export interface ClosedRow {
  /** `ws` or `wss`. */
  readonly type: string;
  /** elb_status_code: `101` when all went well. */
  readonly status: string;
  /** Of the listener: the port in the request's URL. `-` when it names none. */
  readonly port: string;
  /** ssl_protocol and ssl_cipher; `-` without TLS. */
  readonly protocol: string;
  readonly cipher: string;
  readonly connections: number;
}

export interface TrafficRow {
  readonly connections: number;
  /** Bytes from and to clients. */
  readonly received: number;
  readonly sent: number;
  /** Connections that lasted less than {@link SHORT_SECONDS}. */
  readonly short: number;
}

/** Connections by their duration, in octaves: see layout.ts. Those whose duration is not known are in none. */
export type Octaves = readonly number[];

export interface TargetRow extends TrafficRow {
  /** `ip:port`; `-` when no target was chosen. */
  readonly target: string;
  /** target_group_arn. */
  readonly group: string;
  /** The earliest time at which one of its connections was opened. `undefined` when no line tells. */
  readonly firstOpened: number | undefined;
  readonly lastClosed: number;
  readonly octaves: Octaves;
}

/** A target in a minute. Minutes without an event are left out. */
export interface WordMinuteRow {
  readonly word: string;
  readonly minute: number;
  readonly opened: number;
  readonly closed: number;
}

export interface ClientRow extends TrafficRow {
  /** Address without the port. */
  readonly client: string;
  /**
   * How often a connection of this client had another target than the one logged before it, of the same target group, in
   * the order of the lines, from file to file.
   */
  readonly targetChanges: number;
  /** Requests of this client with a status of 400 or more, on any path: over http and https, and those that poll. */
  readonly refused: number;
  /** Requests that poll (Socket.IO, SignalR), and those with a status of 400 or more. */
  readonly polled: number;
  readonly pollsFailed: number;
  /** When its first connection was opened, `undefined` when no line tells, and when its last was closed. */
  readonly firstOpened: number | undefined;
  readonly lastClosed: number;
  /** Sums of durations in tenths of a second, at most 100,000 each, and of their squares. */
  readonly tenths: number;
  readonly squares: number;
}

/** A client in a minute: how many connections it opened then. */
export interface ClientMinuteRow {
  readonly client: string;
  readonly minute: number;
  readonly opened: number;
}

/** A word (route, user agent, node, load balancer) and its connections. */
export interface WordRow extends TrafficRow {
  /** The first 256 bytes; of a route, of the first 320 bytes of the URL. */
  readonly word: string;
}

/** A load balancer: also one that has no connection, but refused requests. */
export type BalancerRow = WordRow & {
  /** Requests with a status of 400 or more, on any path: over http and https, and those that poll. */
  readonly refused: number;
};

export type AgentRow = WordRow & { readonly octaves: Octaves };

/** Columns of equal length, ascending by minute. Minutes without an event are left out. */
export interface Minutes {
  readonly minute: Float64Array;
  readonly opened: Float64Array;
  readonly closed: Float64Array;
  /**
   * Connections open at the end of the minute, of those that closed within the logs and say when they were opened.
   * A lower bound: what is still open is in no log.
   */
  readonly open: Float64Array;
  /** Handshakes that failed, in the connection log. */
  readonly failed: Float64Array;
  /** Events in none of the last 400 days that have events: not in the columns. */
  readonly outside: number;
}

/** Numbers of one kind, such as durations: quantiles are at most 0.4 % off. */
export interface Distribution {
  /** Values known. */
  readonly count: number;
  /** Values that the log does not tell. */
  readonly unknown: number;
  /** Exact, in microseconds. 0 without values. */
  readonly min: number;
  readonly max: number;
  /** Seconds; exact to a microsecond until 2^53 µs, then to 1e-15 of itself. */
  readonly totalSeconds: number;
  /** Counts by `cellStart(index)` in scan/histogram.ts; cells are 1/128 of their octave wide. */
  readonly cells: Float64Array;
}

export interface AccessResult {
  /** Lines by type: http, https, h2, grpcs, ws, wss, and `other`. */
  readonly types: Readonly<Record<LineType, number>>;
  readonly closed: Table<ClosedRow>;
  /** Of all connections. */
  readonly total: TrafficRow;
  readonly minutes: Minutes;
  readonly durations: Distribution;
  /**
   * Connections by duration in whole seconds, 0 to 4,100, rounded down; the last cell holds all that are longer.
   */
  readonly seconds: Float64Array;
  /** Bytes by duration: from and to clients side by side, a pair for each 4 cells of `durations`. */
  readonly bytes: Float64Array;
  readonly targets: Table<TargetRow>;
  /** All that are held, in no order, as of all tables by the minute. */
  readonly targetMinutes: Table<WordMinuteRow>;
  readonly nodeMinutes: Table<Omit<WordMinuteRow, 'opened'>>;
  readonly clients: Table<ClientRow>;
  readonly clientMinutes: Table<ClientMinuteRow>;
  /** Of connections; all that are held. */
  readonly routes: Table<WordRow>;
  readonly userAgents: Table<AgentRow>;
  /** ip_address: the load balancer's node, one or more to a zone. `-` in lines of fewer than 34 fields. */
  readonly nodes: Table<WordRow>;
  /** `app/name/id`. */
  readonly loadBalancers: Table<BalancerRow>;
  /** What is neither a connection nor in `failed`; all that are held. */
  readonly requests: Table<RequestRow>;
  /** All that are held, as are the tables about them, which are in no order. */
  readonly failed: Table<FailedRow>;
  readonly failedBy: Table<FailedByRow>;
  /** The same by client: those that stand out are there. */
  readonly failedClients: Table<FailedByRow>;
  readonly failedMinutes: Table<{ readonly id: FailedId; readonly minute: number; readonly count: number }>;
  /** When asked for. */
  readonly pictures?: Pictures;
}

export interface HandshakeRow {
  /** listener_port. */
  readonly port: string;
  /** `-` without TLS, and when the handshake failed. */
  readonly protocol: string;
  readonly cipher: string;
  /** tls_verify_status: `Success`, `Failed:CODE`, `-`. */
  readonly verification: string;
  /**
   * Whether it failed: its verification says so, or it has no TLS protocol on a port on which others have one. (Lines of a
   * listener without TLS have `-` too.)
   */
  readonly isFailed: boolean;
  readonly connections: number;
}

export interface ConnectionResult {
  readonly connections: number;
  readonly handshakes: Table<HandshakeRow>;
  /** `opened` only; `failed` counts verifications that failed. */
  readonly minutes: Minutes;
  /** tls_handshake_latency. `unknown` where the log has `-`. */
  readonly latency: Distribution;
  readonly clients: Table<{ readonly client: string; readonly connections: number; readonly failed: number }>;
}

export interface ScanResult {
  /** In the order of the inputs; files found in a folder by name. */
  readonly files: readonly FileResult[];
  /** False when it was interrupted. */
  readonly isComplete: boolean;
  /** The kind asked for: `access` or `connection` is there, the other is `undefined`. */
  readonly access: AccessResult | undefined;
  readonly connection: ConnectionResult | undefined;
  /** Lines that are not blank, of files that were scanned: the sum of what follows. */
  readonly lines: number;
  readonly counted: number;
  readonly malformed: number;
  /** Left out by `since` and `until`. */
  readonly outsideTime: number;
  /** Left out by `loadBalancer`. */
  readonly otherLoadBalancer: number;
  /** Left out by `where`. */
  readonly notAskedFor: number;
  /** Lines of another kind of log within a file, as when all of a folder comes through a pipe. */
  readonly foreign: number;
  readonly malformedReasons: Readonly<Record<MalformedReason, number>>;
  /** The first ones, in the order of files and lines. */
  readonly malformedSamples: readonly MalformedSample[];
  /** `time` of the lines counted; `undefined` when there are none. */
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
}
