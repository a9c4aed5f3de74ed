// What pictures show beside the report, see kernel/pictures.ts. A span is so many whole minutes since 1970; spans without an event
// are left out.

/** WebSockets that closed in a span, by their duration. */
export interface DurationSpan {
  /** Its first minute. */
  readonly minute: number;
  /** By `durationStart(index)`. */
  readonly cells: readonly number[];
  /** Of which the log does not say when they opened. */
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
  /** What any count can be too low by: 0, unless the period is longer than what is held. */
  readonly error: number;
  readonly rows: readonly Row[];
}

/** The load of an hour, as far as logs have it. Ascending; hours between without an event are there too. */
export interface HourLoad {
  /** Whole hours since 1970. */
  readonly hour: number;
  /** WebSockets that opened; those that closed and do not say when they opened. */
  readonly opened: number;
  readonly unknown: number;
  /** Seconds that all of them together were open within the hour. */
  readonly openSeconds: number;
  /** Requests that are no WebSockets. */
  readonly requests: number;
  /** Bytes in both directions; those of a WebSocket are spread evenly over its life. */
  readonly bytes: number;
}

export interface Pictures {
  readonly durations: Spans<DurationSpan>;
  readonly targets: Spans<TargetSpan>;
  readonly hours: readonly HourLoad[];
}
