// The report as data, which is also its JSON: version 1 may gain keys, and loses or changes none. Times are ISO 8601 in UTC,
// durations are seconds, sizes are bytes, shares go from 0 to 1. `null` is what is not known, never 0.
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
  /** Whether the target group has sticky cookies; undefined when no config says so. */
  readonly stickiness: boolean | undefined;
  /** Rows of each table, from 1. */
  readonly top: number;
  /** Microseconds since 1970. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly source: 'files' | 'athena';
  /** Of several load balancers: what was scanned of each alone. */
  readonly apart?: ReadonlyMap<string, ScanResult> | undefined;
  /** An earlier time to compare with. */
  readonly baseline?:
    { readonly since: number; readonly until: number; readonly result: ScanResult } | undefined;
  /** Conditions of --where. */
  readonly conditions?: readonly string[];
}

export interface Finding {
  readonly code: string;
  readonly severity: FindingSeverity;
  /** What it is, in a sentence. */
  readonly what: string;
  /** The same in a few words, to be put beside others. */
  readonly brief: string;
  /** What of the logs says so, one thing a line. Holds words of the logs as they are. */
  readonly evidence: readonly string[];
  readonly remedy: string;
  /** The numbers behind it. */
  readonly values: Readonly<Record<string, number | string>>;
  /** What of it happened at a time, rather than all along. */
  readonly events?: readonly FindingEvent[];
}

/** Findings that are one event: they overlap in time, and in targets where they name some. */
export interface Incident {
  /** Minutes. */
  readonly from: string;
  readonly to: string;
  readonly severity: FindingSeverity;
  /** One line: the time, then what happened, the cause first. */
  readonly text: string;
  /** Codes of its findings, the cause first. */
  readonly codes: readonly string[];
}

export interface Report {
  readonly version: 1;
  readonly source: 'files' | 'athena';
  readonly log: 'access' | 'connection';
  /** False when reading was interrupted. */
  readonly isComplete: boolean;
  readonly idleTimeout: { readonly seconds: number; readonly origin: 'given' | 'config' | 'default' };
  readonly input: InputReport;
  readonly access: AccessReport | null;
  readonly connection: ConnectionReport | null;
  /** What happened at a time, in order. */
  readonly incidents: readonly Incident[];
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** Each load balancer judged alone, where there are several; null when there is one, or too much to read it again for each. */
  readonly loadBalancers: readonly LoadBalancerVerdict[] | null;
  /** What changed against the time of --baseline. */
  readonly baseline: BaselineReport | null;
  /** What was looked for: the codes of findings begin with these words. */
  readonly checked: readonly string[];
}

export interface LoadBalancerVerdict {
  /** `app/name/id` */
  readonly loadBalancer: string;
  /** WebSockets and failed upgrades. */
  readonly attempts: number;
  readonly failed: number;
  readonly failedShare: number;
  /** Of WebSockets, those that ended within 5 s. */
  readonly youngShare: number;
  readonly worst: Pick<Finding, 'code' | 'severity' | 'brief'> | null;
  /** What happened at a time, a line each. */
  readonly incidents: readonly string[];
}

export interface BaselineReport {
  readonly since: string;
  readonly until: string;
  /** Of that time. */
  readonly connections: number;
  readonly failed: number;
  /** At most so likely is any change where nothing changed; over all that was tried. */
  readonly chance: number;
  readonly tried: number;
  readonly changes: readonly Change[];
}

/** Keys beyond `rows` are not shown. While `error` is 0 all is exact; else a count is at most `error` too low. */
export interface TableReport<Row> {
  readonly rows: readonly Row[];
  readonly keys: number;
  readonly error: number;
}

interface Traffic {
  readonly connections: number;
  /** Of all connections. */
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
  /** Open at its end, of those that have closed since: a lower bound. */
  readonly open: number | null;
  /** Failed upgrades. */
  readonly failed: number | null;
}

export interface DistributionReport {
  /** Values known, and those that the log does not tell. */
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
  /** `null`: without end. */
  readonly toSeconds: number | null;
  readonly connections: number;
}

/** How evenly connections are spread. 1 is even. */
export interface BalanceReport {
  readonly members: number;
  /** Connections of the fullest and of the emptiest, over those of the mean. */
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
  /** Events of days that are not in `minutes`. */
  readonly eventsOutsideMinutes: number;
  readonly durations: DistributionReport;
  readonly histogram: readonly RangeReport[];
  readonly targets: TableReport<
    Traffic & {
      readonly target: string;
      readonly group: string;
      readonly firstOpened: string | null;
      readonly lastClosed: string;
      /** Seconds, from a coarse histogram: about a fifth off. */
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
  /** Those without a WebSocket too, where they refused requests (a status of 400 or more). */
  readonly loadBalancers: TableReport<WordReport & { readonly refused: number }>;
  readonly hosts: TableReport<WordReport>;
  readonly failed: TableReport<FailureReport>;
  readonly failedUpgrades: number;
  readonly attempts: {
    /** Connections and failed upgrades, by how they were recognised. */
    readonly recognisedBy: readonly { readonly by: Evidence; readonly attempts: number }[];
    /** What a count may be too low by, when there were more kinds of failures than are held. */
    readonly error: number;
  };
  /** Requests that poll in place of a WebSocket. */
  readonly polling: (Polling & { readonly stuckShare: number }) | null;
  /** Connections that ended within so many seconds. */
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
