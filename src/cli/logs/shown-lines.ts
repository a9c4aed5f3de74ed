// Combines the lines that units collected into the first ones overall, in the order of units.
import type { ShownLines } from '../../logs/types.ts';

/** @param most maximum number of lines to keep. */
export function newShownLines(most = 0) {
  const waiting = new Map<number, ShownLines>();
  const all: ShownLines = { most, lines: [], hasMore: false };
  let next = 0;
  const append = ({ lines, hasMore }: ShownLines): void => {
    const room = most - all.lines.length;
    all.hasMore ||= hasMore || lines.length > room;
    all.lines.push(...lines.slice(0, room));
  };
  return {
    /** @param index of the unit. */
    add(index: number, shown: ShownLines | undefined): void {
      if (!shown) return;
      waiting.set(index, shown);
      for (let first = waiting.get(next); first; first = waiting.get(next)) {
        append(first);
        waiting.delete(next++);
      }
    },
    /** All lines; if units are missing, what is there. */
    finish(): ShownLines {
      for (const [, shown] of [...waiting].sort(([left], [right]) => left - right)) append(shown);
      return all;
    },
  };
}
