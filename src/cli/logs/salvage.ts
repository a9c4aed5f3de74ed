// zlib does not say how much text it made of a piece before it failed in it. Another inflater that has read all but that piece
// reads it byte by byte, which yields all the text there is.
import type { Inflater } from './inflate.ts';
import type { Source } from './source.ts';

const PIECE = 131_072;

/** Inflates a file that was opened again up to an offset, for nothing, and closes it. */
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
 * The text of a piece that cannot be inflated as a whole.
 *
 * @param inflater that has read all before the piece.
 * @param known bytes of the text that are not wanted.
 * @returns the offset in the piece of the byte at which it fails.
 */
export async function salvage(
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
