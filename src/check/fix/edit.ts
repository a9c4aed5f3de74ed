// Changes to a text as data, and the one place that applies them.

/** Replaces `length` characters at `offset` (UTF-16 units, from 0) by `text`. */
export interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

const byOffset = (left: Edit, right: Edit): number => left.offset - right.offset;

/** Whether two edits touch the same characters, or insert at the same place. */
const overlap = (left: Edit, right: Edit): boolean =>
  left.offset === right.offset ||
  (left.offset < right.offset
    ? left.offset + left.length > right.offset
    : right.offset + right.length > left.offset);

/** Whether none of the edits touches what another one touches. */
export const areApart = (edits: readonly Edit[]): boolean => {
  const ordered = edits.toSorted(byOffset);
  return ordered.every((edit, index) => {
    const next = ordered[index + 1];
    return next === undefined || !overlap(edit, next);
  });
};

/**
 * The text with all edits made; everything else in it stays as it is, byte for byte.
 *
 * @throws {RangeError} when edits overlap or reach beyond the text: that is a mistake of who made them.
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
