// Rows on requests that are not WebSockets, and on possibly failed upgrades.
export type LineType = 'http' | 'https' | 'h2' | 'grpcs' | 'ws' | 'wss' | 'other';

/** Identical requests over http, https, h2 or grpcs. */
export interface RequestRow {
  /**
   * Scheme, host, port and path, with IDs folded: `https://chat.example.com:443/room/:id`. Only a path if the URL has
   * no host.
   */
  readonly route: string;
  readonly type: LineType;
  readonly isGet: boolean;
  /** `transport=` in the query. */
  readonly transport: 'websocket' | 'polling' | undefined;
  /** elb_status_code and target_status_code; `-` if no target answered. */
  readonly status: string;
  readonly targetStatus: string;
  readonly count: number;
  /** When the first and the last were logged. */
  readonly firstTime: number;
  readonly lastTime: number;
}

/**
 * A GET over http or https that may be a failed upgrade: its status is neither 2xx nor 304, or its query has
 * `transport=websocket`. attempts.ts decides which of them are attempts.
 */
/** Only for comparison: a hash from the kernel, or a string from Athena. */
export type FailedId = number | string;

export interface FailedRow extends RequestRow {
  /**
   * error_reason; else classification_reason if severe or ambiguous; else the last action if it is not forward; else
   * `-`.
   */
  readonly reason: string;
  /** Identifies it in other tables. */
  readonly id: FailedId;
}

/** What the failures of a {@link FailedRow} are counted by. `seconds`: how long a 504 took, in whole seconds. */
export type FailedBy = 'target' | 'client' | 'agent' | 'seconds';

export interface FailedByRow {
  readonly id: FailedId;
  readonly by: FailedBy;
  readonly word: string;
  readonly count: number;
}
