// Files -> units of work, and their tallies -> one. Which files make a unit, and the order in which tallies are added up, depend
// on the files alone: so does the result, whoever finishes first and however many threads there are.
import { newKernel } from '../../logs/scan/kernel.ts';
import { addTally, type Sample, type Tally, tallyIn } from '../../logs/scan/tally.ts';
import type { Input } from './inputs.ts';

export interface Unit {
  readonly files: readonly { readonly path: string; readonly index: number }[];
  readonly size: number;
}

/** Bytes. To hand over a tally takes as long as to scan some 100 KB. */
const LEAST_BYTES = 1_048_576;
/** Of what is left, a unit takes this share: large ones first, small ones at the end, when threads wait for each other. */
const SHARE = 8;
/** Of all, the least share of a unit: the number of units does not grow with the size of the logs. */
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
  /** The buffer of a tally that has been added, to be used again. */
  spare(): ArrayBuffer | undefined;
  /** All of it; with gaps, what is there in the order of units. */
  finish(): Tally;
}

/** Adds up tallies in the order of units. Those that come early wait. @param samples of malformed lines to keep. */
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
