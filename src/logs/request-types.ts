// Rows about requests that are no WebSocket, and about upgrades that may have failed.
export type LineType = 'http' | 'https' | 'h2' | 'grpcs' | 'ws' | 'wss' | 'other';

/** Requests alike: over http, https, h2 or grpcs. */
export interface RequestRow {
  /** Scheme, host, port and path, ids folded: `https://chat.example.com:443/room/:id`. A path alone when the URL has no host. */
  readonly route: string;
  readonly type: LineType;
  readonly isGet: boolean;
  /** What `transport=` in the query says. */
  readonly transport: 'websocket' | 'polling' | undefined;
  /** elb_status_code and target_status_code; `-` when no target answered. */
  readonly status: string;
  readonly targetStatus: string;
  readonly count: number;
  /** Logged. */
  readonly firstTime: number;
  readonly lastTime: number;
}

/**
 * A GET over http or https that may be an upgrade that failed: its status is neither 2xx nor 304, or its query says
 * `transport=websocket`. Which of them are attempts is for attempts.ts to say.
 */
/** Only to be compared: a hash of the kernel, or words of Athena. */
export type FailedId = number | string;

export interface FailedRow extends RequestRow {
  /** error_reason; else classification_reason, when severe or ambiguous; else the last action, when it is not forward; else `-`. */
  readonly reason: string;
  /** What its other rows call it. */
  readonly id: FailedId;
}

/** By what the failures of a {@link FailedRow} are counted. `seconds`: how long a 504 took, whole ones. */
export type FailedBy = 'target' | 'client' | 'agent' | 'seconds';

export interface FailedByRow {
  readonly id: FailedId;
  readonly by: FailedBy;
  readonly word: string;
  readonly count: number;
}
