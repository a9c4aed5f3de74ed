import { writeSync } from 'node:fs';

/**
 * Writes a whole text to an open file. A system call may write only part of it, and a full non-blocking pipe takes
 * nothing: then this waits for the reader.
 */
export function writeFully(file: number, text: string | Uint8Array): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(file, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
