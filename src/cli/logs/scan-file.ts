// One file, from its bytes into a tally.
import { closeSync, openSync, readSync } from 'node:fs';
import { isGzip, isUtf16, kindOfText } from '../../logs/scan/kind.ts';
import { addChunk, endText, type LineScan, newLineScan, textRemarks } from '../../logs/scan/lines.ts';
import type { Tally } from '../../logs/scan/tally.ts';
import { TEXT_AT, TEXT_CHUNK, type Workspace } from '../../logs/scan/workspace.ts';
import type { FileKind, FileResult, Remark, ScanOptions } from '../../logs/types.ts';
import { systemError } from '../errors.ts';
import { newInflater } from './inflate.ts';

/** Bytes read at a time. Of gzip they become about 900 KB of text. */
const FILE_CHUNK = 131_072;
/** Of standard input, which cannot be read twice: what damage may cost, see `salvage`. */
const PIPE_STEP = 1024;
/** Of a file's text, what is searched for the first line that tells its kind. */
const KIND_BYTES = 65_536;

export interface ScanFileOptions extends ScanOptions {
  /** `stream`: gunzip by Node's public interface alone. */
  readonly inflate?: 'best' | 'stream';
  /** `plain`: split lines without WebAssembly. */
  readonly split?: 'best' | 'plain';
}

export interface Hooks {
  /** More bytes of the file were read. */
  readonly onBytes: (bytes: number) => void;
  readonly isStopped: () => boolean;
}

/** A file on its way. */
interface Reading {
  readonly file: number;
  readonly scan: LineScan;
  readonly options: ScanFileOptions;
  readonly hooks: Hooks;
  readonly remarks: Remark[];
  kind: FileKind | undefined;
  /** Bytes of the file so far. */
  bytes: number;
  textBytes: number;
  /** Text so far, until the kind is known. */
  head: Buffer[];
  headBytes: number;
  isDamaged: boolean;
}

/** @param index of the file among all inputs, for samples. */
export async function scanFile(
  path: string,
  index: number,
  tally: Tally,
  work: Workspace,
  options: ScanFileOptions,
  hooks: Hooks,
): Promise<FileResult> {
  const isPipe = path === '-';
  const reading: Reading = {
    file: isPipe ? 0 : openSync(path, 'r'),
    scan: newLineScan(tally, work, options, index),
    options,
    hooks,
    remarks: [],
    kind: undefined,
    bytes: 0,
    textBytes: 0,
    head: [],
    headBytes: 0,
    isDamaged: false,
  };
  let isCompressed = false;
  try {
    const chunk = Buffer.allocUnsafeSlow(FILE_CHUNK);
    const first = read(reading, chunk, 2);
    isCompressed = isGzip(chunk.subarray(0, first));
    if (isCompressed) await inflateAll(reading, path, chunk, first);
    else readAll(reading, chunk, first);
  } catch (error) {
    const reason =
      systemError(error) ?? (error instanceof Error && 'code' in error ? error.message : undefined);
    if (reason === undefined) throw error;
    damage(reading, { code: 'read-error', offset: reading.bytes, reason });
  } finally {
    if (!isPipe) closeSync(reading.file);
  }
  endHead(reading);
  const { scan } = reading;
  // The last line of what was interrupted is neither whole nor wrong.
  if (isWanted(reading) && !hooks.isStopped()) endText(scan, reading.isDamaged);
  return {
    path,
    kind: reading.kind ?? 'unknown',
    isGzip: isCompressed,
    isScanned: isWanted(reading),
    bytes: reading.bytes,
    textBytes: isWanted(reading) ? scan.offset : 0,
    lines: scan.lines,
    malformed: scan.malformed,
    remarks: [...reading.remarks, ...textRemarks(scan)],
  };
}

/** Reads until at least `least` bytes are there, or the end. */
function read(reading: Reading, chunk: Buffer, least = 1): number {
  let length = 0;
  while (length < least) {
    const bytes = readSome(reading.file, chunk, length);
    if (bytes === 0) break;
    length += bytes;
  }
  reading.bytes += length;
  reading.hooks.onBytes(length);
  return length;
}

function readSome(file: number, chunk: Buffer, at: number): number {
  for (;;) {
    try {
      return readSync(file, chunk, at, chunk.length - at, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0;
      // A pipe that is empty and does not block.
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** Whether to read on. */
const isOver = (reading: Reading): boolean =>
  reading.hooks.isStopped() || (reading.kind !== undefined && !isWanted(reading));

function readAll(reading: Reading, chunk: Buffer, first: number): void {
  for (let length = first; length > 0 && !isOver(reading); length = read(reading, chunk))
    addText(reading, chunk.subarray(0, length));
}

/** Where text is made, and scanned in place. */
const textRoom = ({ scan }: Reading): Buffer => scan.work.bytes.subarray(TEXT_AT, TEXT_AT + TEXT_CHUNK);

async function inflateAll(reading: Reading, path: string, chunk: Buffer, first: number): Promise<void> {
  const { options } = reading;
  const inflater = newInflater(textRoom(reading), options.inflate ?? 'best');
  const onText = (text: Buffer): void => addText(reading, text);
  try {
    for (let length = first; length > 0 && !isOver(reading); length = read(reading, chunk)) {
      const start = reading.bytes - length;
      for (let at = 0; at < length;) {
        const to = path === '-' ? Math.min(length, at + PIPE_STEP) : length;
        const textBefore = reading.textBytes;
        const pending = inflater.write(chunk.subarray(at, to), onText);
        const result = 'outcome' in pending ? pending : await pending;
        if (result.outcome === 'ended') {
          damage(reading, { code: 'trailing-junk', offset: start + at + result.taken });
          return;
        }
        if (result.outcome === 'failed') {
          const failed = start + at;
          const known = reading.textBytes - textBefore;
          const offset =
            path === '-'
              ? failed
              : await salvage(reading, path, { start: failed, end: start + to, known }, chunk);
          const isJunk = result.reason === 'incorrect header check' && offset > 0 && reading.textBytes > 0;
          damage(
            reading,
            isJunk
              ? { code: 'trailing-junk', offset }
              : { code: 'gzip-corrupt', offset, reason: result.reason },
          );
          return;
        }
        at = to;
      }
    }
    if (!isOver(reading) && !(await inflater.finish()))
      damage(reading, { code: 'gzip-truncated', offset: reading.bytes });
  } finally {
    inflater.close();
  }
}

/**
 * zlib does not say how much text it made of a piece before it failed in it. So the file is inflated once more: up to that piece
 * for nothing, and then byte by byte, which yields all the text there is.
 *
 * @param piece where it lies in the file, and how many bytes of its text are counted already.
 *
 * @returns the offset of the byte at which it fails.
 */
async function salvage(
  reading: Reading,
  path: string,
  { start, end, known }: { readonly start: number; readonly end: number; readonly known: number },
  chunk: Buffer,
): Promise<number> {
  const inflater = newInflater(textRoom(reading), reading.options.inflate ?? 'best');
  const file = openSync(path, 'r');
  try {
    const ignore = (): void => undefined;
    let left = known;
    const onText = (text: Buffer): void => {
      const more = text.subarray(Math.min(left, text.length));
      left -= text.length - more.length;
      if (more.length > 0) addText(reading, more);
    };
    for (let at = 0; at < end;) {
      const length = readSync(file, chunk, 0, Math.min(chunk.length, at < start ? start - at : end - at), at);
      if (length === 0) return at;
      if (at < start) await inflater.write(chunk.subarray(0, length), ignore);
      else
        for (let byte = 0; byte < length; byte++) {
          const pending = inflater.write(chunk.subarray(byte, byte + 1), onText);
          const result = 'outcome' in pending ? pending : await pending;
          if (result.outcome !== 'more') return at + byte;
        }
      at += length;
    }
    return end;
  } finally {
    closeSync(file);
    inflater.close();
  }
}

function damage(reading: Reading, what: Pick<Remark, 'code' | 'offset' | 'reason'>): void {
  reading.isDamaged = true;
  reading.remarks.push({ ...what, isDamage: true, of: 'file', count: 1 });
}

const isWanted = ({ kind, options }: Reading): boolean => kind === options.kind;

/** Text is held back until it tells what log it is of. */
function addText(reading: Reading, text: Buffer): void {
  reading.textBytes += text.length;
  if (reading.kind !== undefined) {
    if (isWanted(reading)) addChunk(reading.scan, text);
    return;
  }
  if (text.length >= KIND_BYTES && reading.headBytes === 0) decide(reading, text);
  if (reading.kind === undefined) {
    reading.head.push(Buffer.from(text));
    reading.headBytes += text.length;
    if (reading.headBytes >= KIND_BYTES) endHead(reading);
  } else if (isWanted(reading)) addChunk(reading.scan, text);
}

function endHead(reading: Reading): void {
  if (reading.kind !== undefined) return;
  const text = Buffer.concat(reading.head);
  reading.head = [];
  decide(reading, text);
  reading.kind ??= text.length === 0 ? 'empty' : 'unknown';
  if (isWanted(reading)) addChunk(reading.scan, text);
}

function decide(reading: Reading, text: Buffer): void {
  const head = text.subarray(0, KIND_BYTES);
  const kind = kindOfText(head);
  if (isUtf16(head)) {
    reading.remarks.push({ code: 'utf-16', isDamage: true, offset: 0, of: 'text', count: 1 });
    reading.kind = 'unknown';
  } else if (kind !== 'unknown') reading.kind = kind;
}
