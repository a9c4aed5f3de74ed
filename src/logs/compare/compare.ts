// Finds what changed between two periods beyond noise. A change counts if it is significant, at 1 % for all tests
// together (Holm), and large enough to matter. The earlier period shows how much counts per minute vary.
import { quantile } from '../scan/histogram.ts';
import type { Period } from './period.ts';
import { beyondChance, dispersionOf, distance, rateP, shareP } from './statistics.ts';

/** The probability of finding any change if nothing changed. */
export const CHANCE = 0.01;
/** Relative to the value before: a smaller change does not matter, however certain. */
const LEAST_CHANGE = 0.1;
/** The minimum distance between two distributions of durations. */
const LEAST_DISTANCE = 0.05;
/** Nothing is tested with fewer events in both periods together. */
const LEAST_EVENTS = 10;

export interface Change {
  /** What was tested. */
  readonly what: 'rate' | 'failed' | 'status' | 'young' | 'duration' | 'target-share' | 'target-young';
  /** The status or the target. */
  readonly of: string | null;
  /** Shares from 0 to 1; for `rate`, WebSockets per minute; for `duration`, the median in seconds. */
  readonly before: number;
  readonly after: number;
  /** The p-value before the correction. */
  readonly p: number;
}

export interface Comparison {
  readonly changes: readonly Change[];
  /** How many were tested. */
  readonly tried: number;
}

interface Trial extends Change {
  readonly isLarge: boolean;
}

export function compare(before: Period, after: Period): Comparison {
  const trials = [
    rate(before, after),
    ...failures(before, after),
    young(before, after),
    duration(before, after),
    ...targets(before, after),
  ].flatMap((trial) => trial ?? []);
  const sure = beyondChance(
    trials.map(({ p }) => p),
    CHANCE,
  );
  const changes = trials.filter(({ isLarge }, index) => isLarge && sure.has(index));
  return {
    changes: changes.map(({ what, of, before: was, after: is, p }): Change => ({
      what,
      of,
      before: was,
      after: is,
      p,
    })),
    tried: trials.length,
  };
}

const isLarge = (before: number, after: number): boolean =>
  Math.abs(after - before) >= LEAST_CHANGE * Math.max(before, Number.MIN_VALUE);

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

function rate({ closedBy }: Period, { closedBy: others }: Period): Trial | undefined {
  const [one, other] = [sum(closedBy), sum(others)];
  if (closedBy.length === 0 || others.length === 0 || one + other < LEAST_EVENTS) return undefined;
  const [before, after] = [one / closedBy.length, other / others.length];
  const p = rateP([one, closedBy.length], [other, others.length], dispersionOf(closedBy));
  return { what: 'rate', of: null, before, after, p, isLarge: isLarge(before, after) };
}

function share(
  what: Change['what'],
  of: string | null,
  [hits, all]: readonly [number, number],
  [otherHits, otherAll]: readonly [number, number],
  dispersion = 1,
): Trial | undefined {
  const least = Math.min(hits + otherHits, all + otherAll - hits - otherHits);
  if (all === 0 || otherAll === 0 || least < LEAST_EVENTS) return undefined;
  const [before, after] = [hits / all, otherHits / otherAll];
  const p = shareP([hits, all], [otherHits, otherAll], dispersion);
  return { what, of, before, after, p, isLarge: isLarge(before, after) };
}

function failures(before: Period, after: Period): (Trial | undefined)[] {
  // Failures cluster. As much clustering as before is noise.
  const dispersion = dispersionOf(
    before.failedBy,
    before.failedBy.map((failed, index) => failed + (before.closedBy[index] ?? 0)),
  );
  const of = ({ connections, failed }: Period) => connections + failed;
  const statuses = [...new Set([...before.byStatus.keys(), ...after.byStatus.keys()])].sort();
  const all = share('failed', null, [before.failed, of(before)], [after.failed, of(after)], dispersion);
  if (statuses.length < 2) return [all];
  return [
    all,
    ...statuses.map((status) =>
      share(
        'status',
        status,
        [before.byStatus.get(status) ?? 0, of(before)],
        [after.byStatus.get(status) ?? 0, of(after)],
        dispersion,
      ),
    ),
  ];
}

const young = (before: Period, after: Period): Trial | undefined =>
  share('young', null, [before.young, before.known], [after.young, after.known]);

function duration(before: Period, after: Period): Trial | undefined {
  if (Math.min(before.known, after.known) < LEAST_EVENTS) return undefined;
  const { d, p } = distance(before.durations, after.durations);
  return {
    what: 'duration',
    of: null,
    before: medianOf(before),
    after: medianOf(after),
    p,
    isLarge: d >= LEAST_DISTANCE,
  };
}

const medianOf = ({ durations, known }: Period): number =>
  (quantile({ cells: durations, count: known, min: 0, max: Number.MAX_SAFE_INTEGER }, 0.5) ?? 0) / 1e6;

function targets(before: Period, after: Period): (Trial | undefined)[] {
  const none = { connections: 0, short: 0 };
  const names = [...new Set([...before.targets.keys(), ...after.targets.keys()])]
    .filter((name) => name !== '-')
    .sort();
  return names.flatMap((name) => {
    const [one, other] = [before.targets.get(name) ?? none, after.targets.get(name) ?? none];
    return [
      share(
        'target-share',
        name,
        [one.connections, before.connections],
        [other.connections, after.connections],
      ),
      share('target-young', name, [one.short, one.connections], [other.short, other.connections]),
    ];
  });
}
