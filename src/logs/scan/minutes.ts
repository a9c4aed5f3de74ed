// Converts the daily pages to columns by minute.
import { DAY_MINUTES, SERIES } from '../layout.ts';
import type { Tally } from './tally.ts';

export interface MinuteColumns {
  readonly minute: Float64Array;
  readonly series: readonly Float64Array[];
}

/** The minutes with events, ascending, and their counts by series. */
export function minuteColumns({ days }: Pick<Tally, 'days'>): MinuteColumns {
  const held = days.toSorted((left, right) => left.day - right.day);
  // Where the counts of each minute are.
  const places: { readonly counts: Float64Array; readonly at: number; readonly minute: number }[] = [];
  for (const { day, counts } of held)
    for (let at = 0; at < counts.length; at += SERIES)
      if (hasAny(counts, at)) places.push({ counts, at, minute: day * DAY_MINUTES + at / SERIES });
  const minute = Float64Array.from(places, (place) => place.minute);
  const series = Array.from({ length: SERIES }, (_, which) =>
    Float64Array.from(places, ({ counts, at }) => counts[at + which] ?? 0),
  );
  return { minute, series };
}

function hasAny(counts: Float64Array, at: number): boolean {
  for (let which = 0; which < SERIES; which++) if (counts[at + which] !== 0) return true;
  return false;
}
