// Where the bytes of a log come from: a file, standard input, or an S3 object.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface Source {
  /** Bytes, if known beforehand. */
  readonly size?: number;
  /** It cannot be read twice. */
  readonly isPipe: boolean;
  /** Reads some bytes into a buffer at offset `at`; returns 0 at the end. */
  read(into: Buffer, at: number): number;
  close(): void;
}

/** A file, or `-` for standard input. */
export function openFile(path: string): Source {
  const file = path === '-' ? 0 : openSync(path, 'r');
  const stat = fstatSync(file);
  return {
    ...(stat.isFile() && { size: stat.size }),
    isPipe: !stat.isFile(),
    read: (into, at) => readSome(file, into, at),
    close: () => {
      if (path !== '-') closeSync(file);
    },
  };
}

function readSome(file: number, into: Buffer, at: number): number {
  for (;;) {
    try {
      return readSync(file, into, at, into.length - at, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EOF') return 0;
      // EAGAIN: an empty non-blocking pipe.
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
