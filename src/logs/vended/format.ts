// Which format of vended logs a text has, by its first lines. A plain line with spaces is what ELB writes to S3 and needs none.
import { fieldName, FIELDS, isField, type VendedLog } from './fields.ts';
import { cellsOf, type Delimiter, withoutStamp } from './cells.ts';

export type VendedFormat =
  | { readonly kind: 'json' }
  | { readonly kind: 'w3c' | 'plain'; readonly delimiter: Delimiter; readonly names: readonly string[] }
  /** Lines of S3 behind the time that CloudWatch's export writes before each message. */
  | { readonly kind: 'stamped' };

/** Lines that are looked at: the first ones may be cut. */
const MOST = 20;
/** Of a header. */
const LEAST_NAMES = 5;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const DELIMITERS = ['\t', ','] as const;

export function vendedFormatOf(text: string): VendedFormat | undefined {
  const lines = text.split(/\r?\n/, MOST).map((line) => line.trimEnd());
  for (const line of lines) {
    const found = ofLine(line, lines);
    if (found) return found;
  }
  return undefined;
}

function ofLine(line: string, lines: readonly string[]): VendedFormat | undefined {
  const message = withoutStamp(line);
  if (isRecord(message)) return { kind: 'json' };
  const fields = /^#\s*Fields:\s*(.*)$/i.exec(message)?.[1];
  if (fields !== undefined) {
    const data = lines.find((each) => each !== '' && !withoutStamp(each).startsWith('#')) ?? '';
    const delimiter = DELIMITERS.find((each) => cellsOf(data, each).length > 5) ?? ' ';
    return {
      kind: 'w3c',
      delimiter,
      names: fields
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(fieldName),
    };
  }
  for (const delimiter of [...DELIMITERS, ' '] as const) {
    const names = cellsOf(message, delimiter);
    if (names.length >= LEAST_NAMES && names.every(isField))
      return { kind: 'plain', delimiter, names: names.map(fieldName) };
  }
  for (const delimiter of DELIMITERS) {
    const log = logOfCells(cellsOf(message, delimiter));
    if (log) return { kind: 'plain', delimiter, names: FIELDS[log].map(([name]) => name) };
  }
  return message !== line && logOfCells(cellsOf(message, ' ')) ? { kind: 'stamped' } : undefined;
}

function isRecord(message: string): boolean {
  if (!message.startsWith('{')) return false;
  // Cut lines do not parse: names of fields in quotes say enough.
  return (
    [...message.matchAll(/"([\w:]+)"\s*:/g)].filter(([, name = '']) => isField(name)).length >= LEAST_NAMES
  );
}

/** Without names: by where the time is, and by how many there are. */
function logOfCells(cells: readonly string[]): VendedLog | undefined {
  const [first = '', second = '', third = ''] = cells;
  if (TIME.test(first) && cells.length >= 11) return 'connection';
  if (!TIME.test(second)) return undefined;
  return third.includes('/') && cells.length >= 18
    ? 'access'
    : cells.length >= 8
      ? 'health-check'
      : undefined;
}
