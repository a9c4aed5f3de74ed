// The entries of a table -> words and numbers.
import { CONNECTIONS, ENTRY_COLUMNS, ENTRY_LENGTH, ENTRY_LENGTH_2, ENTRY_TAG } from '../layout.ts';
import type { TableTally } from './tally.ts';

export interface Entry {
  readonly first: string;
  readonly second: string;
  readonly tag: number;
  /** The first eight bytes of the key as two numbers, lower half first: what FAILED_BY calls a row of FAILED. */
  readonly id: () => string;
  /** @param column see layout.ts. */
  readonly value: (column: number) => number;
}

export function entriesOf(table: TableTally | undefined): Entry[] {
  if (!table) return [];
  const { entries, head } = table;
  const bytes = Buffer.from(entries.buffer, entries.byteOffset, entries.length);
  const all: Entry[] = [];
  for (let at = 0; at < bytes.length;) {
    const entry = at;
    const start = entry + head;
    const middle = start + bytes.readUInt16LE(entry + ENTRY_LENGTH);
    const end = middle + bytes.readUInt16LE(entry + ENTRY_LENGTH_2);
    all.push({
      first: bytes.toString('utf8', start, middle),
      second: bytes.toString('utf8', middle, end),
      tag: bytes.readUInt32LE(entry + ENTRY_TAG),
      id: () => idOf(bytes.readUInt32LE(start), bytes.readUInt32LE(start + 4)),
      value: (column) => bytes.readDoubleLE(entry + ENTRY_COLUMNS + column * 8),
    });
    // Entries begin at multiples of sixteen.
    at = (end + 15) & ~15;
  }
  return all;
}

export const idOf = (low: number, high: number): string => `${high.toString(16)}:${low.toString(16)}`;

const byWords = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

export type Heft = (entry: Entry) => number;

const byConnections: Heft = ({ value }: Entry): number => value(CONNECTIONS);

/** Sorts entries: the heaviest first, equal ones by their words. */
export const ranked = (entries: Entry[], heft: Heft = byConnections): Entry[] =>
  entries.sort(
    (left, right) =>
      heft(right) - heft(left) ||
      byWords(left.first, right.first) ||
      byWords(left.second, right.second) ||
      left.tag - right.tag,
  );
