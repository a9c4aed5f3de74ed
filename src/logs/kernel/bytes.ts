// Finds and parses bytes, sixteen or eight at a time. Loads run past both ends, see MARGIN.
import { NO_STATUS } from '../layout.ts';

export const LINE_FEED: u8 = 10;
export const RETURN: u8 = 13;
export const SPACE: u8 = 32;
export const QUOTE: u8 = 34;
export const COMMA: u8 = 44;
export const DASH: u8 = 45;
export const SLASH: u8 = 47;
export const COLON: u8 = 58;
export const QUESTION: u8 = 63;
export const BACKSLASH: u8 = 92;

/** @returns where the first such byte is, or `end`. */
export function indexOf(byte: u8, at: usize, end: usize): usize {
  const wanted = i8x16.splat(byte);
  while (at < end) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask) return min(at + ctz(mask), end);
    at += 16;
  }
  return end;
}

/** @returns where the first of either byte is, or `end`. */
export function indexOfEither(one: u8, other: u8, at: usize, end: usize): usize {
  while (at < end) {
    const bytes = v128.load(at);
    const mask = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(one)), i8x16.eq(bytes, i8x16.splat(other))),
    );
    if (mask) return min(at + ctz(mask), end);
    at += 16;
  }
  return end;
}

/** @returns where the last such byte is, or 0. */
export function lastIndexOf(byte: u8, start: usize, end: usize): usize {
  const wanted = i8x16.splat(byte);
  while (end > start) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(end - 16), wanted));
    if (mask) {
      const at = end - 16 + (31 - clz(mask));
      return at >= start ? at : 0;
    }
    end -= 16;
  }
  return 0;
}

export function isDash(start: usize, end: usize): bool {
  return end - start == 1 && load<u8>(start) == DASH;
}

/** Whether `length` bytes are equal. */
export function isEqual(left: usize, right: usize, length: i32): bool {
  while (length > 16) {
    if (!v128.all_true<i8>(i8x16.eq(v128.load(left), v128.load(right)))) return false;
    left += 16;
    right += 16;
    length -= 16;
  }
  // Bytes beyond the length count as equal.
  const mask = i8x16.bitmask(i8x16.eq(v128.load(left), v128.load(right)));
  return ((mask | (-1 << length)) & 0xffff) == 0xffff;
}

/**
 * Copies forwards, and up to fifteen bytes too many. For a few bytes this is faster than `memory.copy`, for which V8
 * makes a function call.
 */
export function copy(to: usize, from: usize, length: i32): void {
  for (; length > 0; length -= 16) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}

/** Writes zeros, up to fifteen bytes too many. */
export function clear(at: usize, length: i32): void {
  for (; length > 0; length -= 16) {
    v128.store(at, i64x2.splat(0));
    at += 16;
  }
}

const NUL_DIGITS: u64 = 0x3030303030303030;

/** Parses the last `count` bytes before `end` as a number; -1 if they are not digits. @param count 1 to 8 */
function readEight(end: usize, count: i32): i64 {
  const mask = u64.MAX_VALUE << ((8 - count) << 3);
  const digits = (load<u64>(end - 8) & mask) | (NUL_DIGITS & ~mask);
  const isBad =
    ((digits & 0xf0f0f0f0f0f0f0f0) ^ NUL_DIGITS) |
    (((digits + 0x0606060606060606) & 0xf0f0f0f0f0f0f0f0) ^ NUL_DIGITS);
  if (isBad) return -1;
  let value = digits - NUL_DIGITS;
  // Combines digits into pairs, pairs into fours, and fours into eight.
  value = value * 10 + (value >> 8);
  return (
    ((value & 0x000000ff000000ff) * 0x000f424000000064 +
      ((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}

/** Parses at most 15 digits, which a double holds exactly. -1 for anything else. */
export function readDigits(start: usize, end: usize): i64 {
  const length = <i32>(end - start);
  if (length < 1 || length > 15) return -1;
  if (length <= 8) return readEight(end, length);
  const high = readEight(end - 8, length - 8);
  const low = readEight(end, 8);
  return high < 0 || low < 0 ? -1 : high * 100000000 + low;
}

/** Three digits, or NO_STATUS for `-`. -1 for anything else. */
export function readStatus(start: usize, end: usize): i32 {
  if (end - start == 3) return <i32>readEight(end, 3);
  return isDash(start, end) ? NO_STATUS : -1;
}

/** `0.012`, in millionths, rounded down. -1 for anything that is not digits with at most one point. */
export function readMillionths(start: usize, end: usize): i64 {
  const point = indexOf(46, start, end);
  const whole = readDigits(start, point);
  if (whole < 0 || whole > 1000000000) return -1;
  if (point == end) return whole * 1000000;
  const fraction = readFraction(point + 1, end);
  return fraction < 0 ? -1 : whole * 1000000 + fraction;
}

/** Digits after a point, in millionths, rounded down. -1 for none, and for anything else. */
export function readFraction(start: usize, end: usize): i64 {
  const length = <i32>(end - start);
  if (length == 6) return readEight(end, 6);
  if (length < 1) return -1;
  let value: i64 = 0;
  let scale: i64 = 100000;
  for (let at = start; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) return -1;
    value += <i64>digit * scale;
    scale /= 10;
  }
  return value;
}
