// The report as data, which is also its JSON: version 1 may gain keys, but does not lose or change any. Times are ISO
// 8601 in UTC, durations are in seconds, sizes in bytes, and shares from 0 to 1. Unknown values are `null`, never 0.
import type { FindingSeverity } from '../../common/severity.ts';
import type { Evidence, Polling } from '../attempts.ts';
import type { Change } from '../compare/compare.ts';
import type { Recognition } from '../recognition.ts';
import type { InputReport } from './input-types.ts';
import type { FailureReport, OtherReport } from './request-types.ts';

import type { FindingEvent } from './finding-event.ts';

export type * from './finding-event.ts';
export type * from './input-types.ts';
export type * from './request-types.ts';
import type { HandshakeRow, LineType, ScanResult } from '../types.ts';

export interface ReportSettings extends Recognition {
  /** Seconds. */
  readonly idleTimeout: number;
  readonly idleTimeoutOrigin: 'given' | 'config' | 'default';
  /** Whether the target group has sticky cookies; undefined without a config. */
  readonly stickiness: boolean | undefined;
  /** Rows of each table, from 1. */
  readonly top: number;
  /** Microseconds since 1970. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly source: 'files' | 'athena';
  /** The scan result of each load balancer alone, if there are several. */
  readonly apart?: ReadonlyMap<string, ScanResult> | undefined;
  /** An earlier period to compare with. */
  readonly baseline?:
    { readonly since: number; readonly until: number; readonly result: ScanResult } | undefined;
  /** Conditions of --where. */
  readonly conditions?: readonly string[];
}

export interface Finding {
  readonly code: string;
  readonly severity: FindingSeverity;
  /** One sentence. */
  readonly what: string;
  /** The same in a few words, for use in a list. */
  readonly brief: string;
  /** The evidence in the logs, one item per line. Contains text from the logs as it is. */
  readonly evidence: readonly string[];
  readonly remedy: string;
  /** The numbers behind it. */
  readonly values: Readonly<Record<string, number | string>>;
  /** The parts that happened at a certain time, rather than all along. */
  readonly events?: readonly FindingEvent[];
}

/** Findings that belong to one event: they overlap in time, and in targets if they have any. */
export interface Incident {
  /** Minutes. */
  readonly from: string;
  readonly to: string;
  readonly severity: FindingSeverity;
  /** One line: the time, followed by what happened, the cause first. */
  readonly text: string;
  /** Codes of its findings, the cause first. */
  readonly codes: readonly string[];
}

export interface Report {
  readonly version: 1;
  readonly source: 'files' | 'athena';
  readonly log: 'access' | 'connection';
  /** False if reading was interrupted. */
  readonly isComplete: boolean;
  readonly idleTimeout: { readonly seconds: number; readonly origin: 'given' | 'config' | 'default' };
  readonly input: InputReport;
  readonly access: AccessReport | null;
  readonly connection: ConnectionReport | null;
  /** What happened at a certain time, in chronological order. */
  readonly incidents: readonly Incident[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /**
   * The verdict on each load balancer alone; null if there is only one, or if there is too much to read it again for
   * each.
   */
  readonly loadBalancers: readonly LoadBalancerVerdict[] | null;
  /** What changed since the period of --baseline. */
  readonly baseline: BaselineReport | null;
  /** What was checked: the codes of findings begin with these words. */
  readonly checked: readonly string[];
}

export interface LoadBalancerVerdict {
  /** `app/name/id` */
  readonly loadBalancer: string;
  /** WebSockets and failed upgrades. */
  readonly attempts: number;
  readonly failed: number;
  readonly failedShare: number;
  /** Share of WebSockets that ended within 5 s. */
  readonly youngShare: number;
  readonly worst: Pick<Finding, 'code' | 'severity' | 'brief'> | null;
  /** The texts of its incidents. */
  readonly incidents: readonly string[];
}

export interface BaselineReport {
  readonly since: string;
  readonly until: string;
  /** Counts of that period. */
  readonly connections: number;
  readonly failed: number;
  /** The maximum probability that any change is reported although nothing changed, over all comparisons. */
  readonly chance: number;
  readonly tried: number;
  readonly changes: readonly Change[];
}

/**
 * `keys` also counts those beyond `rows`. If `error` is 0 everything is exact; otherwise a count is at most `error` too
 * low.
 */
export interface TableReport<Row> {
  readonly rows: readonly Row[];
  readonly keys: number;
  readonly error: number;
}

interface Traffic {
  readonly connections: number;
  /** Share of all connections. */
  readonly share: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** Ended within 5 s. */
  readonly short: number;
}

export interface MinuteReport {
  readonly minute: string;
  readonly opened: number;
  readonly closed: number;
  /** Connections open at its end that have closed since: a lower bound. */
  readonly open: number | null;
  /** Failed upgrades. */
  readonly failed: number | null;
}

export interface DistributionReport {
  /** Number of known values, and of values missing in the log. */
  readonly known: number;
  readonly unknown: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface RangeReport {
  readonly fromSeconds: number;
  /** `null` for no upper bound. */
  readonly toSeconds: number | null;
  readonly connections: number;
}

/** How evenly connections are spread. 1 is even. */
export interface BalanceReport {
  readonly members: number;
  /** Connections of the fullest and of the emptiest member, relative to the mean. */
  readonly mostOverMean: number;
  readonly leastOverMean: number;
}

export type WordReport = Traffic & { readonly word: string };

export interface AccessReport {
  readonly lines: Readonly<Record<LineType, number>>;
  readonly connections: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly closed: TableReport<{
    readonly type: string;
    readonly status: string;
    readonly port: string;
    readonly protocol: string;
    readonly cipher: string;
    readonly connections: number;
    readonly share: number;
  }>;
  readonly minutes: readonly MinuteReport[];
  /** Events on days that are not in `minutes`. */
  readonly eventsOutsideMinutes: number;
  readonly durations: DistributionReport;
  readonly histogram: readonly RangeReport[];
  readonly targets: TableReport<
    Traffic & {
      readonly target: string;
      readonly group: string;
      readonly firstOpened: string | null;
      readonly lastClosed: string;
      /** Seconds, from a coarse histogram: off by up to about a fifth. */
      readonly medianDuration: number | null;
    }
  >;
  readonly targetBalance: BalanceReport | null;
  readonly clients: TableReport<
    Traffic & {
      readonly client: string;
      readonly targetChanges: number;
      readonly refused: number;
    }
  >;
  readonly paths: TableReport<WordReport>;
  readonly userAgents: TableReport<WordReport & { readonly medianDuration: number | null }>;
  /** The load balancer's nodes, each in one zone. */
  readonly nodes: TableReport<WordReport>;
  readonly nodeBalance: BalanceReport | null;
  /** Includes those without a WebSocket, if they refused requests (a status of 400 or more). */
  readonly loadBalancers: TableReport<WordReport & { readonly refused: number }>;
  readonly hosts: TableReport<WordReport>;
  readonly failed: TableReport<FailureReport>;
  readonly failedUpgrades: number;
  readonly attempts: {
    /** Connections and failed upgrades, by how they were recognised. */
    readonly recognisedBy: readonly { readonly by: Evidence; readonly attempts: number }[];
    /** How much a count may be too low, if there were more kinds of failures than are held. */
    readonly error: number;
  };
  /** Polling requests in place of a WebSocket. */
  readonly polling: (Polling & { readonly stuckShare: number }) | null;
  /** Connections that ended within `withinSeconds`. */
  readonly young: { readonly withinSeconds: number; readonly connections: number; readonly share: number };
  /** Requests that are neither polling nor attempts. */
  readonly others: TableReport<OtherReport>;
}

export interface ConnectionReport {
  readonly connections: number;
  readonly handshakes: TableReport<HandshakeRow & { readonly share: number }>;
  readonly minutes: readonly Omit<MinuteReport, 'closed' | 'open'>[];
  readonly latency: DistributionReport;
  readonly clients: TableReport<{
    readonly client: string;
    readonly connections: number;
    readonly failed: number;
  }>;
}
