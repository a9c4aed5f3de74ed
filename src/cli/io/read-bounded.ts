// Inputs that are read whole, up to a size: a device that never ends, or a file of gigabytes, is refused instead.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const STDIN = 0;
const CHUNK_BYTES = 65_536;

/** The input has more than the bytes that are allowed. */
export class InputTooLarge extends Error {
  readonly code = 'ERR_INPUT_TOO_LARGE';
  /** Its size in bytes; undefined for a pipe or a device, whose end was not looked for. */
  readonly bytes: number | undefined;
  readonly maxBytes: number;
  constructor(bytes: number | undefined, maxBytes: number) {
    super(`more than ${maxBytes} bytes${bytes === undefined ? '' : `: ${bytes}`}`);
    this.name = 'InputTooLarge';
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}

/**
 * Reads a whole file as UTF-8; `-` is standard input. At most `maxBytes` + 64 KiB are ever held.
 *
 * @throws {InputTooLarge} beyond `maxBytes`; errors of the operating system are left as they are.
 */
export function readBounded(path: string, maxBytes: number): string {
  if (path === '-') return readDescriptor(STDIN, maxBytes).toString();
  const file = openSync(path, 'r');
  try {
    return readDescriptor(file, maxBytes).toString();
  } finally {
    closeSync(file);
  }
}

function readDescriptor(file: number, maxBytes: number): Buffer {
  const size = sizeOf(file);
  if (size !== undefined && size > maxBytes) throw new InputTooLarge(size, maxBytes);
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = readChunk(file);
    if (chunk.length === 0) return Buffer.concat(chunks);
    total += chunk.length;
    if (total > maxBytes) throw new InputTooLarge(undefined, maxBytes);
    chunks.push(chunk);
  }
}

/** The size of an ordinary file, which may still grow. Standard input may be closed. */
function sizeOf(file: number): number | undefined {
  try {
    const stat = fstatSync(file);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return undefined;
  }
}

/** The next bytes; none at the end. A pipe that does not block is waited for: `readFileSync` would fail on it. */
function readChunk(file: number): Buffer {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    try {
      return buffer.subarray(0, readSync(file, buffer));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return Buffer.alloc(0);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
