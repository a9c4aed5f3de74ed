// The counts of a kernel, copied so that they can be sent to another thread, merged there, and read.
import { DAY_MINUTES, NUMBERS, SERIES, TABLES } from '../layout.ts';
import type { MalformedReason } from '../types.ts';
import type { Kernel } from './kernel.ts';

export interface Sample {
  /** Index among all inputs. */
  readonly file: number;
  readonly offset: number;
  readonly line: number;
  readonly reason: MalformedReason;
  readonly text: string;
}

export interface TableTally {
  /** Contiguous entries, see layout.ts, aligned to sixteen bytes. */
  readonly entries: Uint8Array<ArrayBuffer>;
  /** Bytes of an entry without its key. */
  readonly head: number;
  /** See `Table.error` in types.ts. */
  readonly error: number;
}

export interface Tally {
  /** The memory of all the following. */
  readonly buffer: ArrayBuffer;
  /** Positions as in layout.ts. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Counts by minute and series. A day is the number of whole days since 1970. */
  readonly days: readonly { readonly day: number; readonly counts: Float64Array<ArrayBuffer> }[];
  /** Numbers as in layout.ts. */
  readonly tables: readonly TableTally[];
  readonly samples: readonly Sample[];
}

const PAGE = DAY_MINUTES * SERIES;
/** Entries begin at multiples of this. */
const ALIGNED = 16;
/** A new buffer is this much larger than needed, for the next tally; pages that are not written to take no memory. */
const SPARE = 1.5;

/** The tally in the kernel's own memory, valid until the kernel counts again. */
export function tallyIn({ exports, bytes, numbers }: Kernel, samples: readonly Sample[]): Tally {
  const { buffer } = exports.memory;
  return {
    buffer,
    numbers,
    days: Array.from({ length: exports.heldDays() }, (_, page) => ({
      day: exports.dayOf(page),
      counts: new Float64Array(buffer, exports.pageOf(page), PAGE),
    })),
    tables: Array.from({ length: TABLES }, (_, which) => ({
      entries: new Uint8Array(buffer, bytes.byteOffset + exports.tableAt(which), exports.tableBytes(which)),
      head: exports.tableHead(which),
      error: exports.tableError(which),
    })),
    samples,
  };
}

/**
 * Copies what a kernel has counted.
 *
 * @param spare the buffer of an earlier tally, reused if it is large enough, as new buffers are garbage for some time.
 */
export function takeTally(kernel: Kernel, samples: readonly Sample[], spare?: ArrayBuffer): Tally {
  const { numbers, days, tables } = tallyIn(kernel, samples);
  const needed = [numbers, ...days.map(({ counts }) => counts), ...tables.map(({ entries }) => entries)]
    .map(({ byteLength }) => aligned(byteLength))
    .reduce((sum, each) => sum + each, 0);
  const buffer =
    spare && spare.byteLength >= needed ? spare : new ArrayBuffer(aligned(Math.ceil(needed * SPARE)));
  let used = 0;
  const placeOf = (bytes: number): number => {
    const at = used;
    used += aligned(bytes);
    return at;
  };
  const doubles = (from: Float64Array): Float64Array<ArrayBuffer> => {
    const to = new Float64Array(buffer, placeOf(from.byteLength), from.length);
    to.set(from);
    return to;
  };
  return {
    buffer,
    numbers: doubles(numbers),
    days: days.map(({ day, counts }) => ({ day, counts: doubles(counts) })),
    tables: tables.map(({ entries, ...rest }) => {
      const to = new Uint8Array(buffer, placeOf(entries.length), entries.length);
      to.set(entries);
      return { entries: to, ...rest };
    }),
    samples,
  };
}

const aligned = (bytes: number): number => (bytes + ALIGNED - 1) & -ALIGNED;

/** Adds a tally to what a kernel has counted. While no table is full, the order of additions does not matter. */
export function addTally({ exports, bytes }: Kernel, { numbers, days, tables }: Tally): void {
  const at = exports.roomAt.value;
  const room = new Float64Array(bytes.buffer, at, Math.max(NUMBERS, PAGE));
  room.set(numbers);
  exports.mergeNumbers(at);
  for (const { day, counts } of days) {
    room.set(counts);
    exports.mergePage(day, at);
  }
  for (const [which, { entries, error }] of tables.entries()) {
    bytes.set(entries, at);
    exports.merge(which, at, entries.length, error);
  }
}
