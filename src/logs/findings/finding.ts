// What findings have in common. A threshold is stated where it is used; notes/logs-findings.md says what they rest on.
import type { Finding, ReportSettings } from '../report/types.ts';
import type { AccessResult, ScanResult } from '../types.ts';

/** Looks for one thing in what was counted. */
export type Find = (result: ScanResult, settings: ReportSettings) => readonly Finding[];

/** A finding in the access log. */
export const inAccess =
  (find: (access: AccessResult, settings: ReportSettings, result: ScanResult) => readonly Finding[]): Find =>
  (result, settings) =>
    result.access && result.access.total.connections > 0 ? find(result.access, settings, result) : [];

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
export const closedOfBefore = ({ minutes, durations }: AccessResult, index: number): number =>
  Math.min(minutes.closed[index] ?? 0, (minutes.open[index - 1] ?? 0) + durations.unknown);
