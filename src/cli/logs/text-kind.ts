// Recognizes the kind and format of a log from the beginning of its text, or why it is not read.
import { howToUnpack, isGzip, isUtf16, kindOfText } from '../../logs/scan/kind.ts';
import type { FileKind, Remark } from '../../logs/types.ts';
import { type VendedFormat, vendedFormatOf } from '../../logs/vended/format.ts';
import { newVendedReader } from '../../logs/vended/reader.ts';

export interface TextKind {
  /** Undefined if the text does not show it. */
  readonly kind: FileKind | undefined;
  readonly format?: VendedFormat | undefined;
  /** Damage because of which the file is left out. */
  readonly remark?: Pick<Remark, 'code' | 'reason'>;
}

/** @param head the beginning of the text, after gunzip. */
export function kindOfHead(head: Buffer): TextKind {
  // What gunzip yields may be compressed again, or be Parquet.
  const unpack = isGzip(head) ? 'gzip in gzip: unpack it once with gunzip' : howToUnpack(head);
  if (unpack !== undefined) return { kind: 'unknown', remark: { code: 'compressed', reason: unpack } };
  if (isUtf16(head)) return { kind: 'unknown', remark: { code: 'utf-16' } };
  const format = vendedFormatOf(head.toString('utf8'));
  const kind = kindOfText(format ? linesOfS3(format, head) : head);
  return { kind: kind === 'unknown' ? undefined : kind, format };
}

/** Uses a separate reader, because the text is read again later. */
function linesOfS3(format: VendedFormat, head: Buffer): Buffer {
  const reader = newVendedReader(format);
  return Buffer.concat([reader.read(head), reader.end()]);
}
