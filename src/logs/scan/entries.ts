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

const TAG = ENTRY_TAG >> 2;
const LENGTHS = ENTRY_LENGTH >> 2;
const COLUMNS = ENTRY_COLUMNS >> 3;

export class Entry {
  readonly #memory: Memory;
  #at: number;
  /** Bytes of both ranges. */
  #lengths: number;
  #first: string | undefined;

  constructor(memory: Memory, at: number) {
    this.#memory = memory;
    this.#at = at;
    this.#lengths = memory.halves[(at >> 2) + LENGTHS] ?? 0;
  }

  /** Makes this object the entry there. */
  moveTo(at: number): void {
    this.#at = at;
    this.#lengths = this.#memory.halves[(at >> 2) + LENGTHS] ?? 0;
    this.#first = undefined;
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

function memoryOf({ entries, head }: TableTally): Memory {
  const { buffer, byteOffset, length } = entries;
  return {
    bytes: Buffer.from(buffer, byteOffset, length),
    halves: new Uint32Array(buffer, byteOffset, length >> 2),
    doubles: new Float64Array(buffer, byteOffset, length >> 3),
    head,
  };
}

/**
 * What a function returns for each entry, in no particular order.
 *
 * @param rowOf must not keep the entry, which becomes the next one: tens of thousands of objects would make the garbage
 * collector copy them several times.
 */
export function mapEntries<Row>(table: TableTally | undefined, rowOf: (entry: Entry) => Row): Row[] {
  const rows: Row[] = [];
  if (!table || table.entries.length === 0) return rows;
  const entry = new Entry(memoryOf(table), 0);
  for (let at = 0; at < table.entries.length; at = entry.end) {
    entry.moveTo(at);
    rows.push(rowOf(entry));
  }
  return rows;
}

/** The upper 53 bits of a 64-bit hash, which a number holds exactly. */
export const idOf = (low: number, high: number): number => high * 2 ** 21 + (low >>> 11);

const byWords = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The heaviest entries first, equal ones by their words; and how many there are in all. */
export function ranked(
  table: TableTally | undefined,
  most: number,
): { readonly entries: readonly Entry[]; readonly keys: number } {
  if (!table) return { entries: [], keys: 0 };
  const weights = Float64Array.from(mapEntries(table, (entry) => entry.value(CONNECTIONS))).sort();
  const least = most < weights.length ? (weights[weights.length - most] ?? 0) : -Infinity;
  const memory = memoryOf(table);
  const heavy: { readonly entry: Entry; readonly weight: number }[] = [];
  const cursor = new Entry(memory, 0);
  for (let at = 0; at < table.entries.length; at = cursor.end) {
    cursor.moveTo(at);
    const weight = cursor.value(CONNECTIONS);
    if (weight >= least) heavy.push({ entry: new Entry(memory, at), weight });
  }
  heavy.sort(
    (left, right) =>
      right.weight - left.weight ||
      byWords(left.entry.first, right.entry.first) ||
      byWords(left.entry.second, right.entry.second) ||
      left.entry.tag - right.entry.tag,
  );
  return { entries: heavy.slice(0, most).map(({ entry }) => entry), keys: weights.length };
}
