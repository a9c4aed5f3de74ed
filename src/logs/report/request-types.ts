// Requests in the report: failed upgrades, and all others.
import type { Evidence } from '../attempts.ts';
import type { LineType } from '../types.ts';

interface RequestReport {
  /** Scheme (`https` or `http`) and port of the URL; empty if it has none. */
  readonly scheme: string;
  readonly port: string;
  readonly host: string;
  /** With IDs folded. */
  readonly path: string;
  readonly status: string;
  readonly targetStatus: string;
  readonly answeredBy: 'load balancer' | 'target';
  /** error_reason, classification_reason, or the rule that answered; `-` without one. */
  readonly reason: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

export type OtherReport = RequestReport & {
  readonly type: LineType;
  readonly method: 'GET' | 'other';
  /** `transport=` in the query. */
  readonly transport: 'websocket' | 'polling' | null;
};

export interface FailureReport extends RequestReport {
  readonly recognisedBy: Evidence;
  readonly peakMinute: string;
  readonly peak: number;
  /** The heaviest of each, with counts. */
  readonly targets: readonly Named[];
  readonly clients: readonly Named[];
  readonly userAgents: readonly Named[];
}

interface Named {
  readonly word: string;
  readonly count: number;
}
