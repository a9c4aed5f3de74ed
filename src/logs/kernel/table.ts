// Counters by key. Keys are bytes, which become a string only once, at the end. A table holds a fixed number of keys.
// When it is full, the rarer half is dropped, as in Misra and Gries, "Finding repeated elements" (1982), but in
// batches: each key's weight is lowered by the median weight, and keys at 0 are dropped. The sum of these reductions
// bounds what any key can have lost, and two tables merge into one whose bound is the sum of theirs (Agarwal et al.,
// "Mergeable summaries", 2012).
//
// Entries are contiguous, each with its key's bytes after its numbers (layout.ts), so that finding an entry and
// counting in it touch memory in one place. The index is small: four bytes per slot, including twelve bits of the hash.
import { clear, copy, isEqual } from './bytes.ts';
import { hashOfKey, hashOfPair, hashOfWord } from './hash.ts';
import { ENTRY_COLUMNS, ENTRY_LENGTH, ENTRY_LENGTH_2, ENTRY_TAG, ENTRY_WEIGHT } from '../layout.ts';
import { allocate, MARGIN } from './memory.ts';

/** The median of `count` doubles, by sorting. */
export declare function middleOf(at: usize, count: i32): f64;

/** Weights below this are counted rather than sorted: most keys are rare. */
const SMALL = 1024;
const smallAt: usize = memory.data(SMALL * 4);

@unmanaged
export class Table {
  /** Open addressing: offsets of entries by the lower bits of their hash; 0 if empty. */
  slots: usize;
  /** Slots minus one. At most half of them are used, so that searches are short. */
  mask: u32;
  entries: usize;
  /** Bytes of entries so far, and the maximum. No entry is at 0. */
  used: u32;
  room: u32;
  size: i32;
  capacity: i32;
  /** Bytes of an entry without its key. */
  head: u32;
  /** Bit masks of the columns that hold a minimum or maximum (0 means none); the others hold sums. */
  least: u32;
  greatest: u32;
  /** Number of columns that are merged; the ones after them matter only while counting. */
  merged: i32;
  /** The most that any key can have lost. */
  error: f64;
}

const FIRST_SLOTS = 256;
const OFFSET_BITS = 20;
const OFFSET_MASK: u32 = (1 << OFFSET_BITS) - 1;
/** Bytes per key on average. Keys may be longer, as clients choose some of them. */
const KEY_BYTES = 96;

/** @param capacity a power of two, at most 32,768. */
export function newTable(capacity: i32, columns: i32, merged: i32, least: u32, greatest: u32): Table {
  const table = changetype<Table>(allocate(offsetof<Table>()));
  table.head = ENTRY_COLUMNS + columns * 8;
  table.room = capacity * (table.head + KEY_BYTES) + 4096;
  table.slots = allocate(capacity * 8);
  table.entries = allocate(<usize>table.room + MARGIN);
  table.capacity = capacity;
  table.merged = merged;
  table.least = least;
  table.greatest = greatest;
  return table;
}

export function emptyTable(table: Table): void {
  table.used = 16;
  table.size = 0;
  table.error = 0;
  table.mask = FIRST_SLOTS - 1;
  memory.fill(table.slots, 0, FIRST_SLOTS * 4);
}

function slotAt(table: Table, slot: u32): u32 {
  return load<u32>(table.slots + (slot << 2));
}

/** The entry of a slot; 0 if the hash bits show that it is another key's. */
function entryOf(table: Table, held: u32, hash: u32): usize {
  return (held ^ hash) >> OFFSET_BITS ? 0 : table.entries + ((held & OFFSET_MASK) << 4);
}

function weighed(entry: usize): usize {
  store<f64>(entry, load<f64>(entry, ENTRY_WEIGHT) + 1, ENTRY_WEIGHT);
  return entry;
}

/**
 * Finds or inserts the entry of a key (two ranges of bytes and a number), and adds 1 to its weight.
 *
 * @param start2 the second range, which may be empty.
 */
export function find(table: Table, start: usize, end: usize, start2: usize, end2: usize, tag: u32): usize {
  const length = <i32>(end - start);
  const length2 = <i32>(end2 - start2);
  const word = hashOfWord(start, length);
  const hash = hashOfKey(length2 ? hashOfPair(word, hashOfWord(start2, length2)) : word, tag);
  return findHashed(table, hash, start, length, start2, length2, tag);
}

/** As `find`, for a word with a known hash and a number. */
export function findWord(table: Table, word: u64, start: usize, end: usize, tag: u32): usize {
  return findHashed(table, hashOfKey(word, tag), start, <i32>(end - start), 0, 0, tag);
}

/** As `find`, if the hash of the key is known. */
export function findHashed(
  table: Table,
  hash: u32,
  start: usize,
  length: i32,
  start2: usize,
  length2: i32,
  tag: u32,
): usize {
  const lengths = length | (length2 << 16);
  let slot = hash & table.mask;
  let held = slotAt(table, slot);
  while (held != 0) {
    const entry = entryOf(table, held, hash);
    if (
      entry != 0 &&
      load<u32>(entry) == hash &&
      load<u32>(entry, ENTRY_TAG) == tag &&
      load<u32>(entry, ENTRY_LENGTH) == lengths &&
      isEqual(entry + table.head, start, length) &&
      (length2 == 0 || isEqual(entry + table.head + length, start2, length2))
    )
      return weighed(entry);
    slot = (slot + 1) & table.mask;
    held = slotAt(table, slot);
  }
  return insert(table, hash, tag, start, length, start2, length2);
}

function insert(
  table: Table,
  hash: u32,
  tag: u32,
  start: usize,
  length: i32,
  start2: usize,
  length2: i32,
): usize {
  const bytes = (table.head + length + length2 + 15) & ~15;
  while (table.size == table.capacity || table.used + bytes > table.room) dropRare(table);
  table.size++;
  if (<u32>table.size * 2 > table.mask + 1) grow(table);
  const offset = table.used;
  const entry = table.entries + offset;
  table.used = offset + bytes;
  clear(entry, table.head);
  store<u32>(entry, hash);
  store<u32>(entry, tag, ENTRY_TAG);
  store<u16>(entry, length, ENTRY_LENGTH);
  store<u16>(entry, length2, ENTRY_LENGTH_2);
  store<f64>(entry, 1, ENTRY_WEIGHT);
  copy(entry + table.head, start, length);
  copy(entry + table.head + length, start2, length2);
  link(table, hash, offset);
  return entry;
}

function link(table: Table, hash: u32, offset: u32): void {
  let slot = hash & table.mask;
  while (slotAt(table, slot) != 0) slot = (slot + 1) & table.mask;
  store<u32>(table.slots + (slot << 2), (hash & ~OFFSET_MASK) | (offset >> 4));
}

function grow(table: Table): void {
  table.mask = table.mask * 2 + 1;
  linkAll(table);
}

function linkAll(table: Table): void {
  memory.fill(table.slots, 0, (table.mask + 1) << 2);
  for (let offset: u32 = 16; offset < table.used; offset += bytesOf(table, table.entries + offset))
    link(table, load<u32>(table.entries + offset), offset);
}

/** The size of an entry in bytes. */
export function bytesOf(table: Table, entry: usize): u32 {
  return (table.head + load<u16>(entry, ENTRY_LENGTH) + load<u16>(entry, ENTRY_LENGTH_2) + 15) & ~15;
}

/** The median weight. */
function middleWeight(table: Table): f64 {
  memory.fill(smallAt, 0, SMALL * 4);
  // The slots are rebuilt afterwards, so until then their memory can hold the weights.
  let count = 0;
  for (let offset: u32 = 16; offset < table.used; offset += bytesOf(table, table.entries + offset)) {
    const weight = load<f64>(table.entries + offset, ENTRY_WEIGHT);
    store<f64>(table.slots + (count++ << 3), weight);
    const at = smallAt + (min<u32>(SMALL - 1, <u32>weight) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
  // Weights are whole numbers.
  let left = count >> 1;
  for (let weight = 0; weight < SMALL - 1; weight++) {
    left -= load<u32>(smallAt + (weight << 2));
    if (left < 0) return weight;
  }
  return middleOf(table.slots, count);
}

/** Lowers all weights by the median and drops keys at 0: at least half of them. */
function dropRare(table: Table): void {
  const lowered = middleWeight(table);
  table.error += lowered;
  const end = table.used;
  table.used = 16;
  table.size = 0;
  for (let offset: u32 = 16; offset < end;) {
    const entry = table.entries + offset;
    const bytes = bytesOf(table, entry);
    offset += bytes;
    const weight = load<f64>(entry, ENTRY_WEIGHT) - lowered;
    if (weight <= 0) continue;
    store<f64>(entry, weight, ENTRY_WEIGHT);
    copy(table.entries + table.used, entry, bytes);
    table.used += bytes;
    table.size++;
  }
  linkAll(table);
}

export function add(entry: usize, column: i32, by: f64): void {
  const at = entry + ENTRY_COLUMNS + (column << 3);
  store<f64>(at, load<f64>(at) + by);
}
