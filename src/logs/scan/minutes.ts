// Counts by the minute, in pages of a day. At most DAYS_CAP days are held: the latest that have events. Which days these
// are does not depend on the order of events, so series add up to the same whatever is merged first.
import { DAYS_CAP } from '../types.ts';
import { addCells } from './distribution.ts';

export const MINUTE_MICROS = 60e6;
const DAY_MINUTES = 1440;

/** The columns of a page. `known`: closed, of those whose opening is known. */
export const OPENED = 0;
export const CLOSED = 1;
export const KNOWN = 2;
export const REFUSED = 3;
const SERIES = 4;

export interface MinuteSeries {
  readonly pages: Map<number, Float64Array>;
  /** Events of days that are not held, by series. */
  readonly outside: Float64Array;
  /** The last page asked for: events come nearly in order. */
  lastDay: number;
  lastPage: Float64Array;
}

export const newMinutes = (): MinuteSeries => ({
  pages: new Map(),
  outside: new Float64Array(SERIES),
  lastDay: -1,
  lastPage: new Float64Array(0),
});

/** @param minute whole minutes since 1970. */
export function addMinute(series: MinuteSeries, minute: number, which: number): void {
  const day = Math.floor(minute / DAY_MINUTES);
  if (day !== series.lastDay) openPage(series, day);
  const index = (minute - day * DAY_MINUTES) * SERIES + which;
  if (index < series.lastPage.length) series.lastPage[index] = (series.lastPage[index] ?? 0) + 1;
  else addOutside(series, which, 1);
}

function openPage(series: MinuteSeries, day: number): void {
  series.lastDay = day;
  const page = series.pages.get(day) ?? new Float64Array(DAY_MINUTES * SERIES);
  series.lastPage = page;
  if (series.pages.has(day)) return;
  series.pages.set(day, page);
  if (series.pages.size <= DAYS_CAP) return;
  const earliest = Math.min(...series.pages.keys());
  const dropped = series.pages.get(earliest) ?? page;
  series.pages.delete(earliest);
  for (const [index, count] of dropped.entries()) addOutside(series, index % SERIES, count);
  // Without a page its events go to `outside`.
  if (earliest === day) series.lastPage = new Float64Array(0);
}

export function mergeMinutes(into: MinuteSeries, from: Pick<MinuteSeries, 'pages' | 'outside'>): void {
  for (const [day, page] of from.pages) {
    openPage(into, day);
    const { lastPage } = into;
    if (lastPage.length > 0) addCells(lastPage, page);
    else for (const [index, count] of page.entries()) addOutside(into, index % SERIES, count);
  }
  for (const [which, count] of from.outside.entries()) addOutside(into, which, count);
}

function addOutside({ outside }: MinuteSeries, which: number, count: number): void {
  outside[which] = (outside[which] ?? 0) + count;
}

export interface MinuteColumns {
  readonly minute: Float64Array;
  readonly series: readonly Float64Array[];
}

/**
 * The minutes with events, ascending, and their counts by series.
 *
 * @param more minutes that have a place even without an event here.
 */
export function minuteColumns({ pages }: MinuteSeries, more: Iterable<number>): MinuteColumns {
  const minutes = new Set(more);
  for (const [day, page] of pages)
    for (const [index, count] of page.entries())
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
