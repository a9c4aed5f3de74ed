// What findings have in common. A threshold is stated where it is used; notes/logs-findings.md says what they rest on.
import type { Attempts } from '../attempts.ts';
import { minuteTime } from '../report/quantities.ts';
import type { Finding, FindingEvent, ReportSettings } from '../report/types.ts';
import type { AccessResult, ScanResult } from '../types.ts';

export interface Context {
  readonly result: ScanResult;
  readonly settings: ReportSettings;
  /** `undefined` without an access log. */
  readonly attempts: Attempts | undefined;
}

/** Looks for one thing in what was counted. */
export type Find = (context: Context) => readonly Finding[];

export interface AccessContext extends Context {
  readonly access: AccessResult;
  readonly attempts: Attempts;
}

/** A finding about attempts: there need not be a WebSocket. */
export const inAttempts =
  (find: (context: AccessContext) => readonly Finding[]): Find =>
  ({ result, settings, attempts }) =>
    result.access && attempts ? find({ access: result.access, result, settings, attempts }) : [];

/** A finding about WebSockets that closed. */
export const inAccess = (find: (context: AccessContext) => readonly Finding[]): Find =>
  inAttempts((context) => (context.access.total.connections > 0 ? find(context) : []));

/** @param from minutes since 1970, as is `to`. */
export const eventOf = (
  from: number,
  to: number,
  text: string,
  targets: readonly string[] = [],
): FindingEvent => ({ from: minuteTime(from), to: minuteTime(to), targets, text });

/** Rows of evidence that are shown; the others are counted. */
const EVIDENCE_ROWS = 5;

/** The first rows in words, and how many more there are. */
export const evidence = <Row>(rows: readonly Row[], word: (row: Row) => string): string[] => [
  ...rows.slice(0, EVIDENCE_ROWS).map(word),
  ...(rows.length > EVIDENCE_ROWS ? [`and ${rows.length - EVIDENCE_ROWS} more like these`] : []),
];

/**
 * The minutes that the logs cover. Before their first line nothing is known but what closed later: the columns begin
 * with the openings of long connections.
 */
export function coveredMinutes({ firstTime, lastTime }: ScanResult): {
  readonly from: number;
  readonly to: number;
} {
  const minute = (micros: number | undefined): number => Math.floor((micros ?? 0) / 60e6);
  return { from: minute(firstTime), to: minute(lastTime) };
}

/**
 * How many of those that closed in a minute can have been open before it began: no more than were open then. Of those
 * without a duration it is not known, so they count. The others were opened in that minute, such as probes.
 *
 * @param index of the minute among the columns.
 */
export const closedOfBefore = (
  { minutes, durations }: Pick<AccessResult, 'minutes' | 'durations'>,
  index: number,
): number => Math.min(minutes.closed[index] ?? 0, (minutes.open[index - 1] ?? 0) + durations.unknown);

/** Words and their counts, the heaviest first, equal ones by their words. */
export const ranking = (counts: ReadonlyMap<string, number>): [word: string, count: number][] =>
  [...counts].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));

/** The first of {@link ranking}. */
export function heaviest(counts: ReadonlyMap<string, number>): [word: string, count: number] | undefined {
  let best: [string, number] | undefined;
  for (const each of counts)
    if (!best || each[1] > best[1] || (each[1] === best[1] && each[0] < best[0])) best = each;
  return best;
}

/** Counts of several maps in one. */
export function summed<Key>(maps: readonly ReadonlyMap<Key, number>[]): Map<Key, number> {
  const sums = new Map<Key, number>();
  for (const map of maps) for (const [key, count] of map) sums.set(key, (sums.get(key) ?? 0) + count);
  return sums;
}
