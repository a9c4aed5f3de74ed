// The entries of a table -> words and numbers. There may be tens of thousands: words are made only of those that are asked.
import { CONNECTIONS, ENTRY_COLUMNS, ENTRY_LENGTH, ENTRY_TAG } from '../layout.ts';
import type { TableTally } from './tally.ts';

/** The memory of a table in three ways. */
interface Memory {
  readonly bytes: Buffer;
  readonly halves: Uint32Array;
  readonly doubles: Float64Array;
  readonly head: number;
}

export class Entry {
  readonly #memory: Memory;
  readonly #at: number;
  #first: string | undefined;

  constructor(memory: Memory, at: number) {
    this.#memory = memory;
    this.#at = at;
  }

  /** Bytes of both ranges. */
  get #lengths(): number {
    return this.#memory.halves[(this.#at + ENTRY_LENGTH) >> 2] ?? 0;
  }

  get #middle(): number {
    return this.#at + this.#memory.head + (this.#lengths & 0xffff);
  }

  /** Where the next entry begins: at a multiple of sixteen. */
  get end(): number {
    return (this.#middle + (this.#lengths >>> 16) + 15) & ~15;
  }

  get first(): string {
    const { bytes, head } = this.#memory;
    return (this.#first ??= bytes.toString('utf8', this.#at + head, this.#middle));
  }

  get second(): string {
    return this.#memory.bytes.toString('utf8', this.#middle, this.#middle + (this.#lengths >>> 16));
  }

  get tag(): number {
    return this.#memory.halves[(this.#at + ENTRY_TAG) >> 2] ?? 0;
  }

  /** The first eight bytes of the key as two numbers, lower half first: what FAILED_BY calls a row of FAILED. */
  get id(): string {
    const { halves, head } = this.#memory;
    const start = (this.#at + head) >> 2;
    return idOf(halves[start] ?? 0, halves[start + 1] ?? 0);
  }

  /** @param column see layout.ts. */
  value(column: number): number {
    return this.#memory.doubles[((this.#at + ENTRY_COLUMNS) >> 3) + column] ?? 0;
  }
}

export function entriesOf(table: TableTally | undefined): Entry[] {
  if (!table) return [];
  const { entries, head } = table;
  // A tally has its entries in a buffer of their own.
  const memory = {
    bytes: Buffer.from(entries.buffer),
    halves: new Uint32Array(entries.buffer),
    doubles: new Float64Array(entries.buffer),
    head,
  };
  const all: Entry[] = [];
  for (let at = 0; at < entries.length;) {
    const entry = new Entry(memory, at);
    all.push(entry);
    at = entry.end;
  }
  return all;
}

export const idOf = (low: number, high: number): string => `${high.toString(16)}:${low.toString(16)}`;

const byWords = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Sorts entries: the heaviest first, equal ones by their words. */
export const ranked = (entries: readonly Entry[]): Entry[] =>
  entries
    .map((entry) => ({ entry, weight: entry.value(CONNECTIONS) }))
    .sort(
      (left, right) =>
        right.weight - left.weight ||
        byWords(left.entry.first, right.entry.first) ||
        byWords(left.entry.second, right.entry.second) ||
        left.entry.tag - right.entry.tag,
    )
    .map(({ entry }) => entry);
