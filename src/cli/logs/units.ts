// Files -> units of work, and their tallies -> one. Which files make a unit, and which tallies are merged with which, depends on
// the files alone: so does the result, whoever finishes first and however many threads there are.
import { mergeTally, type Tally } from '../../logs/scan/tally.ts';
import type { Input } from './inputs.ts';

export interface Unit {
  readonly files: readonly { readonly path: string; readonly index: number }[];
  readonly size: number;
}

/** Small files share a unit: to hand over a tally takes as long as to scan some 100 KB. */
const UNIT_BYTES = 1_048_576;

export function unitsOf(inputs: readonly Input[]): Unit[] {
  const units: { files: { path: string; index: number }[]; size: number }[] = [];
  for (const [index, { path, size }] of inputs.entries()) {
    const last = units.at(-1);
    if (last && last.size + size <= UNIT_BYTES) {
      last.files.push({ path, index });
      last.size += size;
    } else units.push({ files: [{ path, index }], size });
  }
  return units;
}

export interface Merger {
  /** @param index of the unit. */
  add(index: number, tally: Tally): void;
  /** All of it; with gaps, what is there in the order of units. */
  finish(): Tally | undefined;
}

/**
 * Merges tallies in pairs of neighbours, pairs of pairs, and so on: a binary tree over the units, of which at most one tally a
 * level and gap is held.
 */
export function newMerger(units: number, samples: number): Merger {
  const held = new Map<string, { tally: Tally; level: number; at: number }>();
  const isBeyond = (level: number, at: number): boolean => at * 2 ** level >= units;
  const add = (level: number, at: number, tally: Tally): void => {
    const sibling = at % 2 === 0 ? at + 1 : at - 1;
    const key = `${level}:${sibling}`;
    const other = held.get(key)?.tally;
    const top = Math.ceil(Math.log2(Math.max(1, units)));
    if (level < top && (other || isBeyond(level, sibling))) {
      held.delete(key);
      if (other) {
        const [left, right] = at % 2 === 0 ? [tally, other] : [other, tally];
        add(level + 1, at >> 1, mergeInto(left, right, samples));
      } else add(level + 1, at >> 1, tally);
    } else held.set(`${level}:${at}`, { tally, level, at });
  };
  return {
    add: (index, tally) => add(0, index, tally),
    finish() {
      const rest = [...held.values()].sort(
        (left, right) => left.at * 2 ** left.level - right.at * 2 ** right.level,
      );
      return rest
        .map(({ tally }) => tally)
        .reduce<Tally | undefined>((all, tally) => (all ? mergeInto(all, tally, samples) : tally), undefined);
    },
  };
}

function mergeInto(left: Tally, right: Tally, samples: number): Tally {
  mergeTally(left, right, samples);
  return left;
}
