// Converts the tables for pictures to spans and hours, using the finest table of each kind that is exact.
import {
  DURATION_CELLS,
  DURATION_FIRST_OCTAVE,
  DURATION_MINUTES,
  DURATION_SPAN,
  DURATION_SPANS,
  HOUR_BYTES,
  HOUR_CLOSED,
  HOUR_FULL,
  HOUR_MICROS,
  HOUR_OPENED,
  HOUR_RATE,
  HOUR_REQUESTS,
  HOURS,
  MINUTE_CLOSED,
  MINUTE_OPENED,
  TARGET_LONG_SPAN,
  TARGET_LONG_SPANS,
  TARGET_MINUTES,
  TARGET_SPAN,
  TARGET_SPANS,
} from '../layout.ts';
import type { DurationSpan, HourLoad, Pictures, Spans, TargetSpan } from '../picture-types.ts';
import { type Entry, mapEntries } from './entries.ts';
import type { Tally } from './tally.ts';

/** Seconds at which a duration cell begins; the last one ends at `durationStart(DURATION_CELLS)`. */
export const durationStart = (cell: number): number =>
  (2 ** (DURATION_FIRST_OCTAVE + Math.floor(cell / 4)) * (1 + (cell % 4) / 4)) / 1e6;

/** A table, and the width of its spans in minutes. */
type Choice = readonly [which: number, width: number];

function spansOf<Row>(
  { tables }: Tally,
  choices: readonly Choice[],
  rowOf: (entry: Entry, width: number) => Row,
): Spans<Row> {
  const exact = choices.find(([which]) => (tables[which]?.error ?? 0) === 0);
  const [which, width] = exact ?? choices.at(-1) ?? [0, 1];
  const table = tables[which];
  return { width, error: table?.error ?? 0, rows: mapEntries(table, (entry) => rowOf(entry, width)) };
}

const durationSpan = (entry: Entry, width: number): DurationSpan => ({
  minute: entry.tag * width,
  cells: Array.from({ length: DURATION_CELLS }, (_, cell) => entry.value(cell)),
  unknown: entry.value(DURATION_CELLS),
});

const targetSpan = (entry: Entry, width: number): TargetSpan => ({
  target: entry.first,
  minute: entry.tag * width,
  opened: entry.value(MINUTE_OPENED),
  closed: entry.value(MINUTE_CLOSED),
});

export const picturesOf = (tally: Tally): Pictures => ({
  durations: spansOf(
    tally,
    [
      [DURATION_MINUTES, 1],
      [DURATION_SPANS, DURATION_SPAN],
    ],
    durationSpan,
  ),
  targets: spansOf(
    tally,
    [
      [TARGET_MINUTES, 1],
      [TARGET_SPANS, TARGET_SPAN],
      [TARGET_LONG_SPANS, TARGET_LONG_SPAN],
    ],
    targetSpan,
  ),
  hours: hoursOf(tally),
});

/** Maximum hours between two lines of logs; a longer gap is damaged data rather than real load. */
const MOST_HOURS = 100_000;

function hoursOf({ tables }: Tally): HourLoad[] {
  const counted = mapEntries(tables[HOURS], (entry) => ({
    hour: entry.tag,
    opened: entry.value(HOUR_OPENED),
    unknown: entry.value(HOUR_CLOSED),
    requests: entry.value(HOUR_REQUESTS),
    full: entry.value(HOUR_FULL),
    rate: entry.value(HOUR_RATE),
    micros: entry.value(HOUR_MICROS),
    bytes: entry.value(HOUR_BYTES),
  })).toSorted((left, right) => left.hour - right.hour);
  const hours: HourLoad[] = [];
  let full = 0;
  let rate = 0;
  for (const { hour: own, opened, unknown, requests, ...rest } of counted) {
    const last = hours.at(-1)?.hour ?? own - 1;
    // Hours in which nothing opens or closes, while sockets stay open.
    if (own - last < MOST_HOURS)
      for (let hour = last + 1; hour < own; hour++)
        hours.push({ hour, opened: 0, unknown: 0, openSeconds: full * 3600, requests: 0, bytes: rate });
    full += rest.full;
    rate += rest.rate;
    const openSeconds = full * 3600 + rest.micros / 1e6;
    hours.push({ hour: own, opened, unknown, openSeconds, requests, bytes: rate + rest.bytes });
  }
  return hours;
}
