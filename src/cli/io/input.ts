// Reads whole inputs up to a limit that the caller sets: a device never ends, and a file may be larger than memory.
import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const STDIN = 0;
const CHUNK = 65_536;

/** The input exceeds its reader's limit. No more than that has been read. */
export class InputTooLarge extends Error {
  readonly code = 'ERR_INPUT_TOO_LARGE';
  /** The reader's limit. */
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`larger than ${maxBytes} bytes`);
    this.name = 'InputTooLarge';
    this.maxBytes = maxBytes;
  }
}

/**
 * Maximum number of bytes, or a function that decides it from the beginning: the first 4,096 bytes or more, if there
 * are as many.
 */
export type Limit = number | ((beginning: string) => number);
const BEGINNING = 4096;

/**
 * The bytes of a file, pipe or device; `-` is standard input. A regular file that is too large is refused by its size,
 * before anything is read.
 *
 * @throws {InputTooLarge}
 * @throws the system's error when the file cannot be read, such as ENOENT
 */
export function readBytes(path: string, maxBytes: Limit): Buffer {
  if (path === '-') return readDescriptor(STDIN, maxBytes);
  const file = openSync(path, 'r');
  try {
    return readDescriptor(file, maxBytes);
  } finally {
    closeSync(file);
  }
}

/** {@link readBytes} as UTF-8. A byte order mark is left in place. */
export const readText = (path: string, maxBytes: Limit): string => readBytes(path, maxBytes).toString();

function readDescriptor(file: number, limit: Limit): Buffer {
  const stat = fstatSync(file);
  const chunks: Buffer[] = [];
  let size = 0;
  let maxBytes = typeof limit === 'number' ? limit : undefined;
  for (;;) {
    if (maxBytes !== undefined && Math.max(size, stat.isFile() ? stat.size : 0) > maxBytes)
      throw new InputTooLarge(maxBytes);
    const chunk = Buffer.allocUnsafe(CHUNK);
    const bytes = readChunk(file, chunk);
    if (bytes > 0) chunks.push(chunk.subarray(0, bytes));
    size += bytes;
    if (typeof limit === 'function' && maxBytes === undefined && (bytes === 0 || size >= BEGINNING))
      maxBytes = limit(Buffer.concat(chunks).toString());
    if (bytes === 0) return Buffer.concat(chunks);
  }
}

/** The number of bytes read, 0 at the end. Waits for a non-blocking pipe, on which `readFileSync` would fail. */
function readChunk(file: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(file, chunk);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** After waiting this long, people want to know what for. */
const SILENCE_MS = 1_000;
const readAsync = promisify(read);

/**
 * All of standard input as UTF-8, without blocking the program.
 *
 * @param onSilence is called once if nothing arrives within a second.
 * @throws {InputTooLarge}
 */
export async function readPipe(maxBytes: number, onSilence: () => void): Promise<string> {
  const silence = setTimeout(onSilence, SILENCE_MS);
  const chunks: Buffer[] = [];
  try {
    for (let size = 0; ;) {
      const chunk = await nextChunk();
      clearTimeout(silence);
      if (chunk.length === 0) return Buffer.concat(chunks).toString();
      size += chunk.length;
      if (size > maxBytes) throw new InputTooLarge(maxBytes);
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(silence);
  }
}

/** The next chunk; empty at the end. */
async function nextChunk(): Promise<Buffer> {
  for (;;) {
    try {
      // No position: a pipe has none, and a file continues where it is.
      const { bytesRead, buffer } = await readAsync(STDIN, Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return Buffer.alloc(0);
      if (code !== 'EAGAIN') throw error;
      await sleep(10);
    }
  }
}
