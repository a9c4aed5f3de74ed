// zlib does not report how much text it produced from a piece before failing in it. So a second inflater that has read
// everything before that piece reads it byte by byte, which recovers all the text there is.
import type { Inflater } from './inflate.ts';
import type { Source } from './source.ts';

const PIECE = 131_072;

/** Inflates a reopened file up to an offset, discards the text, and closes the file. */
export async function catchUp(inflater: Inflater, source: Source, offset: number): Promise<void> {
  try {
    const piece = Buffer.allocUnsafe(PIECE);
    for (let at = 0; at < offset;) {
      const length = source.read(piece.subarray(0, Math.min(PIECE, offset - at)), 0);
      if (length === 0) return;
      await inflater.write(piece.subarray(0, length), () => undefined);
      at += length;
    }
  } finally {
    source.close();
  }
}

/**
 * Recovers the text of a piece that cannot be inflated as a whole.
 *
 * @param inflater one that has read everything before the piece.
 * @param known bytes of text to skip, because they were already passed on.
 * @returns the offset in the piece of the byte at which inflating fails.
 */
export async function recoverText(
  inflater: Inflater,
  piece: Buffer,
  known: number,
  onText: (text: Buffer) => void,
): Promise<number> {
  let left = known;
  const onMore = (text: Buffer): void => {
    const more = text.subarray(Math.min(left, text.length));
    left -= text.length - more.length;
    if (more.length > 0) onText(more);
  };
  for (let at = 0; at < piece.length; at++) {
    const pending = inflater.write(piece.subarray(at, at + 1), onMore);
    const result = 'outcome' in pending ? pending : await pending;
    if (result.outcome !== 'more') return at;
  }
  return piece.length;
}
