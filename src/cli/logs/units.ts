// Groups files into units of work, and merges their tallies. The grouping and the order of merging depend only on the
// files, and so does the result, whichever thread finishes first and however many there are.
import { newKernel } from '../../logs/scan/kernel.ts';
import { addTally, type Sample, type Tally, tallyIn } from '../../logs/scan/tally.ts';
import type { Input } from './inputs.ts';

export interface Unit {
  readonly files: readonly { readonly path: string; readonly index: number }[];
  readonly size: number;
}

/** In bytes. Handing over a tally takes as long as scanning some 100 KB. */
const LEAST_BYTES = 1_048_576;
/** A unit takes 1/SHARE of what is left: large ones first, small ones at the end, when threads wait for each other. */
const SHARE = 8;
/**
 * A unit has at least 1/LEAST_SHARE of everything, so that the number of units does not grow with the size of the logs.
 */
const LEAST_SHARE = 64;

export function unitsOf(inputs: readonly Input[]): Unit[] {
  const total = inputs.reduce((sum, { size, isTwin }) => sum + (isTwin ? 0 : size), 0);
  const least = Math.max(LEAST_BYTES, total / LEAST_SHARE);
  const units: { files: { path: string; index: number }[]; size: number }[] = [];
  let left = total;
  let wanted = 0;
  for (const [index, { path, size, isTwin }] of inputs.entries()) {
    if (isTwin) continue;
    const last = units.at(-1);
    if (last && last.size + size <= wanted) {
      last.files.push({ path, index });
      last.size += size;
    } else {
      units.push({ files: [{ path, index }], size });
      wanted = Math.max(least, left / SHARE);
    }
    left -= size;
  }
  return units;
}

export interface Merger {
  /** @param index of the unit. */
  add(index: number, tally: Tally): void;
  /** The buffer of an added tally, for reuse. */
  spare(): ArrayBuffer | undefined;
  /** The merged tally; if units are missing, of those that are there, in the order of units. */
  finish(): Tally;
}

/**
 * Adds up tallies in the order of units; those that arrive early wait.
 *
 * @param samples maximum number of malformed lines to keep.
 */
export function newMerger(samples: number): Merger {
  const kernel = newKernel();
  const waiting = new Map<number, Tally>();
  const spares: ArrayBuffer[] = [];
  const kept: Sample[] = [];
  let next = 0;
  const addNow = (tally: Tally): void => {
    addTally(kernel, tally);
    spares.push(tally.buffer);
    kept.push(...tally.samples.slice(0, samples - kept.length));
  };
  return {
    add(index, tally) {
      waiting.set(index, tally);
      for (let first = waiting.get(next); first; first = waiting.get(next)) {
        addNow(first);
        waiting.delete(next++);
      }
    },
    spare: () => spares.pop(),
    finish() {
      for (const [, tally] of [...waiting].sort(([left], [right]) => left - right)) addNow(tally);
      return tallyIn(kernel, kept);
    },
  };
}
