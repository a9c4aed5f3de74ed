// Options of a scan.

/** Lines that count, in the order of the text. */
export interface ShownLines {
  readonly most: number;
  readonly lines: Uint8Array[];
  hasMore: boolean;
}

export interface ScanOptions {
  readonly kind: 'access' | 'connection';
  /**
   * Only lines whose `time` (for a WebSocket, when it closed) is at or after `since` and before `until` count.
   * Microseconds since 1970. A line without a valid time is malformed in any case.
   */
  readonly since?: number;
  readonly until?: number;
  /** Only lines of this load balancer count: `app/name/id`, or its name. Lines without a load balancer do not. */
  readonly loadBalancer?: string;
  /** Conditions that lines must meet, see where.ts. */
  readonly where?: Uint8Array;
  /** Also count what pictures show: `AccessResult.pictures`. Default false. */
  readonly pictures?: boolean;
  /** Receives the first lines that count, unchanged. */
  readonly shown?: ShownLines;
  /** How many malformed lines to keep. Default 10, at most 1,000. */
  readonly samples?: number;
  /** How many rows of a table to keep. Default 1,000. */
  readonly rows?: number;
}
