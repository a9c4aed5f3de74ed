// The kernel counts the text in its memory. It is written in AssemblyScript (TypeScript syntax for WebAssembly) for the
// instructions that process sixteen bytes at a time and for its own memory; scripts/kernel.mjs compiles it, and
// scan/kernel.ts calls it. Nothing here allocates while lines are counted.
import { addAccessLine } from './access.ts';
import { flush } from './batch.ts';
import { joinClient } from './clients.ts';
import { LINE_FEED, RETURN, SPACE } from './bytes.ts';
import { addConnectionLine } from './connection.ts';
import {
  CLIENTS,
  COUNTED,
  COUNTED_LINES,
  FOREIGN_LINES,
  LINE_CAP,
  LINES,
  MALFORMED,
  NOT_ASKED_FOR,
  NOT_ASKED_FOR_LINES,
  OTHER_LOAD_BALANCER,
  OTHER_LOAD_BALANCER_LINES,
  OUTSIDE_TIME,
  OUTSIDE_TIME_LINES,
  TOO_LONG,
} from '../layout.ts';
import { isForeign } from './kind.ts';
import { carryAt, numbersAt, textAt } from './memory.ts';
import { dayOf, emptyMinutes, heldDays, mergePage, pageOf } from './minutes.ts';
import { count, emptyNumbers, mergeNumbers } from './numbers.ts';
import { mergeTable } from './merge.ts';
import { emptyTables, roomAt, table } from './tables.ts';
import { setPictured } from './pictures.ts';
import { setWhere, whereAt } from './where.ts';
import { setLoadBalancer, setWindow } from './window.ts';

export {
  carryAt,
  dayOf,
  heldDays,
  mergeNumbers,
  mergePage,
  numbersAt,
  pageOf,
  roomAt,
  setLoadBalancer,
  setPictured,
  setWhere,
  setWindow,
  textAt,
  whereAt,
};

/** Called for a malformed line that is to be shown or is too long. The reasons are in layout.ts. */
declare function onMalformed(reason: i32, start: usize, end: usize): void;
/** Called for each line that counts, while lines are shown. */
declare function onLine(start: usize, end: usize): void;
/** Called when a line ends in a carriage return, with its position. */
declare function onReturn(at: usize): void;

/** Which log to expect. */
let isAccess = true;

/** Lines of the file so far, including blank ones. */
export let lineNumber: i32 = 0;

/** Begins a tally. */
export function begin(): void {
  emptyNumbers();
  emptyMinutes();
  emptyTables();
}

/** How many more malformed lines to show. */
let samples: i32 = 0;

/** Whether lines that count are shown. */
let isShowing = false;

export function setShowing(isOn: bool): void {
  isShowing = isOn;
}

/** Begins a file. @param wanted how many malformed lines to show. */
export function beginFile(isAccessLog: bool, wanted: i32): void {
  isAccess = isAccessLog;
  samples = wanted;
  lineNumber = 0;
}

/**
 * Counts the lines from `at` to `end`.
 *
 * @returns where the last line begins if it has no line feed, else `end`.
 */
export function scan(at: usize, end: usize): usize {
  least = i8x16.splat(-1);
  let feed = nextFeed(at, end);
  while (feed < end) {
    addLine(at, feed);
    at = feed + 1;
    feed = nextFeed(at, end);
  }
  flush();
  return at;
}

/** Whether the text scanned last may have a NUL byte. May report one that is just beyond the text. */
export function maySeeNul(): bool {
  return !v128.all_true<i8>(least);
}

/** The minimum so far in each of the sixteen lanes. */
let least: v128 = i8x16.splat(-1);

/** @returns where the line ends, or `end` if there is no line feed. */
function nextFeed(at: usize, end: usize): usize {
  const wanted = i8x16.splat(LINE_FEED);
  let lowest = least;
  let found = end;
  while (at < end) {
    const bytes = v128.load(at);
    lowest = i8x16.min_u(lowest, bytes);
    const mask = i8x16.bitmask(i8x16.eq(bytes, wanted));
    if (mask) {
      found = min(at + ctz(mask), end);
      break;
    }
    at += 16;
  }
  least = lowest;
  return found;
}

/** Counts one line, with or without a line feed. */
export function scanLine(start: usize, end: usize): void {
  addLine(start, end);
  flush();
}

/** Counts a line only as a line: its content is skipped, or counted by the caller. */
export function skipLine(): void {
  lineNumber++;
  count(LINES);
}

function addLine(start: usize, feed: usize): void {
  let end = feed;
  if (end > start && load<u8>(end - 1) == RETURN) onReturn(--end);
  while (end > start && load<u8>(end - 1) == SPACE) end--;
  if (end == start) {
    lineNumber++;
    return;
  }
  skipLine();
  if (<i32>(end - start) > LINE_CAP) {
    addMalformed(TOO_LONG, start, end);
    return;
  }
  const outcome = isAccess ? addAccessLine(start, end) : addConnectionLine(start, end);
  if (outcome == COUNTED) {
    count(COUNTED_LINES);
    if (isShowing) onLine(start, end);
  } else if (outcome == OUTSIDE_TIME) count(OUTSIDE_TIME_LINES);
  else if (outcome == NOT_ASKED_FOR) count(NOT_ASKED_FOR_LINES);
  else if (outcome == OTHER_LOAD_BALANCER) count(OTHER_LOAD_BALANCER_LINES);
  else if (isForeign(start, end, isAccess)) count(FOREIGN_LINES);
  else addMalformed(outcome, start, end);
}

/** Counts a malformed line. There may be many, so only the samples are worth a call. */
export function addMalformed(reason: i32, start: usize, end: usize): void {
  count(MALFORMED + reason);
  if (samples <= 0 && reason != TOO_LONG) return;
  samples--;
  onMalformed(reason, start, end);
}

export function tableError(which: i32): f64 {
  return table(which).error;
}

/** Where a table's entries begin. */
export function tableAt(which: i32): usize {
  return table(which).entries + 16;
}

/** The size of a table's entries in bytes. */
export function tableBytes(which: i32): u32 {
  return table(which).used - 16;
}

/** The size of an entry without its key, in bytes. */
export function tableHead(which: i32): u32 {
  return table(which).head;
}

function joinNothing(entry: usize, later: usize): void {}

/** Adds the entries of another kernel's table, which have been copied to `at`. */
export function merge(which: i32, at: usize, bytes: u32, error: f64): void {
  mergeTable(table(which), at, bytes, error, which == CLIENTS ? joinClient : joinNothing);
}
