// Wakes a thread that is blocked reading standard input on which nothing arrives.
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';

const STDIN = 0;

/**
 * Writes a line feed into the pipe on standard input, so that a blocked read returns. Nothing else can end a thread in
 * such a read, not even `terminate`, and the process would wait for it.
 *
 * Linux opens the other end of a pipe by this name. Does nothing elsewhere, and for anything but a pipe.
 */
export function wakeStdin(): void {
  try {
    if (!fstatSync(STDIN).isFIFO()) return;
    // Non-blocking: a full pipe has woken its reader anyway.
    const pipe = openSync('/proc/self/fd/0', constants.O_WRONLY | constants.O_NONBLOCK);
    try {
      writeSync(pipe, '\n');
    } finally {
      closeSync(pipe);
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}
