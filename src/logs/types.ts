// What the scan passes to the report. Times are microseconds since 1970 (UTC), exact in a double until the year 2255;
// durations are in microseconds, sizes in bytes; a minute is the number of whole minutes since 1970.

import type { FileResult, MalformedReason, MalformedSample } from './file-types.ts';

import type { Pictures } from './picture-types.ts';
import type { FailedByRow, FailedId, FailedRow, LineType, RequestRow } from './request-types.ts';

export type * from './file-types.ts';
export type * from './picture-types.ts';
export type * from './request-types.ts';
export type * from './scan-options.ts';
export { LINE_CAP, SHORT_SECONDS } from './layout.ts';

/**
 * Rows of a table that holds a fixed number of keys. If `error` is 0, every number is exact. If there were more keys
 * than the table holds, the rarest were dropped: each row's count is then a lower bound, at most `error` too low, and a
 * missing key occurred at most `error` times. The heaviest keys are always included.
 */
export interface Table<Row> {
  /** The heaviest first, equal ones by their words; at most `ScanOptions.rows`. */
  readonly rows: readonly Row[];
  /** Number of keys held, including those beyond `rows`. If `error` is 0, the number of distinct keys. */
  readonly keys: number;
  readonly error: number;
}

/** Connections by type, status, port and TLS. */
export interface ClosedRow {
  /** `ws` or `wss`. */
  readonly type: string;
  /** elb_status_code: `101` for success. */
  readonly status: string;
  /** The listener's port: the one in the request's URL, or `-` if it has none. */
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

/** Connections by duration, in octaves: see layout.ts. Connections of unknown duration are not included. */
export type Octaves = readonly number[];

export interface TargetRow extends TrafficRow {
  /** `ip:port`, or `-` if no target was chosen. */
  readonly target: string;
  /** target_group_arn. */
  readonly group: string;
  /** When its first connection was opened; `undefined` if unknown. */
  readonly firstOpened: number | undefined;
  readonly lastClosed: number;
  readonly octaves: Octaves;
}

/** A target in a minute. Minutes without events are omitted. */
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
   * How often a connection of this client had a different target than the previous one in the same target group, in the
   * order of lines and files.
   */
  readonly targetChanges: number;
  /** Requests of this client with a status of 400 or more, on any path: over http and https, and polling requests. */
  readonly refused: number;
  /** Polling requests (Socket.IO, SignalR), and those of them with a status of 400 or more. */
  readonly polled: number;
  readonly pollsFailed: number;
  /** When its first connection was opened (`undefined` if unknown), and when its last one was closed. */
  readonly firstOpened: number | undefined;
  readonly lastClosed: number;
  /** Sum of durations in tenths of a second, at most 100,000 each, and sum of their squares. */
  readonly tenths: number;
  readonly squares: number;
}

/** How many connections a client opened in a minute. */
export interface ClientMinuteRow {
  readonly client: string;
  readonly minute: number;
  readonly opened: number;
}

/** A word (route, user agent, node, load balancer) and its connections. */
export interface WordRow extends TrafficRow {
  /** The first 256 bytes; for a route, made from the first 320 bytes of the URL. */
  readonly word: string;
}

/** A load balancer, including one that has no connections, only refused requests. */
export type BalancerRow = WordRow & {
  /** Requests with a status of 400 or more, on any path: over http and https, and polling requests. */
  readonly refused: number;
};

export type AgentRow = WordRow & { readonly octaves: Octaves };

/** Columns of equal length, ascending by minute. Minutes without events are omitted. */
export interface Minutes {
  readonly minute: Float64Array;
  readonly opened: Float64Array;
  readonly closed: Float64Array;
  /**
   * Connections open at the end of the minute, among those that closed within the logs and have an opening time. A
   * lower bound, as connections that are still open are not in any log.
   */
  readonly open: Float64Array;
  /** Failed handshakes, for connection logs. */
  readonly failed: Float64Array;
  /** Events before the last 400 days with events, which are not in the columns. */
  readonly outside: number;
}

/** Numbers of one kind, such as durations: quantiles are at most 0.4 % off. */
export interface Distribution {
  /** Number of known values. */
  readonly count: number;
  /** Number of values missing in the log. */
  readonly unknown: number;
  /** Exact, in microseconds. 0 if there are no values. */
  readonly min: number;
  readonly max: number;
  /** Seconds; exact to a microsecond up to 2^53 µs, then to a relative 1e-15. */
  readonly totalSeconds: number;
  /** Counts by `cellStart(index)` in scan/histogram.ts; cells are 1/128 of their octave wide. */
  readonly cells: Float64Array;
}

export interface AccessResult {
  /** Lines by type: http, https, h2, grpcs, ws, wss, and `other`. */
  readonly types: Readonly<Record<LineType, number>>;
  readonly closed: Table<ClosedRow>;
  /** The total of all connections. */
  readonly total: TrafficRow;
  readonly minutes: Minutes;
  readonly durations: Distribution;
  /**
   * Connections by duration in whole seconds, 0 to 4,100, rounded down; the last cell holds everything longer.
   */
  readonly seconds: Float64Array;
  /** Bytes by duration, as pairs of received and sent, one pair for every 4 cells of `durations`. */
  readonly bytes: Float64Array;
  readonly targets: Table<TargetRow>;
  /** All rows that are held, unordered, like all tables by minute. */
  readonly targetMinutes: Table<WordMinuteRow>;
  readonly nodeMinutes: Table<Omit<WordMinuteRow, 'opened'>>;
  readonly clients: Table<ClientRow>;
  readonly clientMinutes: Table<ClientMinuteRow>;
  /** Routes of connections; all rows that are held. */
  readonly routes: Table<WordRow>;
  readonly userAgents: Table<AgentRow>;
  /** ip_address: the load balancer's node, of which a zone has one or more. `-` for lines with fewer than 34 fields. */
  readonly nodes: Table<WordRow>;
  /** `app/name/id`. */
  readonly loadBalancers: Table<BalancerRow>;
  /** Requests that are neither connections nor in `failed`; all rows that are held. */
  readonly requests: Table<RequestRow>;
  /** All rows that are held. So are the tables about them, which are unordered. */
  readonly failed: Table<FailedRow>;
  readonly failedBy: Table<FailedByRow>;
  /** The same by client; only those that stand out are held. */
  readonly failedClients: Table<FailedByRow>;
  readonly failedMinutes: Table<{ readonly id: FailedId; readonly minute: number; readonly count: number }>;
  /** If requested. */
  readonly pictures?: Pictures;
}

export interface HandshakeRow {
  /** listener_port. */
  readonly port: string;
  /** `-` without TLS, and if the handshake failed. */
  readonly protocol: string;
  readonly cipher: string;
  /** tls_verify_status: `Success`, `Failed:CODE`, `-`. */
  readonly verification: string;
  /**
   * Whether it failed: its verification did, or it has no TLS protocol on a port where others have one. (Lines of a
   * listener without TLS also have `-`.)
   */
  readonly isFailed: boolean;
  readonly connections: number;
}

export interface ConnectionResult {
  readonly connections: number;
  readonly handshakes: Table<HandshakeRow>;
  /** Only `opened` and `failed`, which counts failed verifications. */
  readonly minutes: Minutes;
  /** tls_handshake_latency. `-` in the log counts as `unknown`. */
  readonly latency: Distribution;
  readonly clients: Table<{ readonly client: string; readonly connections: number; readonly failed: number }>;
}

export interface ScanResult {
  /** In the order of the inputs; files in a folder are sorted by name. */
  readonly files: readonly FileResult[];
  /** False if the scan was interrupted. */
  readonly isComplete: boolean;
  /** Depending on the requested kind, `access` or `connection`; the other is `undefined`. */
  readonly access: AccessResult | undefined;
  readonly connection: ConnectionResult | undefined;
  /** Lines that are not blank, in files that were scanned: the sum of the following counts. */
  readonly lines: number;
  readonly counted: number;
  readonly malformed: number;
  /** Excluded by `since` and `until`. */
  readonly outsideTime: number;
  /** Excluded by `loadBalancer`. */
  readonly otherLoadBalancer: number;
  /** Excluded by `where`. */
  readonly notAskedFor: number;
  /** Lines of another kind of log within a file, as when a whole folder is piped in. */
  readonly foreign: number;
  readonly malformedReasons: Readonly<Record<MalformedReason, number>>;
  /** The first ones, in the order of files and lines. */
  readonly malformedSamples: readonly MalformedSample[];
  /** `time` of the lines counted; `undefined` if there are none. */
  readonly firstTime: number | undefined;
  readonly lastTime: number | undefined;
}
