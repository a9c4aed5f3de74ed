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
  hashes: Int32Array;
  /** Start of each key in `arena`, length of its first and of its second range. */
  spans: Int32Array;
  tags: Float64Array;
  weights: Float64Array;
  columns: Float64Array[];
  arena: Uint8Array;
  arenaSize: number;
}

export interface KeyTable extends TableData {
  readonly capacity: number;
  readonly kinds: readonly Column[];
  /** Open addressing: index of the entry plus one. At most two thirds full. */
  slots: Int32Array;
}

const FIRST_SIZE = 64;

export function newTable(capacity: number, kinds: readonly Column[]): KeyTable {
  return {
    capacity,
    kinds,
    size: 0,
    error: 0,
    slots: new Int32Array(FIRST_SIZE * 2),
    hashes: new Int32Array(FIRST_SIZE),
    spans: new Int32Array(FIRST_SIZE * 3),
    tags: new Float64Array(FIRST_SIZE),
    weights: new Float64Array(FIRST_SIZE),
    columns: kinds.map(() => new Float64Array(FIRST_SIZE)),
    arena: new Uint8Array(FIRST_SIZE * 16),
    arenaSize: 0,
  };
}

/** Hash of a byte range, to be carried on over a second one. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Carries a hash on over a number below 2^31. */
export const hashTag = (hash: number, tag: number): number => {
  const mixed = Math.imul(hash ^ tag, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

/**
 * The entry of a key, made if it is new, with one more on its weight.
 *
 * @param hash of both ranges and the tag; the same for the same key, everywhere.
 */
export function entryOf(
  table: KeyTable,
  hash: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  start2: number,
  end2: number,
  tag: number,
): number {
  const { slots } = table;
  const mask = slots.length - 1;
  let slot = hash & mask;
  for (let found = slots[slot] ?? 0; found !== 0; found = slots[slot] ?? 0) {
    const entry = found - 1;
    if (
      table.hashes[entry] === hash &&
      table.tags[entry] === tag &&
      isKey(table, entry, bytes, start, end, start2, end2)
    ) {
      table.weights[entry] = (table.weights[entry] ?? 0) + 1;
      return entry;
    }
    slot = (slot + 1) & mask;
  }
  const entry = insert(table, hash, bytes, start, end, start2, end2, tag);
  table.weights[entry] = 1;
  return entry;
}

function isKey(
  { spans, arena }: KeyTable,
  entry: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  start2: number,
  end2: number,
): boolean {
  const length = end - start;
  const length2 = end2 - start2;
  let from = spans[entry * 3] ?? 0;
  if (spans[entry * 3 + 1] !== length || spans[entry * 3 + 2] !== length2) return false;
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
  if (table.size === table.capacity) dropRare(table);
  if (table.size === table.hashes.length) grow(table);
  const length = end - start + end2 - start2;
  if (table.arenaSize + length > table.arena.length) {
    const arena = new Uint8Array(Math.max(table.arena.length * 2, table.arenaSize + length));
    arena.set(table.arena);
    table.arena = arena;
  }
  const entry = table.size++;
  let at = table.arenaSize;
  table.spans[entry * 3] = at;
  table.spans[entry * 3 + 1] = end - start;
  table.spans[entry * 3 + 2] = end2 - start2;
  for (let from = start; from < end; from++) table.arena[at++] = bytes[from] ?? 0;
  for (let from = start2; from < end2; from++) table.arena[at++] = bytes[from] ?? 0;
  table.arenaSize = at;
  table.hashes[entry] = hash;
  table.tags[entry] = tag;
  for (const column of table.columns) column[entry] = 0;
  link(table, entry);
  return entry;
}

function link({ slots, hashes }: KeyTable, entry: number): void {
  const mask = slots.length - 1;
  let slot = (hashes[entry] ?? 0) & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = entry + 1;
}

/** Gives room for one more key at least. */
function grow(table: KeyTable): void {
  const length = Math.max(FIRST_SIZE, 2 ** Math.ceil(Math.log2(table.size + 1)));
  table.hashes = copied(new Int32Array(length), table.hashes);
  table.spans = copied(new Int32Array(length * 3), table.spans);
  table.tags = copied(new Float64Array(length), table.tags);
  table.weights = copied(new Float64Array(length), table.weights);
  table.columns = table.columns.map((column) => copied(new Float64Array(length), column));
  table.slots = new Int32Array(length * 2);
  for (let entry = 0; entry < table.size; entry++) link(table, entry);
}

function copied<Numbers extends Int32Array | Float64Array>(to: Numbers, from: Numbers): Numbers {
  to.set(from);
  return to;
}

/** Lowers all weights by the middle one and drops what is at 0: half of the keys at least. */
function dropRare(table: KeyTable): void {
  const lowered = table.weights.slice(0, table.size).sort()[table.size >> 1] ?? 0;
  table.error += lowered;
  let kept = 0;
  let arenaSize = 0;
  for (let entry = 0; entry < table.size; entry++) {
    const weight = (table.weights[entry] ?? 0) - lowered;
    if (weight <= 0) continue;
    const from = table.spans[entry * 3] ?? 0;
    const length = (table.spans[entry * 3 + 1] ?? 0) + (table.spans[entry * 3 + 2] ?? 0);
    table.arena.copyWithin(arenaSize, from, from + length);
    table.spans[kept * 3] = arenaSize;
    table.spans[kept * 3 + 1] = table.spans[entry * 3 + 1] ?? 0;
    table.spans[kept * 3 + 2] = table.spans[entry * 3 + 2] ?? 0;
    table.hashes[kept] = table.hashes[entry] ?? 0;
    table.tags[kept] = table.tags[entry] ?? 0;
    table.weights[kept] = weight;
    for (const column of table.columns) column[kept] = column[entry] ?? 0;
    arenaSize += length;
    kept++;
  }
  table.size = kept;
  table.arenaSize = arenaSize;
  table.slots.fill(0);
  for (let entry = 0; entry < kept; entry++) link(table, entry);
}

/** Adds another table's keys, in their order. */
export function mergeTable(into: KeyTable, from: TableData): void {
  into.error += from.error;
  // It was cut to size.
  if (into.slots.length === 0) grow(into);
  for (let key = 0; key < from.size; key++) {
    const start = from.spans[key * 3] ?? 0;
    const end = start + (from.spans[key * 3 + 1] ?? 0);
    const end2 = end + (from.spans[key * 3 + 2] ?? 0);
    const tag = from.tags[key] ?? 0;
    const entry = entryOf(into, from.hashes[key] ?? 0, from.arena, start, end, end, end2, tag);
    into.weights[entry] = (into.weights[entry] ?? 0) - 1;
    const isNew = into.weights[entry] === 0;
    into.weights[entry] = (into.weights[entry] ?? 0) + (from.weights[key] ?? 0);
    for (const [index, column] of into.columns.entries()) {
      const left = column[entry] ?? 0;
      const right = from.columns[index]?.[key] ?? 0;
      column[entry] = isNew ? right : combine(into.kinds[index], left, right);
    }
  }
}

function combine(kind: Column | undefined, left: number, right: number): number {
  switch (kind) {
    case 'min':
      return left === 0 || (right !== 0 && right < left) ? right : left;
    case 'max':
      return Math.max(left, right);
    case 'last':
      return right === 0 ? left : right;
    default:
      return left + right;
  }
}

/** Cut to size, to be sent to another thread. */
export const tableData = ({
  size,
  error,
  hashes,
  spans,
  tags,
  weights,
  columns,
  arena,
  arenaSize,
}: KeyTable): TableData => ({
  size,
  error,
  hashes: hashes.slice(0, size),
  spans: spans.slice(0, size * 3),
  tags: tags.slice(0, size),
  weights: weights.slice(0, size),
  columns: columns.map((column) => column.slice(0, size)),
  arena: arena.slice(0, arenaSize),
  arenaSize,
});
