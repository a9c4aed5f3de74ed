// Pages of a day -> columns by the minute.
import { DAY_MINUTES, SERIES } from '../layout.ts';
import type { Tally } from './tally.ts';

export interface MinuteColumns {
  readonly minute: Float64Array;
  readonly series: readonly Float64Array[];
}

/** The minutes with events, ascending, and their counts by series. */
export function minuteColumns({ days }: Pick<Tally, 'days'>): MinuteColumns {
  const minutes = new Set<number>();
  const pages = new Map(days.map(({ day, counts }) => [day, counts]));
  for (const [day, counts] of pages)
    for (const [index, count] of counts.entries())
      if (count !== 0) minutes.add(day * DAY_MINUTES + Math.floor(index / SERIES));
  const minute = Float64Array.from(minutes).sort();
  const series = Array.from({ length: SERIES }, (_, which) =>
    minute.map((each) => {
      const day = Math.floor(each / DAY_MINUTES);
      return pages.get(day)?.[(each - day * DAY_MINUTES) * SERIES + which] ?? 0;
    }),
  );
  return { minute, series };
}
