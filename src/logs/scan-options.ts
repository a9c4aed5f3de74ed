// What a scan is asked to do.

/** Lines that count, in the order of the text. */
export interface ShownLines {
  readonly most: number;
  readonly lines: Uint8Array[];
  hasMore: boolean;
}

export interface ScanOptions {
  readonly kind: 'access' | 'connection';
  /**
   * Lines whose `time` (of a WebSocket: when it closed) is at or after `since` and before `until` count. Microseconds
   * since 1970. A line without a time that reads as one is malformed, whatever they are.
   */
  readonly since?: number;
  readonly until?: number;
  /** Only lines of this load balancer count: `app/name/id`, or its name. A line that does not name one does not. */
  readonly loadBalancer?: string;
  /** Conditions that lines meet, see where.ts. */
  readonly where?: Uint8Array;
  /** Count what pictures show too: `AccessResult.pictures`. Default false. */
  readonly pictures?: boolean;
  /** Receives the first of the lines that count, as they are. */
  readonly shown?: ShownLines;
  /** Malformed lines to keep. Default 10, at most 1,000. */
  readonly samples?: number;
  /** Rows of a table to keep. Default 1,000. */
  readonly rows?: number;
}
