// Minutes in which a target closes far more connections than usual.
import type { AccessResult, TargetRow, WordMinuteRow } from '../types.ts';
import { closedOfBefore } from './finding.ts';

/** Minimum number closed in a minute. */
const LEAST = 20;
/** Multiple of what the target usually closes in a minute. Daily peaks are below that. */
const TIMES_USUAL = 10;
/** Minimum length of the logs, to know what is usual; also how long a target must be silent to count as gone. */
const LEAST_MINUTES = 5;
/**
 * A drain: this many consecutive minutes above this multiple of the usual, none with more than this share of the total.
 */
const DRAIN_MINUTES = 4;
const DRAIN_TIMES_USUAL = 3;
const DRAIN_SHARE = 0.5;

export interface Burst {
  readonly target: string;
  readonly minute: number;
  readonly closed: number;
  readonly usual: number;
  /** The share of everything closed in that minute. */
  readonly share: number;
  /** Nothing on this target was closed later, although the logs continue. */
  readonly isLast: boolean;
}

/** Largest first. */
export function burstsOf(
  { targets, targetMinutes, minutes, total, durations }: AccessResult,
  { from, to }: { from: number; to: number },
): Burst[] {
  if (to - from < LEAST_MINUTES) return [];
  const byTarget = new Map<string, TargetRow>();
  for (const row of targets.rows) byTarget.set(row.target, row);
  // There are many rows, and few of them come so far that these are needed.
  let closedIn: Closed | undefined;
  let indexOf: ReadonlyMap<number, number> | undefined;
  return targetMinutes.rows
    .filter(({ word, closed }) => word !== '-' && closed >= LEAST)
    .flatMap((row): Burst[] => {
      const target = byTarget.get(row.word);
      if (!target) return [];
      const lastMinute = Math.floor(target.lastClosed / 60e6);
      const firstMinute = Math.max(from, Math.floor((target.firstOpened ?? 0) / 60e6));
      const usual = Math.max(0, target.connections - row.closed) / Math.max(1, lastMinute - firstMinute);
      if (row.closed < usual * TIMES_USUAL) return [];
      closedIn ??= closedByMinute(targetMinutes.rows);
      if (isDrain(row, usual, closedIn)) return [];
      indexOf ??= new Map(Array.from(minutes.minute, (minute, index) => [minute, index]));
      const index = indexOf.get(row.minute);
      // Opened and closed within the minute, like probes: nothing happened to the target.
      if (index !== undefined && closedOfBefore({ minutes, durations }, index) < LEAST) return [];
      const all = index === undefined ? total.connections : (minutes.closed[index] ?? 0);
      const isLast = lastMinute <= row.minute && to - row.minute >= LEAST_MINUTES;
      const { word, minute, closed } = row;
      return [{ target: word, minute, closed, usual, share: closed / Math.max(all, closed), isLast }];
    })
    .toSorted(
      (left, right) =>
        right.closed - left.closed || left.minute - right.minute || (left.target < right.target ? -1 : 1),
    );
}

/** By target and minute. */
type Closed = ReadonlyMap<string, ReadonlyMap<number, number>>;

function closedByMinute(rows: readonly WordMinuteRow[]): Closed {
  const all = new Map<string, Map<number, number>>();
  for (const { word, minute, closed } of rows) {
    const its = all.get(word) ?? new Map<number, number>();
    all.set(word, its.set(minute, closed));
  }
  return all;
}

/** Whether the minute is part of a period in which sockets were closed a few at a time. */
function isDrain(row: WordMinuteRow, usual: number, closedIn: Closed): boolean {
  const limit = Math.max(5, usual * DRAIN_TIMES_USUAL);
  let [minutes, sum] = [1, row.closed];
  for (const step of [-1, 1])
    for (let minute = row.minute + step; ; minute += step) {
      const closed = closedIn.get(row.word)?.get(minute) ?? 0;
      if (closed < limit) break;
      minutes++;
      sum += closed;
    }
  return minutes >= DRAIN_MINUTES && row.closed < sum * DRAIN_SHARE;
}
