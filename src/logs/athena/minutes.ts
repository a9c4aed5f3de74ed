// Rows by minute -> the columns of a scan.
import type { Minutes } from '../types.ts';
import { number, type ResultRow } from './row.ts';

const MINUTE_MICROS = 60e6;

/** @param rows by minute; `failed` has the minutes of failed upgrades. */
export function minutesOf(rows: readonly ResultRow[], failed: readonly ResultRow[]): Minutes {
  const at = (row: ResultRow) => number(row, 'minute_micros') / MINUTE_MICROS;
  const byMinute = new Map(rows.map((row) => [at(row), row]));
  const failures = new Map(failed.map((row) => [at(row), number(row, 'failures')]));
  const minute = Float64Array.from(new Set([...byMinute.keys(), ...failures.keys()])).sort();
  const column = (of: (row: ResultRow | undefined, at: number) => number) =>
    minute.map((each) => of(byMinute.get(each), each));
  let open = 0;
  return {
    minute,
    opened: column((row) => number(row, 'opened')),
    closed: column((row) => number(row, 'closed')),
    open: column((row) => (open += number(row, 'opened') - number(row, 'known_closed'))),
    failed: column((_, each) => failures.get(each) ?? 0),
    outside: 0,
  };
}
