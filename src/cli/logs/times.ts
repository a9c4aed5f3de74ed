// Parses --since, --until and --baseline.
import { KnownError } from '../../common/known-error.ts';

const MICROS = 1000;
const RELATIVE = /^(\d{1,6})(m|h|d|w)$/;
const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const ISO = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.(\d{1,6}))?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const ALLOWED =
  'a date or time as in ISO 8601, in UTC unless an offset is given (2026-07-01, 2026-07-01T10:00, 2026-07-01T10:00:00+02:00), or a time back from now (30m, 2h, 3d, 1w)';

/**
 * A point in time in microseconds since 1970. Earlier times are clamped to 0: no log is older.
 *
 * @param now milliseconds since 1970.
 * @throws {KnownError} when it is neither a time nor a duration, or a day that does not exist.
 */
export function parseTime(text: string, now: number): number {
  const relative = RELATIVE.exec(text);
  if (relative)
    return Math.max(0, now - Number(relative[1]) * UNITS[relative[2] as keyof typeof UNITS]) * MICROS;
  const match = ISO.exec(text);
  const isUtc = match !== null && match[2] === undefined && text.includes('T');
  const millis = match ? Date.parse(isUtc ? `${text}Z` : text) : Number.NaN;
  // JavaScript parses 31 February as 3 March.
  const day = text.slice(0, 10);
  const isDay = !Number.isNaN(millis) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  if (!isDay) throw new KnownError(`${JSON.stringify(text)} is not a time.`, { allowed: ALLOWED });
  // JavaScript keeps only three decimals of a second.
  return Math.max(0, millis * MICROS + Number((match?.[1] ?? '').padEnd(6, '0').slice(3)));
}

/**
 * `SINCE..UNTIL`, in microseconds since 1970.
 *
 * @throws {KnownError} when either is not a time, or the range is empty.
 */
export function parseRange(text: string, now: number): { readonly since: number; readonly until: number } {
  const [since, until, ...more] = text.split('..');
  if (!since || !until || more.length > 0)
    throw new KnownError(`${JSON.stringify(text)} is not a range of time.`, {
      allowed: 'SINCE..UNTIL, such as 2026-07-01T10:00Z..2026-07-01T11:00Z or 2d..1d',
    });
  const range = { since: parseTime(since, now), until: parseTime(until, now) };
  if (range.since >= range.until)
    throw new KnownError(`${JSON.stringify(text)} is an empty range: UNTIL is not after SINCE.`, {
      allowed: 'SINCE..UNTIL, UNTIL not included',
      remedy: 'Swap the two; for one day: 2026-07-01..2026-07-02.',
    });
  return range;
}
