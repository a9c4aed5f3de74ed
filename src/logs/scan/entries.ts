// Reads words and numbers from the entries of a table. There may be tens of thousands, so words are decoded only on
// demand.
import { CONNECTIONS, ENTRY_COLUMNS, ENTRY_LENGTH, ENTRY_TAG } from '../layout.ts';
import type { TableTally } from './tally.ts';

/** Three views on the memory of a table. */
interface Memory {
  readonly bytes: Buffer;
  readonly halves: Uint32Array;
  readonly doubles: Float64Array;
  readonly head: number;
}

// In the built command, each constant from another part is a call.
const TAG = ENTRY_TAG >> 2;
const LENGTHS = ENTRY_LENGTH >> 2;
const COLUMNS = ENTRY_COLUMNS >> 3;

export class Entry {
  readonly #memory: Memory;
  readonly #at: number;
  /** Bytes of both ranges. */
  readonly #lengths: number;
  #first: string | undefined;

  constructor(memory: Memory, at: number) {
    this.#memory = memory;
    this.#at = at;
    this.#lengths = memory.halves[(at >> 2) + LENGTHS] ?? 0;
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
    const length = this.#lengths >>> 16;
    return length === 0 ? '' : this.#memory.bytes.toString('utf8', this.#middle, this.#middle + length);
  }

  get tag(): number {
    return this.#memory.halves[(this.#at >> 2) + TAG] ?? 0;
  }

  /** The first eight bytes of the key as two numbers, lower half first: the ID of a row of FAILED in FAILED_BY. */
  get id(): number {
    const { halves, head } = this.#memory;
    const start = (this.#at + head) >> 2;
    return idOf(halves[start] ?? 0, halves[start + 1] ?? 0);
  }

  /** @param column see layout.ts. */
  value(column: number): number {
    return this.#memory.doubles[(this.#at >> 3) + COLUMNS + column] ?? 0;
  }
}

export function entriesOf(table: TableTally | undefined): Entry[] {
  if (!table) return [];
  const { entries, head } = table;
  const { buffer, byteOffset, length } = entries;
  const memory = {
    bytes: Buffer.from(buffer, byteOffset, length),
    halves: new Uint32Array(buffer, byteOffset, length >> 2),
    doubles: new Float64Array(buffer, byteOffset, length >> 3),
    head,
  };
  const all: Entry[] = [];
  for (let at = 0; at < length;) {
    const entry = new Entry(memory, at);
    all.push(entry);
    at = entry.end;
  }
  return all;
}

/** The upper 53 bits of a 64-bit hash, which a number holds exactly. */
export const idOf = (low: number, high: number): number => high * 2 ** 21 + (low >>> 11);

const byWords = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * Sorts entries, the heaviest first, and equal ones by their words.
 *
 * @param most how many of them to return.
 */
export function ranked(entries: readonly Entry[], most = Infinity): Entry[] {
  const weights = Float64Array.from(entries, (entry) => entry.value(CONNECTIONS)).sort();
  const least = most < entries.length ? (weights[entries.length - most] ?? 0) : 0;
  return entries
    .map((entry) => ({ entry, weight: entry.value(CONNECTIONS) }))
    .filter(({ weight }) => weight >= least)
    .sort(
      (left, right) =>
        right.weight - left.weight ||
        byWords(left.entry.first, right.entry.first) ||
        byWords(left.entry.second, right.entry.second) ||
        left.entry.tag - right.entry.tag,
    )
    .slice(0, most)
    .map(({ entry }) => entry);
}
