// Recognises the format of vended logs by the first lines. A plain line with spaces is what ELB writes to S3, and needs
// no format.
import { fieldName, FIELDS, isField, type VendedLog } from './fields.ts';
import { cellsOf, type Delimiter, withoutStamp } from './cells.ts';

export type VendedFormat =
  | { readonly kind: 'json' }
  | { readonly kind: 'w3c' | 'plain'; readonly delimiter: Delimiter; readonly names: readonly string[] }
  /** Lines as in S3, after the time that CloudWatch's export writes before each message. */
  | { readonly kind: 'stamped' };

/** How many lines are checked, as the first ones may be cut off. */
const MOST = 20;
/** Minimum number of names in a header. */
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
  // Lines that were cut off do not parse, but quoted field names are sufficient.
  return (
    [...message.matchAll(/"([\w:]+)"\s*:/g)].filter(([, name = '']) => isField(name)).length >= LEAST_NAMES
  );
}

/** Recognises the log without names, by the position of the time and the number of cells. */
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
