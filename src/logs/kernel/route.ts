// A route: scheme, host, port and the shape of the path, `https://chat.example.com:443/room/:id`. IDs and hashes in a
// path are folded, so that all rooms or users share one key. templates/athena/report/ folds in the same way.
import { copy, indexOf, SLASH } from './bytes.ts';
import { ROUTE_CAP } from '../layout.ts';
import { pathEnd, pathStart, urlStart } from './request.ts';

/** The route of the request read last: a slice of the line, or folded in the memory provided. */
export let routeStart: usize = 0;
export let routeEnd: usize = 0;

/** Each character may become three, and copies run past the end. */
export const FOLD_ROOM = 1024;

const ID: u32 = 0x64693a;
/** This many digits make any segment an ID. */
const MANY_DIGITS = 4;
/** Minimum length of a hash: hexadecimal digits and dashes only. */
const HASH = 8;
/** A segment this long is not a name that somebody chose. */
const LONG = 20;

/** @param room FOLD_ROOM bytes for a route that is folded. */
export function noteRoute(room: usize): void {
  const end = min(pathEnd, urlStart + ROUTE_CAP);
  const path = min(pathStart, end);
  routeStart = urlStart;
  routeEnd = end;
  // Without a digit, no segment is an ID.
  if (!hasDigit(path, end)) return;
  const before = path - urlStart;
  copy(room, urlStart, <i32>before);
  routeStart = room;
  let to = room + before;
  for (let segment = path; ;) {
    const at = indexOf(SLASH, segment, end);
    if (mayBeId(segment, at) && isId(segment, at)) {
      store<u32>(to, ID);
      to += 3;
    } else {
      copy(to, segment, <i32>(at - segment));
      to += at - segment;
    }
    if (at == end) break;
    store<u8>(to++, SLASH);
    segment = at + 1;
  }
  routeEnd = to;
}

function hasDigit(at: usize, end: usize): bool {
  while (at < end) {
    const digits = i8x16.lt_u(i8x16.sub(v128.load(at), i8x16.splat(48)), i8x16.splat(10));
    let mask = i8x16.bitmask(digits);
    const left = <i32>(end - at);
    if (left < 16) mask &= (1 << left) - 1;
    if (mask) return true;
    at += 16;
  }
  return false;
}

/** Most segments are short words. */
function mayBeId(start: usize, end: usize): bool {
  return <i32>(end - start) >= HASH || hasDigit(start, end);
}

/**
 * Digits only, four or more digits, a hash, something long, or a dash, underscore or colon followed by digits at the
 * end.
 */
function isId(start: usize, end: usize): bool {
  const length = <i32>(end - start);
  if (length >= LONG) return true;
  let digits = 0;
  let hashed = 0;
  /** The number of digits at the end, and the character before them. */
  let trailing = 0;
  let before: u32 = 0;
  for (let at = start; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte - 48 < 10) {
      digits++;
      trailing++;
      hashed++;
      continue;
    }
    trailing = 0;
    before = byte;
    if (byte == 45 || (byte | 32) - 97 < 6) hashed++;
  }
  if (digits == length || digits >= MANY_DIGITS || (hashed == length && length >= HASH)) return true;
  return trailing > 0 && (before == 45 || before == 95 || before == 58);
}
