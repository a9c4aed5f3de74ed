// What a kernel has counted, taken out of it: to be sent to another thread, added up there, and read.
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
  /** Entries one after the other, see layout.ts. */
  readonly entries: Uint8Array<ArrayBuffer>;
  /** Bytes of an entry without those of its key. */
  readonly head: number;
  /** See `Table.error` in types.ts. */
  readonly error: number;
}

export interface Tally {
  /** By the places of layout.ts. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Counts by minute and series. A day is a number of whole days since 1970. */
  readonly days: readonly { readonly day: number; readonly counts: Float64Array<ArrayBuffer> }[];
  /** By the numbers of layout.ts. */
  readonly tables: readonly TableTally[];
  readonly samples: readonly Sample[];
}

const PAGE = DAY_MINUTES * SERIES;

export function takeTally({ exports, bytes, numbers }: Kernel, samples: readonly Sample[]): Tally {
  return {
    numbers: numbers.slice(),
    days: Array.from({ length: exports.heldDays() }, (_, page) => ({
      day: exports.dayOf(page),
      counts: new Float64Array(bytes.buffer, exports.pageOf(page), PAGE).slice(),
    })),
    tables: Array.from({ length: TABLES }, (_, which) => {
      const at = exports.tableAt(which);
      return {
        entries: new Uint8Array(bytes.buffer).slice(at, at + exports.tableBytes(which)),
        head: exports.tableHead(which),
        error: exports.tableError(which),
      };
    }),
    samples,
  };
}

/** What is handed over to another thread rather than copied. */
export const buffersOf = ({ numbers, days, tables }: Tally): ArrayBuffer[] => [
  numbers.buffer,
  ...days.map(({ counts }) => counts.buffer),
  ...tables.map(({ entries }) => entries.buffer),
];

/** Adds a tally to what a kernel has counted. While no table is full, the order in which they are added changes nothing. */
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
