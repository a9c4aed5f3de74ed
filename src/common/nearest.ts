/**
 * Number of edits (insert, delete, replace, swap of neighbours) that turn one word into the other; Infinity if it is
 * more than `most`.
 */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Infinity;
      const edits = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, swapped);
      row.push(edits);
      if (edits < least) least = edits;
    }
    // A swap reaches back one row, at the cost of one edit.
    if (least > most + 1) return Infinity;
    [before, last] = [last, row];
  }
  const edits = last[b.length] ?? Infinity;
  return edits > most ? Infinity : edits;
}

/**
 * The candidate that a misspelt word most likely means, or undefined if none is close: at most a third of the letters
 * of the longer word may be wrong.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > 100) return undefined;
  const lower = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const most = Math.floor(Math.max(word.length, candidate.length) / 3);
    const edits = distance(lower, candidate.toLowerCase(), Math.min(most, bestDistance - 1));
    if (edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  return best;
}

/** All candidates that are as close to a word as the nearest one. */
export function nearestAll(word: string, candidates: readonly string[]): string[] {
  const left = [...candidates];
  const found: string[] = [];
  const edits = (candidate: string): number =>
    distance(word.toLowerCase(), candidate.toLowerCase(), word.length);
  for (let best = nearest(word, left); best !== undefined; best = nearest(word, left)) {
    if (found[0] !== undefined && edits(best) !== edits(found[0])) break;
    found.push(best);
    left.splice(left.indexOf(best), 1);
  }
  return found;
}

/** Shorter prefixes are too ambiguous. */
const MIN_BEGINNING = 3;

/** What a misspelt or shortened word may mean: all candidates that begin with it, or else the nearest one. */
export function suggestions(word: string, candidates: readonly string[]): string[] {
  const begun = candidates.filter((candidate) => candidate.startsWith(word));
  if (word.length >= MIN_BEGINNING && begun.length > 0) return begun;
  const near = nearest(word, candidates);
  return near === undefined ? [] : [near];
}

/** The suggestions as a question: `Did you mean a or b?` */
export const didYouMean = (words: readonly string[]): string => `Did you mean ${words.join(' or ')}?`;
