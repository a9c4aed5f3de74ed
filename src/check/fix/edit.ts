// Text changes as data, and the one function that applies them.

/** Replaces `length` characters at `offset` (UTF-16 units, from 0) with `text`. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

const byOffset = (left: Edit, right: Edit): number => left.offset - right.offset;

/** Whether two edits touch the same characters, or insert at the same offset. */
const overlap = (left: Edit, right: Edit): boolean =>
  left.offset === right.offset ||
  (left.offset < right.offset
    ? left.offset + left.length > right.offset
    : right.offset + right.length > left.offset);

/** Whether no two edits overlap. */
export const areApart = (edits: readonly Edit[]): boolean => {
  const ordered = edits.toSorted(byOffset);
  return ordered.every((edit, index) => {
    const next = ordered[index + 1];
    return next === undefined || !overlap(edit, next);
  });
};

/**
 * Applies all edits; everything else in the text stays the same, byte for byte.
 *
 * @throws {RangeError} if edits overlap or reach beyond the text, which is a bug in the caller.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (!areApart(edits)) throw new RangeError('edits overlap');
  let at = 0;
  const parts: string[] = [];
  for (const { offset, length, text: inserted } of edits.toSorted(byOffset)) {
    if (offset < 0 || length < 0 || offset + length > text.length)
      throw new RangeError('an edit reaches beyond the text');
    parts.push(text.slice(at, offset), inserted);
    at = offset + length;
  }
  return [...parts, text.slice(at)].join('');
}
