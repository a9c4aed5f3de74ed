// `2026-07-02T10:00:00.123456Z` -> microseconds since 1970, without a Date.

const DAY_SECONDS = 86_400;
const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const two = (bytes: Uint8Array, at: number): number => {
  const tens = (bytes[at] ?? 0) - 48;
  const ones = (bytes[at + 1] ?? 0) - 48;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
};

/**
 * Reads a time as ELB writes it: UTC, with up to nine digits after the second, of which six count.
 *
 * @returns microseconds since 1970, or -1 for anything else, and for years outside 1970 to 2199.
 */
export function readTime(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 20 || length === 21 || length > 30 || bytes[end - 1] !== 90) return -1;
  if (bytes[start + 4] !== 45 || bytes[start + 7] !== 45 || bytes[start + 10] !== 84) return -1;
  if (bytes[start + 13] !== 58 || bytes[start + 16] !== 58) return -1;
  const century = two(bytes, start);
  const yearOfCentury = two(bytes, start + 2);
  const month = two(bytes, start + 5);
  const day = two(bytes, start + 8);
  const hour = two(bytes, start + 11);
  const minute = two(bytes, start + 14);
  const second = two(bytes, start + 17);
  if (century < 19 || century > 21 || yearOfCentury < 0 || month < 1 || month > 12 || day < 1) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  const year = century * 100 + yearOfCentury;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (year < 1970 || day > (DAYS_IN_MONTH[month] ?? 0) + (isLeap && month === 2 ? 1 : 0)) return -1;
  let micros = 0;
  if (length > 20) {
    if (bytes[start + 19] !== 46) return -1;
    let scale = 100_000;
    for (let at = start + 20; at < end - 1; at++) {
      const digit = (bytes[at] ?? 0) - 48;
      if (digit < 0 || digit > 9) return -1;
      if (scale >= 1) micros += digit * scale;
      scale /= 10;
    }
  }
  const before = year - 1;
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 477;
  const days =
    (year - 1970) * 365 +
    leapDays +
    (DAYS_BEFORE_MONTH[month] ?? 0) +
    (isLeap && month > 2 ? 1 : 0) +
    day -
    1;
  return (days * DAY_SECONDS + hour * 3600 + minute * 60 + second) * 1e6 + micros;
}
