// Counts by minute, in pages of one day. At most DAYS_CAP days are held: the latest ones with events. Which days these
// are does not depend on the order of events, so the sums are the same whatever is merged first.
import { DAY_MINUTES, DAYS_CAP, OUTSIDE_DAYS, SERIES } from '../layout.ts';
import { pagesAt } from './memory.ts';
import { count } from './numbers.ts';

export const MINUTE_MICROS: f64 = 60e6;
const PAGE_BYTES: usize = DAY_MINUTES * SERIES * 8;

/** The day of each page, in whole days since 1970. */
const daysAt: usize = memory.data(DAYS_CAP * 4);
let held = 0;
/** The day used last, as events come nearly in order. -1 if none, or a day that is not held. */
let lastDay = -1;
let lastPage: usize = 0;

export function heldDays(): i32 {
  return held;
}

export function dayOf(page: i32): i32 {
  return load<i32>(daysAt + (page << 2));
}

export function pageOf(page: i32): usize {
  return pagesAt + <usize>page * PAGE_BYTES;
}

export function emptyMinutes(): void {
  held = 0;
  lastDay = -1;
}

/** @param minute whole minutes since 1970. @param series see layout.ts. */
export function countMinute(minute: i32, series: i32): void {
  const day = minute / DAY_MINUTES;
  if (day != lastDay && !openDay(day)) {
    count(OUTSIDE_DAYS + series);
    return;
  }
  const at = lastPage + (((minute - day * DAY_MINUTES) * SERIES + series) << 3);
  store<f64>(at, load<f64>(at) + 1);
}

/** Adds a page of another series. */
export function mergePage(day: i32, at: usize): void {
  const isHeld = openDay(day);
  for (let cell = 0; cell < DAY_MINUTES * SERIES; cell++) {
    const value = load<f64>(at + (cell << 3));
    if (value == 0) continue;
    const place = lastPage + (cell << 3);
    if (isHeld) store<f64>(place, load<f64>(place) + value);
    else count(OUTSIDE_DAYS + (cell % SERIES), value);
  }
}

/** Makes a day's page the current one. @returns whether the day is held. */
function openDay(day: i32): bool {
  lastDay = day;
  let earliest = 0;
  for (let page = 0; page < held; page++) {
    if (dayOf(page) == day) {
      lastPage = pageOf(page);
      return true;
    }
    if (dayOf(page) < dayOf(earliest)) earliest = page;
  }
  let page = held;
  if (held < DAYS_CAP) held++;
  else if (dayOf(earliest) > day) {
    lastDay = -1;
    return false;
  } else {
    page = earliest;
    for (let cell = 0; cell < DAY_MINUTES * SERIES; cell++)
      count(OUTSIDE_DAYS + (cell % SERIES), load<f64>(pageOf(page) + (cell << 3)));
  }
  lastPage = pageOf(page);
  memory.fill(lastPage, 0, PAGE_BYTES);
  store<i32>(daysAt + (page << 2), day);
  return true;
}
