// Ends the wait of a thread that reads a standard input on which nothing comes.
import { closeSync, constants, fstatSync, openSync, writeSync } from 'node:fs';

const STDIN = 0;

/**
 * Writes a line feed into the pipe that standard input is, so that a read that waits for it returns. A thread in such a read
 * can be ended by nothing else: not by `terminate`, and the process would wait for it.
 *
 * Linux opens the other end of a pipe by this name. Elsewhere, and for anything but a pipe, it does nothing.
 */
export function wakeStdin(): void {
  try {
    if (!fstatSync(STDIN).isFIFO()) return;
    // Without waiting: a full pipe wakes its reader anyway.
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
