// Shared by the findings. Thresholds are defined where they are used; notes/logs-findings.md explains them.
import type { Attempts } from '../attempts.ts';
import { minuteTime } from '../report/quantities.ts';
import type { Finding, FindingEvent, ReportSettings } from '../report/types.ts';
import type { AccessResult, ScanResult } from '../types.ts';

export interface Context {
  readonly result: ScanResult;
  readonly settings: ReportSettings;
  /** Undefined without an access log. */
  readonly attempts: Attempts | undefined;
}

/** Looks for one thing in what was counted. */
export type Find = (context: Context) => readonly Finding[];

export interface AccessContext extends Context {
  readonly access: AccessResult;
  readonly attempts: Attempts;
}

/** A finding about attempts, even without any WebSocket. */
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

/** Maximum rows of evidence to show; the others are counted. */
const EVIDENCE_ROWS = 5;

/** The first rows as text, and how many more there are. */
export const evidence = <Row>(rows: readonly Row[], word: (row: Row) => string): string[] => [
  ...rows.slice(0, EVIDENCE_ROWS).map(word),
  ...(rows.length > EVIDENCE_ROWS ? [`and ${rows.length - EVIDENCE_ROWS} more like these`] : []),
];

/**
 * The minutes that the logs cover. The columns begin earlier, with the openings of long connections, but of that time
 * only connections that closed later are known.
 */
export function coveredMinutes({ firstTime, lastTime }: ScanResult): {
  readonly from: number;
  readonly to: number;
} {
  const minute = (micros: number | undefined): number => Math.floor((micros ?? 0) / 60e6);
  return { from: minute(firstTime), to: minute(lastTime) };
}

/**
 * How many of the connections that closed in a minute may have been open before it began: at most as many as were open
 * then, plus those of unknown duration. The others, such as probes, were opened in that minute.
 *
 * @param index of the minute among the columns.
 */
export const closedOfBefore = (
  { minutes, durations }: Pick<AccessResult, 'minutes' | 'durations'>,
  index: number,
): number => Math.min(minutes.closed[index] ?? 0, (minutes.open[index - 1] ?? 0) + durations.unknown);

/** Words and their counts, largest first, equal ones by word. */
export const ranking = (counts: ReadonlyMap<string, number>): [word: string, count: number][] =>
  [...counts].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));

/** The first of {@link ranking}. */
export function heaviest(counts: ReadonlyMap<string, number>): [word: string, count: number] | undefined {
  let best: string | undefined;
  let most = -Infinity;
  counts.forEach((count, word) => {
    if (count < most || (count === most && best !== undefined && best < word)) return;
    best = word;
    most = count;
  });
  return best === undefined ? undefined : [best, most];
}

/** Adds up the counts of several maps. */
export function summed<Key>(maps: readonly ReadonlyMap<Key, number>[]): ReadonlyMap<Key, number> {
  const [first, ...others] = maps.filter(({ size }) => size > 0);
  if (!first || others.length === 0) return first ?? new Map<Key, number>();
  const sums = new Map(first);
  // These run a few thousand times and only once, so uncompiled, where iterating takes several times as long.
  for (const map of others) map.forEach((count, key) => sums.set(key, (sums.get(key) ?? 0) + count));
  return sums;
}
