// Scans one file into the kernel's tally.
import { howToUnpack, isGzip } from '../../logs/scan/kind.ts';
import type { Kernel } from '../../logs/scan/kernel.ts';
import {
  addChunk,
  endText,
  linesOf,
  type LineScan,
  malformedOf,
  newLineScan,
  textRemarks,
  textRoom,
} from '../../logs/scan/lines.ts';
import { newVendedReader, type VendedReader } from '../../logs/vended/reader.ts';
import type { Sample } from '../../logs/scan/tally.ts';
import type { FileKind, FileResult, Remark, ScanOptions } from '../../logs/types.ts';
import { reasonOf, unreadable } from './file-result.ts';
import { type Inflater, newInflater } from './inflate.ts';
import { catchUp, recoverText } from './recover-text.ts';
import { openFile, type Source } from './source.ts';
import { kindOfHead } from './text-kind.ts';

/** Number of bytes that show how a file is compressed. */
const MAGIC_BYTES = 6;
/** Bytes read at a time. For gzip they yield about 900 KB of text. */
const FILE_CHUNK = 131_072;
/** Bytes of text searched for the first line that shows the kind of log. */
const KIND_BYTES = 65_536;

/** No more than a small file needs: there may be a hundred thousand of them. */
const chunkSize = ({ size = FILE_CHUNK }: Source): number =>
  Math.min(FILE_CHUNK, Math.max(MAGIC_BYTES, size + 1));

export interface ScanFileOptions extends ScanOptions {
  /** `stream`: gunzip only through Node's public interface. */
  readonly inflate?: 'best' | 'stream';
  /** Maximum number of counted lines to collect from each unit. */
  readonly lines?: number;
}

export interface Hooks {
  /** Called when more bytes of the file were read. */
  readonly onBytes: (bytes: number) => void;
  readonly isStopped: () => boolean;
  /** Opens a source. Default: {@link openFile}, which opens only local files. */
  readonly open?: ((path: string) => Source) | undefined;
}

/** A file being read. */
interface Reading {
  readonly source: Source;
  readonly scan: LineScan;
  readonly options: ScanFileOptions;
  readonly hooks: Hooks;
  readonly remarks: Remark[];
  kind: FileKind | undefined;
  /** For a vended log: converts it to the line format of logs in S3. */
  vended: VendedReader | undefined;
  /** Bytes of the file read so far. */
  bytes: number;
  textBytes: number;
  /** Text read before the kind is known. */
  head: Buffer[];
  headBytes: number;
  isDamaged: boolean;
}

/** @param index of the file among all inputs, for the samples. @param samples receives malformed lines. */
export async function scanFile(
  path: string,
  index: number,
  kernel: Kernel,
  samples: Sample[],
  options: ScanFileOptions,
  hooks: Hooks,
): Promise<FileResult> {
  let source;
  try {
    source = (hooks.open ?? openFile)(path);
  } catch (error) {
    // It existed when the inputs were listed.
    return unreadable(path, reasonOf(error));
  }
  const reading: Reading = {
    source,
    scan: newLineScan(kernel, samples, options, index),
    options,
    hooks,
    remarks: [],
    kind: undefined,
    vended: undefined,
    bytes: 0,
    textBytes: 0,
    head: [],
    headBytes: 0,
    isDamaged: false,
  };
  let isCompressed = false;
  try {
    const chunk = Buffer.allocUnsafeSlow(chunkSize(source));
    const first = read(reading, chunk, MAGIC_BYTES);
    isCompressed = isGzip(chunk.subarray(0, first));
    const unpack = howToUnpack(chunk.subarray(0, first));
    if (unpack !== undefined) {
      damage(reading, { code: 'compressed', offset: 0, reason: unpack });
      reading.kind = 'unknown';
    } else if (isCompressed) await inflateAll(reading, path, chunk, first);
    else readAll(reading, chunk, first);
  } catch (error) {
    damage(reading, { code: 'read-error', offset: reading.bytes, reason: reasonOf(error) });
  } finally {
    source.close();
  }
  endHead(reading);
  const { scan } = reading;
  // After an interruption, an incomplete last line is not an error.
  if (isOfKind(reading) && !hooks.isStopped()) {
    if (reading.vended) addChunk(scan, reading.vended.end());
    endText(scan, reading.isDamaged);
  }
  return {
    path,
    kind: reading.kind ?? 'unknown',
    isGzip: isCompressed,
    isScanned: isOfKind(reading),
    bytes: reading.bytes,
    textBytes: isOfKind(reading) ? (reading.vended ? reading.textBytes : scan.offset) : 0,
    lines: linesOf(scan),
    malformed: malformedOf(scan),
    remarks: [...reading.remarks, ...textRemarks(scan)],
    ...(reading.vended && { vended: reading.vended.format.kind }),
  };
}

/** Reads until there are at least `least` bytes, or to the end, or until the scan is stopped. */
function read(reading: Reading, chunk: Buffer, least = 1): number {
  let length = 0;
  while (length < least && !reading.hooks.isStopped()) {
    const bytes = reading.source.read(chunk, length);
    if (bytes === 0) break;
    length += bytes;
  }
  reading.bytes += length;
  reading.hooks.onBytes(length);
  return length;
}

/** Whether to stop reading. */
const isDone = (reading: Reading): boolean =>
  reading.hooks.isStopped() || (reading.kind !== undefined && !isOfKind(reading));

function readAll(reading: Reading, chunk: Buffer, first: number): void {
  for (let length = first; length > 0 && !isDone(reading); length = read(reading, chunk))
    addText(reading, chunk.subarray(0, length));
}

async function inflateAll(reading: Reading, path: string, chunk: Buffer, first: number): Promise<void> {
  const { options, hooks, source } = reading;
  const createInflater = (): Inflater => newInflater(textRoom(reading.scan), options.inflate ?? 'best');
  const inflater = createInflater();
  // A pipe cannot be read twice, so a second inflater for recoverText() follows one piece behind.
  const follower = source.isPipe ? createInflater() : undefined;
  const onText = (text: Buffer): void => addText(reading, text);
  try {
    for (let length = first; length > 0 && !isDone(reading); length = read(reading, chunk)) {
      const start = reading.bytes - length;
      const piece = chunk.subarray(0, length);
      const textBefore = reading.textBytes;
      const pending = inflater.write(piece, onText);
      const result = 'outcome' in pending ? pending : await pending;
      if (result.outcome === 'more') {
        await follower?.write(piece, () => undefined);
        continue;
      }
      if (result.outcome === 'ended') {
        damage(reading, { code: 'trailing-junk', offset: start + result.taken });
        return;
      }
      const other = follower ?? createInflater();
      if (!follower) await catchUp(other, (hooks.open ?? openFile)(path), start);
      const offset = start + (await recoverText(other, piece, reading.textBytes - textBefore, onText));
      if (!follower) other.close();
      const { reason } = result;
      // zlib's message for bytes after a member that do not begin another.
      const isJunk = reason === 'incorrect header check' && reading.textBytes > 0;
      damage(reading, isJunk ? { code: 'trailing-junk', offset } : { code: 'gzip-corrupt', offset, reason });
      return;
    }
    if (!isDone(reading) && !(await inflater.finish()))
      damage(reading, { code: 'gzip-truncated', offset: reading.bytes });
  } finally {
    inflater.close();
    follower?.close();
  }
}

function damage(reading: Reading, what: Pick<Remark, 'code' | 'offset' | 'reason'>): void {
  reading.isDamaged = true;
  reading.remarks.push({ ...what, isDamage: true, of: 'file', count: 1 });
}

const isOfKind = ({ kind, options }: Reading): boolean => kind === options.kind;

/** Holds text back until the kind of log is known. */
function addText(reading: Reading, text: Buffer): void {
  reading.textBytes += text.length;
  if (reading.kind !== undefined) {
    if (isOfKind(reading)) count(reading, text);
    return;
  }
  if (text.length >= KIND_BYTES && reading.headBytes === 0) decide(reading, text);
  if (reading.kind === undefined) {
    reading.head.push(Buffer.from(text));
    reading.headBytes += text.length;
    if (reading.headBytes >= KIND_BYTES) endHead(reading);
  } else if (isOfKind(reading)) count(reading, text);
}

/** Counts the lines in a text. */
const count = ({ scan, vended }: Reading, text: Buffer): void =>
  addChunk(scan, vended ? vended.read(text) : text);

function endHead(reading: Reading): void {
  if (reading.kind !== undefined) return;
  const text = Buffer.concat(reading.head);
  reading.head = [];
  decide(reading, text);
  reading.kind ??= text.length === 0 ? 'empty' : 'unknown';
  if (isOfKind(reading)) count(reading, text);
}

function decide(reading: Reading, text: Buffer): void {
  const { kind, format, remark } = kindOfHead(text.subarray(0, KIND_BYTES));
  if (format) reading.vended = newVendedReader(format);
  if (remark) reading.remarks.push({ ...remark, isDamage: true, offset: 0, of: 'text', count: 1 });
  reading.kind = kind;
}
