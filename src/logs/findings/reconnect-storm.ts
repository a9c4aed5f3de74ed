// Reconnect storms: many connections opened within one or a few minutes, right after many were closed.
import { count, many, median, percent } from '../../common/numbers.ts';
import { wordMinute } from '../report/quantities.ts';
import type { Finding } from '../report/types.ts';
import type { AccessResult } from '../types.ts';
import { closedOfBefore, coveredMinutes, eventOf, evidence, inAccess } from './finding.ts';

/** Minimum number opened in a minute. A storm may extend into the next. */
const LEAST = 30;
/** Multiple of the median minute. */
const TIMES_USUAL = 5;
/**
 * Connections open before and closed in this or the two previous minutes, relative to those opened: with fewer, they
 * are not reconnects.
 */
const CLOSED_BEFORE = 0.5;
const MINUTES_BEFORE = 2;
/** The share opened by a single address, above which it is not many clients reconnecting. */
const ONE_CLIENT = 0.5;

interface Storm {
  readonly minute: number;
  /** Number of consecutive minutes; `opened` is the total, `peak` the maximum per minute. */
  minutes: number;
  opened: number;
  peak: number;
  readonly closedBefore: number;
}

export const reconnectStorm = inAccess(({ access, result }) => {
  const { from, to } = coveredMinutes(result);
  const { minute, opened } = access.minutes;
  const usual = Math.max(1, median(opened.filter((_, index) => isWithin(minute[index] ?? 0, from, to))));
  const storms = stormsOf(access, usual, from)
    .filter((storm) => !isSpread(storm, access))
    .toSorted((left, right) => right.peak - left.peak);
  const [worst] = storms;
  if (!worst) return [];
  const finding: Finding = {
    code: 'reconnect-storm',
    severity: 'warning',
    what: `Many connections were opened at once, right after many had closed${storms.length > 1 ? `: ${many(storms.length, 'time')}` : ''}.`,
    brief: `${many(
      storms.reduce((sum, { opened: its }) => sum + its, 0),
      'connection',
    )} opened at once after many had closed`,
    evidence: evidence(storms, (storm) => word(access, storm, usual)),
    remedy:
      'Let clients wait before they reconnect, a random time that doubles with each attempt (such as 0 to 1 s, 0 to 2 s, up to 60 s), and servers close sockets a few at a time when they drain.',
    values: {
      storms: storms.length,
      minute: wordMinute(worst.minute),
      opened: worst.opened,
      peak: worst.peak,
      usual,
    },
    events: storms.map((storm) =>
      eventOf(storm.minute, storm.minute + storm.minutes - 1, `${count(storm.opened)} came back at once`),
    ),
  };
  return [finding];
});

/**
 * In a drain, clients reconnect gradually: the peak minute has a small share of what opened in the minutes around it.
 */
const AROUND_MINUTES = 5;
const SPREAD_SHARE = 0.25;
function isSpread({ minute, minutes, peak }: Storm, { minutes: all }: AccessResult): boolean {
  let around = 0;
  for (const [index, at] of all.minute.entries())
    if (at >= minute - AROUND_MINUTES && at < minute + minutes + AROUND_MINUTES)
      around += all.opened[index] ?? 0;
  return peak < around * SPREAD_SHARE;
}

const isWithin = (minute: number, from: number, to: number): boolean => minute >= from && minute <= to;

function stormsOf(access: AccessResult, usual: number, from: number): Storm[] {
  const { minute, opened } = access.minutes;
  const storms: Storm[] = [];
  for (const [index, now] of minute.entries()) {
    const came = opened[index] ?? 0;
    if (now < from || came < LEAST || came < usual * TIMES_USUAL) continue;
    const last = storms.at(-1);
    if (last && now === last.minute + last.minutes) {
      last.minutes++;
      last.opened += came;
      last.peak = Math.max(last.peak, came);
      continue;
    }
    let before = 0;
    for (let at = index; at >= 0 && now - (minute[at] ?? 0) <= MINUTES_BEFORE; at--)
      before += closedOfBefore(access, at);
    if (before >= came * CLOSED_BEFORE)
      storms.push({ minute: now, minutes: 1, opened: came, peak: came, closedBefore: before });
  }
  return storms;
}

function word(access: AccessResult, storm: Storm, usual: number): string {
  const { minute, minutes, opened, peak, closedBefore } = storm;
  const first = `${wordMinute(minute)}: ${count(opened)} opened${minutes > 1 ? ` in ${minutes} minutes, at most ${count(peak)} in one` : ''} (${Number((peak / 60).toFixed(1))} a second), usually ${count(usual)} a minute; ${count(closedBefore)} had closed in that minute and the ${MINUTES_BEFORE} before`;
  return [first, ...whoClosed(access, storm), who(access, storm)].join('; ');
}

/** The largest sum; of equal ones, the first word. */
const heaviest = (sums: ReadonlyMap<string, number>): [string, number] | undefined =>
  [...sums].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1))[0];

/** The target that closed most connections just before. */
function whoClosed({ targetMinutes }: AccessResult, { minute, closedBefore }: Storm): string[] {
  const sums = new Map<string, number>();
  for (const row of targetMinutes.rows)
    if (row.minute <= minute && minute - row.minute <= MINUTES_BEFORE)
      sums.set(row.word, (sums.get(row.word) ?? 0) + row.closed);
  const most = heaviest(sums);
  return most && most[1] >= closedBefore / 2 ? [`${count(most[1])} of them on ${most[0]}`] : [];
}

function who({ clientMinutes }: AccessResult, { minute, minutes, opened }: Storm): string {
  const sums = new Map<string, number>();
  for (const row of clientMinutes.rows)
    if (row.minute >= minute && row.minute < minute + minutes)
      sums.set(row.client, (sums.get(row.client) ?? 0) + row.opened);
  const most = heaviest(sums);
  if (!most) return 'spread over many clients';
  const [client, its] = most;
  if (its >= opened * ONE_CLIENT) return `${percent(its / opened)} by ${client} alone`;
  return `by many clients, at most ${count(its)} by one (${client})`;
}
