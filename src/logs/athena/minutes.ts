// Converts rows by minute to the columns of a scan.
import type { Minutes } from '../types.ts';
import { number, type ResultRow } from './row.ts';

const MINUTE_MICROS = 60e6;

export function minutesOf(rows: readonly ResultRow[]): Minutes {
  const at = (row: ResultRow) => number(row, 'minute_micros') / MINUTE_MICROS;
  const byMinute = new Map(rows.map((row) => [at(row), row]));
  const minute = Float64Array.from(byMinute.keys()).sort();
  const column = (of: (row: ResultRow | undefined) => number) => minute.map((each) => of(byMinute.get(each)));
  let open = 0;
  return {
    minute,
    opened: column((row) => number(row, 'opened')),
    closed: column((row) => number(row, 'closed')),
    open: column((row) => (open += number(row, 'opened') - number(row, 'known_closed'))),
    failed: column(() => 0),
    outside: 0,
  };
}
