// Parses `2026-07-02T10:00:00.123456Z` into microseconds since 1970.
import { COLON, DASH, readFraction } from './bytes.ts';

const DAYS_BEFORE_MONTH: usize = memory.data<u16>([0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]);
const DAYS_IN_MONTH: usize = memory.data<u8>([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]);

/** The last `2026-07-` and `02T10` and their value, cached because lines are nearly in order of time. */
let firstBytes: u64 = 0;
let moreBytes: u64 = 0;
let hour: f64 = -1;

/**
 * Parses a time as ELB writes it: UTC, with up to nine fractional digits, of which six are used.
 *
 * @returns microseconds since 1970, or -1 for anything else, and for years outside 1970 to 2199.
 */
export function readTime(start: usize, end: usize): f64 {
  const length = end - start;
  if (length < 20 || length == 21 || length > 30 || load<u8>(end - 1) != 90) return -1;
  if (load<u8>(start, 13) != COLON || load<u8>(start, 16) != COLON) return -1;
  const first = load<u64>(start);
  const more = load<u64>(start, 8) & 0x000000ffffffffff;
  if (first != firstBytes || more != moreBytes) {
    hour = readHour(start);
    firstBytes = first;
    moreBytes = more;
  }
  const minute = readTwo(start + 14);
  const second = readTwo(start + 17);
  if (hour < 0 || minute > 59 || second > 59) return -1;
  let micros: i64 = 0;
  if (length > 20) {
    if (load<u8>(start, 19) != 46) return -1;
    micros = readFraction(start + 20, end - 1);
    if (micros < 0) return -1;
  }
  return hour + <f64>(<i64>(minute * 60 + second) * 1000000 + micros);
}

/** Two digits; 100 for anything else. */
function readTwo(at: usize): u32 {
  const tens = <u32>load<u8>(at) - 48;
  const ones = <u32>load<u8>(at, 1) - 48;
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

/** Year to hour, in microseconds; -1 if invalid. */
function readHour(at: usize): f64 {
  if (load<u8>(at, 4) != DASH || load<u8>(at, 7) != DASH || load<u8>(at, 10) != 84) return -1;
  const century = readTwo(at);
  const yearOfCentury = readTwo(at + 2);
  const month = readTwo(at + 5);
  const day = readTwo(at + 8);
  const hour = readTwo(at + 11);
  if (century < 19 || century > 21 || yearOfCentury > 99 || month < 1 || month > 12) return -1;
  if (day < 1 || day > 31 || hour > 23) return -1;
  const year = century * 100 + yearOfCentury;
  const isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const leapDay: u32 = isLeap ? 1 : 0;
  if (year < 1970 || day > load<u8>(DAYS_IN_MONTH + month) + (month == 2 ? leapDay : 0)) return -1;
  const before = year - 1;
  const leapDays = before / 4 - before / 100 + before / 400 - 477;
  const days =
    (year - 1970) * 365 +
    leapDays +
    load<u16>(DAYS_BEFORE_MONTH + (month << 1)) +
    (month > 2 ? leapDay : 0) +
    day -
    1;
  return <f64>days * 86400e6 + <f64>hour * 3600e6;
}
