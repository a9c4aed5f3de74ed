// Formats times, shares, sizes and durations, for programs and for people.
import { count } from '../../common/numbers.ts';

/** Microseconds since 1970 as ISO 8601 in UTC. */
export function isoTime(micros: number | undefined): string | null {
  if (micros === undefined) return null;
  const millis = Math.floor(micros / 1000);
  const rest = String(Math.round(micros - millis * 1000)).padStart(3, '0');
  return `${new Date(millis).toISOString().slice(0, -1)}${rest}Z`;
}

/** Whole minutes since 1970 as ISO 8601. */
export const minuteTime = (minute: number): string =>
  `${new Date(minute * 60_000).toISOString().slice(0, 16)}Z`;

/** Rounded to six decimal places; 0 if `whole` is 0. */
export const ratio = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6;

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Bytes with a decimal unit, as in ELB's prices: 1 kB is 1,000 bytes. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; Math.round(value) >= 1000 && unit < SIZES.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? count(value) : value.toFixed(value < 99.95 ? 1 : 0)} ${SIZES[unit]}`;
}

/** Seconds: `0.45 s`, `60 s`, `4,000 s (1 h 7 min)`. */
export function duration(seconds: number): string {
  const exact = `${seconds < 10 ? Number(seconds.toFixed(seconds < 1 ? 3 : 2)) : count(seconds)} s`;
  return seconds < 600 ? exact : `${exact} (${span(seconds)})`;
}

/** Seconds in the two largest units: `1 h 7 min`. */
export function span(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return [`${hours} h`, ...(minutes % 60 > 0 ? [`${minutes % 60} min`] : [])].join(' ');
  const days = Math.floor(hours / 24);
  return [`${days} d`, ...(hours % 24 > 0 ? [`${hours % 24} h`] : [])].join(' ');
}

/** Formats an ISO 8601 time as `2026-07-01 10:00:00`. */
export const wordTime = (iso: string): string => iso.slice(0, 19).replace('T', ' ').replace(/Z$/, '');

/** Formats a minute since 1970 as `2026-07-01 10:00`. */
export const wordMinute = (minute: number): string => wordTime(minuteTime(minute));

/** Truncates to `width` characters, with three dots at the end. */
export const clip = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 3)}...`;
