// Tables in the kernel's memory: kernel.wat looks keys up and adds them, the rest is done in table.ts.
import { arenaCapacity, type Column, HEADER, type KeyTable, META, writeHeader } from './table.ts';

/** The kernel reads and copies over the end of a key. */
const MARGIN = 64;

const placesOf = (
  capacity: number,
  columns: number,
): { slots: number; keys: number; values: number; arena: number; end: number } => {
  const values = HEADER * 4 + 8;
  const slots = values + capacity * (columns + 1) * 8;
  const keys = slots + capacity * 16;
  const arena = keys + capacity * META * 4;
  return { values, slots, keys, arena, end: Math.ceil((arena + arenaCapacity(capacity) + MARGIN) / 16) * 16 };
};

/** Bytes that a table takes in the kernel's memory. */
export const tableBytes = (capacity: number, columns: number): number => placesOf(capacity, columns).end;

/**
 * A table in the kernel's memory, which has its full size from the beginning.
 *
 * @param at a multiple of 16. @param capacity a power of two.
 */
export function memoryTable(
  memory: ArrayBuffer,
  at: number,
  capacity: number,
  kinds: readonly Column[],
): KeyTable {
  const places = placesOf(capacity, kinds.length);
  const stride = kinds.length + 1;
  const header = new Int32Array(memory, at, HEADER);
  const table: KeyTable = {
    capacity,
    at,
    header,
    kinds,
    stride,
    size: 0,
    error: 0,
    slots: new Int32Array(memory, at + places.slots, capacity * 4),
    keys: new Int32Array(memory, at + places.keys, capacity * META),
    values: new Float64Array(memory, at + places.values, capacity * stride),
    arena: new Uint8Array(memory, at + places.arena, arenaCapacity(capacity)),
    arenaSize: 0,
  };
  header.set([
    at + places.slots,
    capacity * 16 - 8,
    at + places.keys,
    at + places.values,
    stride * 8,
    at + places.arena,
    0,
    capacity,
    0,
    arenaCapacity(capacity),
  ]);
  return table;
}

/** Takes all keys out of a table in the kernel's memory. */
export function emptyTable(table: KeyTable): void {
  table.size = 0;
  table.arenaSize = 0;
  table.error = 0;
  table.slots.fill(0);
  writeHeader(table);
}
