export interface FindingEvent {
  /** Minutes, as ISO 8601. */
  readonly from: string;
  readonly to: string;
  /** The targets concerned, if any. */
  readonly targets: readonly string[];
  /** A clause: `10.0.1.12:8080 closed 426 sockets`. */
  readonly text: string;
}
