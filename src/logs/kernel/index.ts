// The kernel: text in its memory -> counts. Written in AssemblyScript, TypeScript's syntax for WebAssembly, for the instructions
// that look at sixteen bytes at a time and for a memory of its own; compiled by scripts/kernel.mjs. What calls it is
// scan/kernel.ts. Nothing here allocates while lines go by.
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

/** A line that is to be shown, or is too long, is malformed: see layout.ts for the reason. */
declare function onMalformed(reason: i32, start: usize, end: usize): void;
/** A line that counts, while lines are shown. */
declare function onLine(start: usize, end: usize): void;
/** A line ends in a carriage return, which is at this place. */
declare function onReturn(at: usize): void;

/** Which lines to expect. */
let isAccess = true;

/** Lines of the file, blank ones included. */
export let lineNumber: i32 = 0;

/** Begins a tally. */
export function begin(): void {
  emptyNumbers();
  emptyMinutes();
  emptyTables();
}

/** Malformed lines that are still to be shown. */
let samples: i32 = 0;

/** Whether lines that count are shown. */
let isShowing = false;

export function setShowing(isOn: bool): void {
  isShowing = isOn;
}

/** Begins a file. @param wanted malformed lines to show. */
export function beginFile(isAccessLog: bool, wanted: i32): void {
  isAccess = isAccessLog;
  samples = wanted;
  lineNumber = 0;
}

/**
 * Counts the lines from `at` to `end`.
 *
 * @returns where the last one begins, which has no line feed; `end` when there is none.
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

/** Whether the text that was scanned last may have a NUL byte; what lies behind it may have been looked at. */
export function maySeeNul(): bool {
  return !v128.all_true<i8>(least);
}

/** Of sixteen bytes each, the least so far. */
let least: v128 = i8x16.splat(-1);

/** Where the line ends; `end` when its line feed is not there. */
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

/** Counts one line, which need not have a line feed. */
export function scanLine(start: usize, end: usize): void {
  addLine(start, end);
  flush();
}

/** A line that is left out, or whose end is not there. */
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

/** Many lines may be malformed: only some of them are worth a call. */
export function addMalformed(reason: i32, start: usize, end: usize): void {
  count(MALFORMED + reason);
  if (samples <= 0 && reason != TOO_LONG) return;
  samples--;
  onMalformed(reason, start, end);
}

export function tableError(which: i32): f64 {
  return table(which).error;
}

/** Where its entries begin. */
export function tableAt(which: i32): usize {
  return table(which).entries + 16;
}

/** Bytes of its entries. */
export function tableBytes(which: i32): u32 {
  return table(which).used - 16;
}

/** Bytes of an entry without its key. */
export function tableHead(which: i32): u32 {
  return table(which).head;
}

function joinNothing(entry: usize, later: usize): void {}

/** Adds entries of another kernel's table, which were copied to `at`. */
export function merge(which: i32, at: usize, bytes: u32, error: f64): void {
  mergeTable(table(which), at, bytes, error, which == CLIENTS ? joinClient : joinNothing);
}
