// A record of a vended log -> the line that ELB would have written to S3: so everything else reads both in the same way.
import { FIELDS, logOf } from './fields.ts';

/** By the names of fields.ts. What is not there, null, empty or `-` is none. */
export type VendedRecord = ReadonlyMap<string, unknown>;

/** @returns undefined for anything but an ELB record, and for a value that its field cannot hold. */
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

/** As DuckDB writes a time that Parquet has as one. */
const SPACED = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|\+00(?::?00)?)?$/;

/** Seconds or milliseconds since 1970 are written as ELB writes times; durations and what is written already stay. */
function timeOf(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(SPACED, '$1T$2Z');
  const isEpoch = typeof value === 'number' && value > 1e8;
  if (!isEpoch) return value;
  const date = new Date(value > 1e11 ? value : value * 1000);
  return Number.isNaN(date.getTime()) ? value : date.toISOString();
}

/** As ELB escapes: `"`, control characters and what is not ASCII are `\xNN`. A backslash that is there already is left alone. */
function inQuotes(word: string): string {
  const escaped = word.replaceAll(/["\p{Cc}]|\P{ASCII}/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
  // One at the end would escape the quote.
  const [end = ''] = /\\*$/.exec(escaped) ?? [];
  return end.length % 2 === 1 ? `${escaped}\\` : escaped;
}
