// Converts a record of a vended log to the line that ELB would have written to S3, so that everything else reads both
// in the same way.
import { FIELDS, logOf } from './fields.ts';

/** Values by the names in fields.ts. Missing, null, empty and `-` all mean no value. */
export type VendedRecord = ReadonlyMap<string, unknown>;

/** @returns undefined if it is not an ELB record, or if a field cannot hold its value. */
export function lineOf(record: VendedRecord): string | undefined {
  const log = logOf((name) => record.has(name));
  if (!log) return undefined;
  const fields = FIELDS[log].map(([name, form]) => {
    const value = name.includes('time') ? timeOf(record.get(name)) : record.get(name);
    const word = wordOf(value);
    if (word === undefined) return undefined;
    if (form === 'quoted') return `"${inQuotes(word)}"`;
    return /[\s"]/.test(word) ? undefined : word;
  });
  return fields.includes(undefined) ? undefined : fields.join(' ');
}

function wordOf(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return '-';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A time as DuckDB writes it, if Parquet has it as a timestamp. */
const SPACED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|\+00(?::?00)?)?$/;

/** Formats seconds or milliseconds since 1970 as ELB does; keeps durations and formatted times. */
function timeOf(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(SPACED, '$1T$2Z');
  const isEpoch = typeof value === 'number' && value > 1e8;
  if (!isEpoch) return value;
  const date = new Date(value > 1e11 ? value : value * 1000);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}

/** Escapes as ELB does: `"`, control characters and non-ASCII become `\xNN`. Existing backslashes are kept. */
function inQuotes(word: string): string {
  const escaped = word.replaceAll(/["\p{Cc}]|\P{ASCII}/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
  // A single backslash at the end would escape the quote.
  const [end = ''] = /\\*$/.exec(escaped) ?? [];
  return end.length % 2 === 1 ? `${escaped}\\` : escaped;
}
