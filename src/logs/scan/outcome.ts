// What becomes of a line.

/** What is returned beside an index of REASONS in tally.ts. */
export const COUNTED = -1;
export const OUTSIDE_TIME = -2;

/** Indexes of REASONS. */
export const BAD = { fields: 0, quotes: 1, time: 2, status: 3, bytes: 4, creationTime: 5 } as const;

/** Microseconds since 1970. */
export interface Window {
  readonly since: number;
  readonly until: number;
}
