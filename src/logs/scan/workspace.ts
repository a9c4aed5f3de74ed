// Where a thread scans: one piece of memory with the text, and beside it a line put together from two chunks, and the fields of
// the line at hand. Where the processor allows it, the memory is WebAssembly's and lines are split sixteen bytes at a time.
import { LINE_CAP } from '../types.ts';
import { DASH } from './bytes.ts';
import { EITHER, splitLine } from './split.ts';
import kernel from './kernel.wat';
import { emptyTable, memoryTable, tableBytes } from './kernel-table.ts';
import { hashBytes, hashTag } from './hash.ts';
import { type Column, dropRare, type KeyTable, newTable, valuesAt } from './table.ts';

/** How the fields of a kind of line are written. */
export interface Forms {
  /** Where they lie in the memory. */
  readonly at: number;
  /** By position from 0, see split.ts. Those beyond the last are EITHER. */
  readonly forms: Uint8Array;
  /** Fields that the first generation has. */
  readonly least: number;
}

export interface Workspace {
  readonly bytes: Buffer;
  /** Start and end of each field of the line at hand. */
  readonly fields: Int32Array;
  /** Of the first line feed at or after a place. There must be one. */
  readonly lineFeed: (at: number) => number;
  /** See `splitLine`. */
  readonly split: (start: number, end: number, forms: Forms) => number;
  /** Begins a tally: tables made before are no longer to be used. */
  readonly beginTables: () => (capacity: number, kinds: readonly Column[]) => KeyTable;
  /** See `valuesAt`; the key's ranges lie in `bytes`. */
  readonly find: (
    table: KeyTable,
    start: number,
    end: number,
    start2: number,
    end2: number,
    tag: number,
  ) => number;
  /** Of a range of `bytes`; the same for the same bytes. */
  readonly hash: (start: number, end: number) => number;
}

const FIELDS_CAP = 64;
const FORMS_AT = FIELDS_CAP * 8;
/** Loads run over the end of a text. */
const MARGIN = 64;
export const CARRY_AT = 1024;
export const TEXT_AT = CARRY_AT + LINE_CAP + MARGIN;
/** Bytes of text at a time: with all else that is at hand, they fit into the second cache of most processors. */
export const TEXT_CHUNK = 262_144;
/** A dash, for a field that a line does not have. */
export const DASH_AT = CARRY_AT - 64;
const SIZE = Math.ceil((TEXT_AT + TEXT_CHUNK + MARGIN) / 16) * 16;
const PAGE = 65_536;

/** @param index among the kinds of lines: each has a place of its own. */
export function formsOf(index: number, forms: readonly number[], least: number): Forms {
  const all = new Uint8Array(FIELDS_CAP).fill(EITHER);
  all.set(forms);
  return { at: FORMS_AT + index * FIELDS_CAP, forms: all, least };
}

/**
 * @param room bytes that the tables of a tally take.
 * @param how `plain`: without WebAssembly, whatever the processor can do.
 */
export const newWorkspace = (
  kinds: readonly Forms[],
  room: number,
  how: 'best' | 'plain' = 'best',
): Workspace => (how === 'best' ? fastWorkspace(kinds, room) : undefined) ?? plainWorkspace();

function plainWorkspace(): Workspace {
  const bytes = Buffer.alloc(SIZE);
  bytes[DASH_AT] = DASH;
  const fields = new Int32Array(FIELDS_CAP * 2);
  return {
    bytes,
    fields,
    lineFeed: (at) => bytes.indexOf(10, at),
    split: (start, end, { forms, least }) => splitLine(bytes, start, end, fields, forms, least),
    beginTables: () => newTable,
    find(table, start, end, start2, end2, tag) {
      const hash = hashTag(hashBytes(bytes, start2, end2, hashBytes(bytes, start, end, 0)), tag);
      return valuesAt(table, hash, bytes, start, end, start2, end2, tag);
    },
    hash: (start, end) => hashBytes(bytes, start, end, 0),
  };
}

interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly lineFeed: (at: number) => number;
  readonly split: (start: number, end: number, fields: number, forms: number, least: number) => number;
  readonly hash: (start: number, end: number) => number;
  readonly find: (
    table: number,
    start: number,
    end: number,
    start2: number,
    end2: number,
    tag: number,
  ) => number;
}

/** @returns `undefined` on a processor without the instructions. */
function fastWorkspace(kinds: readonly Forms[], room: number): Workspace | undefined {
  let instance;
  try {
    instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(kernel, 'base64')));
  } catch {
    return undefined;
  }
  const { memory, lineFeed, split, hash, find } = instance.exports as Kernel;
  memory.grow(Math.ceil((SIZE + room) / PAGE));
  const bytes = Buffer.from(memory.buffer);
  bytes[DASH_AT] = DASH;
  for (const { at, forms } of kinds) bytes.set(forms, at);
  return {
    bytes,
    fields: new Int32Array(memory.buffer, 0, FIELDS_CAP * 2),
    lineFeed,
    split: (start, end, { at, least }) => split(start, end, 0, at, least),
    beginTables: tableMaker(memory.buffer),
    find(table, start, end, start2, end2, tag) {
      let key = find(table.at, start, end, start2, end2, tag);
      while (key < 0) {
        dropRare(table);
        key = find(table.at, start, end, start2, end2, tag);
      }
      return key * table.stride;
    },
    hash,
  };
}

/** Every tally asks for the same tables in the same order: those of the last one are used again. */
function tableMaker(memory: ArrayBuffer): Workspace['beginTables'] {
  const made: KeyTable[] = [];
  let at = SIZE;
  return () => {
    let next = 0;
    return (capacity, kinds) => {
      const held = made[next];
      const table = held ?? memoryTable(memory, at, capacity, kinds);
      if (held) emptyTable(held);
      else {
        made.push(table);
        at += tableBytes(capacity, kinds.length);
      }
      next++;
      return table;
    };
  };
}
