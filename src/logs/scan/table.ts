// Counters by key, on bytes: a key becomes a string once, at the end. A table holds a fixed number of keys. When it is full,
// the rarer half goes, as in Misra and Gries, "Finding repeated elements" (1982), by batches: each key's weight is lowered by
// that of the middle key, and what is at 0 is dropped. The sum of what was lowered bounds what any key can have lost, and
// two tables merge into one whose bound is the sum of theirs (Agarwal et al., "Mergeable summaries", 2012).

/** How a column of two tables becomes one, where 0 is no value. `last` takes the right one. */
export type Column = 'sum' | 'min' | 'max' | 'last';

/** A key is two byte ranges and a number. What is transferred between threads: no methods, arrays cut to size. */
export interface TableData {
  size: number;
  /** See `Table.error` in types.ts. */
  error: number;
  /** Of each key what META names. */
  keys: Int32Array;
  /** Of each key its weight, then its columns. */
  values: Float64Array;
  arena: Uint8Array;
  arenaSize: number;
}

/** Hash; the number; start in `arena`; length of the first and of the second range. */
export const META = 5;
export const HASH = 0;
const [TAG, START, LENGTH, LENGTH_2] = [1, 2, 3, 4] as const;

export interface KeyTable extends TableData {
  readonly capacity: number;
  /** Of a table in the kernel's memory: where the kernel finds it, and what it reads there. */
  readonly at: number;
  readonly header: Int32Array | undefined;
  readonly kinds: readonly Column[];
  /** Values of a key. */
  readonly stride: number;
  /** Open addressing: pairs of hash, and index of the key plus one. At most half full, so that a search is short. */
  slots: Int32Array;
}

const FIRST_SIZE = 64;

/** Bytes of keys that a table holds: of what users choose themselves, 96 a key on average. */
export const arenaCapacity = (capacity: number): number => capacity * 96 + 4096;

/** What lies in a header, see `find` in kernel.wat. */
export const HEADER = 10;
const [SIZE, ARENA_SIZE] = [6, 8] as const;

function readHeader(table: KeyTable): void {
  if (!table.header) return;
  table.size = table.header[SIZE] ?? 0;
  table.arenaSize = table.header[ARENA_SIZE] ?? 0;
}

export function writeHeader({ header, size, arenaSize }: KeyTable): void {
  if (!header) return;
  header[SIZE] = size;
  header[ARENA_SIZE] = arenaSize;
}

export function newTable(capacity: number, kinds: readonly Column[]): KeyTable {
  return {
    capacity,
    at: 0,
    header: undefined,
    kinds,
    stride: kinds.length + 1,
    size: 0,
    error: 0,
    slots: new Int32Array(FIRST_SIZE * 4),
    keys: new Int32Array(FIRST_SIZE * META),
    values: new Float64Array(FIRST_SIZE * (kinds.length + 1)),
    arena: new Uint8Array(FIRST_SIZE * 16),
    arenaSize: 0,
  };
}

/** A key as the result needs it. */
export const keyOf = (
  { keys }: TableData,
  key: number,
): { start: number; middle: number; end: number; tag: number } => {
  const at = key * META;
  const start = keys[at + START] ?? 0;
  const middle = start + (keys[at + LENGTH] ?? 0);
  return { start, middle, end: middle + (keys[at + LENGTH_2] ?? 0), tag: keys[at + TAG] ?? 0 };
};

/**
 * Where the values of a key lie, which is made if it is new; one more is on its weight. The columns follow it.
 *
 * @param hash of both ranges and the tag; the same for the same key, everywhere.
 */
export function valuesAt(
  table: KeyTable,
  hash: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  start2: number,
  end2: number,
  tag: number,
): number {
  const { slots, stride } = table;
  const mask = slots.length - 2;
  for (let slot = (hash * 2) & mask; ; slot = (slot + 2) & mask) {
    const found = slots[slot + 1] ?? 0;
    if (found === 0) break;
    if (slots[slot] !== hash || !isKey(table, found - 1, bytes, start, end, start2, end2, tag)) continue;
    const at = (found - 1) * stride;
    table.values[at] = (table.values[at] ?? 0) + 1;
    return at;
  }
  const at = insert(table, hash, bytes, start, end, start2, end2, tag) * stride;
  table.values[at] = 1;
  return at;
}

function isKey(
  { keys, arena }: KeyTable,
  key: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  start2: number,
  end2: number,
  tag: number,
): boolean {
  const meta = key * META;
  const length = end - start;
  const length2 = end2 - start2;
  if (keys[meta + TAG] !== tag || keys[meta + LENGTH] !== length || keys[meta + LENGTH_2] !== length2)
    return false;
  let from = keys[meta + START] ?? 0;
  for (let at = 0; at < length; at++) if (arena[from + at] !== bytes[start + at]) return false;
  from += length;
  for (let at = 0; at < length2; at++) if (arena[from + at] !== bytes[start2 + at]) return false;
  return true;
}

function insert(
  table: KeyTable,
  hash: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  start2: number,
  end2: number,
  tag: number,
): number {
  const length = end - start + end2 - start2;
  while (table.size === table.capacity || table.arenaSize + length > arenaCapacity(table.capacity))
    dropRare(table);
  if ((table.size + 1) * META > table.keys.length) grow(table);
  if (table.arenaSize + length > table.arena.length) {
    const arena = new Uint8Array(Math.max(table.arena.length * 2, table.arenaSize + length));
    arena.set(table.arena);
    table.arena = arena;
  }
  const key = table.size++;
  const meta = key * META;
  let at = table.arenaSize;
  table.keys[meta + HASH] = hash;
  table.keys[meta + TAG] = tag;
  table.keys[meta + START] = at;
  table.keys[meta + LENGTH] = end - start;
  table.keys[meta + LENGTH_2] = end2 - start2;
  for (let from = start; from < end; from++) table.arena[at++] = bytes[from] ?? 0;
  for (let from = start2; from < end2; from++) table.arena[at++] = bytes[from] ?? 0;
  table.arenaSize = at;
  table.values.fill(0, key * table.stride, (key + 1) * table.stride);
  link(table, key);
  return key;
}

function link({ slots, keys }: KeyTable, key: number): void {
  const mask = slots.length - 2;
  const hash = keys[key * META + HASH] ?? 0;
  let slot = (hash * 2) & mask;
  while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
  slots[slot] = hash;
  slots[slot + 1] = key + 1;
}

/** Gives room for one more key at least. */
export function grow(table: KeyTable): void {
  const size = Math.max(FIRST_SIZE, 2 ** Math.ceil(Math.log2(table.size + 1)));
  table.keys = copied(new Int32Array(size * META), table.keys);
  table.values = copied(new Float64Array(size * table.stride), table.values);
  table.slots = new Int32Array(size * 4);
  for (let key = 0; key < table.size; key++) link(table, key);
}

function copied<Numbers extends Int32Array | Float64Array>(to: Numbers, from: Numbers): Numbers {
  to.set(from);
  return to;
}

/** @param at where a key's values lie. @param column counted from 0. */
export function addTo({ values }: KeyTable, at: number, column: number, by: number): void {
  const place = at + 1 + column;
  values[place] = (values[place] ?? 0) + by;
}

/** Lowers all weights by the middle one and drops what is at 0: half of the keys at least. */
export function dropRare(table: KeyTable): void {
  readHeader(table);
  const { values, stride, keys, arena } = table;
  const weights = Float64Array.from({ length: table.size }, (_, key) => values[key * stride] ?? 0);
  const lowered = weights.sort()[table.size >> 1] ?? 0;
  table.error += lowered;
  let kept = 0;
  let arenaSize = 0;
  for (let key = 0; key < table.size; key++) {
    const weight = (values[key * stride] ?? 0) - lowered;
    if (weight <= 0) continue;
    const { start, end } = keyOf(table, key);
    arena.copyWithin(arenaSize, start, end);
    keys.copyWithin(kept * META, key * META, (key + 1) * META);
    keys[kept * META + START] = arenaSize;
    values.copyWithin(kept * stride, key * stride, (key + 1) * stride);
    values[kept * stride] = weight;
    arenaSize += end - start;
    kept++;
  }
  table.size = kept;
  table.arenaSize = arenaSize;
  table.slots.fill(0);
  for (let key = 0; key < kept; key++) link(table, key);
  writeHeader(table);
}

/** Cut to size, to be sent to another thread; there it can be merged. */
export function packTable(table: KeyTable): KeyTable {
  readHeader(table);
  const { capacity, kinds, stride, size, error, arenaSize } = table;
  return {
    capacity,
    at: 0,
    header: undefined,
    kinds,
    stride,
    size,
    error,
    slots: new Int32Array(0),
    keys: table.keys.slice(0, size * META),
    values: table.values.slice(0, size * stride),
    arena: table.arena.slice(0, arenaSize),
    arenaSize,
  };
}
