// Where a thread scans: one piece of memory with the text, and beside it a line put together from two chunks, and the fields of
// the line at hand. Where the processor allows it, the memory is WebAssembly's and lines are split sixteen bytes at a time.
import { LINE_CAP } from '../types.ts';
import { EITHER, splitLine } from './split.ts';
import kernel from './split.wat';

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
}

const FIELDS_CAP = 64;
const FORMS_AT = FIELDS_CAP * 8;
/** Loads run over the end of a text. */
const MARGIN = 64;
export const CARRY_AT = 1024;
export const TEXT_AT = CARRY_AT + LINE_CAP + MARGIN;
/** Bytes of text at a time: with all else that is at hand, they fit into the second cache of most processors. */
export const TEXT_CHUNK = 262_144;
const SIZE = TEXT_AT + TEXT_CHUNK + MARGIN;
const PAGE = 65_536;

/** @param index among the kinds of lines: each has a place of its own. */
export function formsOf(index: number, forms: readonly number[], least: number): Forms {
  const all = new Uint8Array(FIELDS_CAP).fill(EITHER);
  all.set(forms);
  return { at: FORMS_AT + index * FIELDS_CAP, forms: all, least };
}

/** @param how `plain`: without WebAssembly, whatever the processor can do. */
export const newWorkspace = (kinds: readonly Forms[], how: 'best' | 'plain' = 'best'): Workspace =>
  (how === 'best' ? fastWorkspace(kinds) : undefined) ?? plainWorkspace();

function plainWorkspace(): Workspace {
  const bytes = Buffer.alloc(SIZE);
  const fields = new Int32Array(FIELDS_CAP * 2);
  return {
    bytes,
    fields,
    lineFeed: (at) => bytes.indexOf(10, at),
    split: (start, end, { forms, least }) => splitLine(bytes, start, end, fields, forms, least),
  };
}

interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly lineFeed: (at: number) => number;
  readonly split: (start: number, end: number, fields: number, forms: number, least: number) => number;
}

/** @returns `undefined` on a processor without the instructions. */
function fastWorkspace(kinds: readonly Forms[]): Workspace | undefined {
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(kernel, 'base64')));
    const { memory, lineFeed, split } = exports as Kernel;
    memory.grow(Math.ceil(SIZE / PAGE));
    const bytes = Buffer.from(memory.buffer);
    for (const { at, forms } of kinds) bytes.set(forms, at);
    return {
      bytes,
      fields: new Int32Array(memory.buffer, 0, FIELDS_CAP * 2),
      lineFeed,
      split: (start, end, { at, least }) => split(start, end, 0, at, least),
    };
  } catch {
    return undefined;
  }
}
