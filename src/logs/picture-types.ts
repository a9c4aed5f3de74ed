// What pictures show in addition to the report, see kernel/pictures.ts. Spans are whole minutes since 1970; spans
// without events are omitted.

/** WebSockets that closed in a span, by duration. */
export interface DurationSpan {
  /** Its first minute. */
  readonly minute: number;
  /** By `durationStart(index)`. */
  readonly cells: readonly number[];
  /** Sockets with an unknown opening time. */
  readonly unknown: number;
}

/** A target in a span. */
export interface TargetSpan {
  readonly target: string;
  readonly minute: number;
  readonly opened: number;
  readonly closed: number;
}

/** Spans of one width, in no order. */
export interface Spans<Row> {
  /** Minutes. */
  readonly width: number;
  /** How much any count may be too low: 0 unless the period is too long to hold entirely. */
  readonly error: number;
  readonly rows: readonly Row[];
}

/** The load of an hour, as far as the logs show it. Ascending; includes hours without an event in between. */
export interface HourLoad {
  /** Whole hours since 1970. */
  readonly hour: number;
  /** WebSockets that opened, and WebSockets that closed with an unknown opening time. */
  readonly opened: number;
  readonly unknown: number;
  /** Total seconds that WebSockets were open within the hour. */
  readonly openSeconds: number;
  /** Requests that are not WebSockets. */
  readonly requests: number;
  /** Bytes in both directions; those of a WebSocket are spread evenly over its lifetime. */
  readonly bytes: number;
}

export interface Pictures {
  readonly durations: Spans<DurationSpan>;
  readonly targets: Spans<TargetSpan>;
  readonly hours: readonly HourLoad[];
}
