// All output: data to stdout or a file, messages for people to stderr. Nothing else writes to a terminal, and messages
// are escaped here, so that no caller can forget to.
import { KnownError } from '../../common/known-error.ts';
import { systemError } from './system-error.ts';
import { safeLine, safeText } from './safe-text.ts';
import { isTerminal, terminal } from './terminal.ts';
import { writeFile } from './write-files.ts';
import { writeFully } from './write-fully.ts';

export { isTerminal };

const STDOUT = 1;
const STDERR = 2;

/** Prints a message for people to stderr, with a line feed. */
export const printToStderr = (text: string): void => toStderr(`${safeText(text, terminal().isUnicode)}\n`);

/** Prints a message that only helps someone who is watching. */
export function printToTerminal(text: string): void {
  if (isTerminal('stderr')) printToStderr(text);
}

/** Moves to the first column and clears the line. */
const CLEAR = '\r\u001B[K';
let hasStatus = false;

/**
 * Shows a status line that the next output replaces, cut to the terminal's width. Does nothing if lines cannot be
 * redrawn.
 */
export function showStatus(text: string): void {
  if (!terminal().canRedraw) return;
  const columns = process.stderr.columns || 80;
  const line = safeLine(text, terminal().isUnicode).slice(0, columns - 1);
  toStderr(line);
  hasStatus = true;
}

/** Clears the status line, if there is one. */
export function clearStatus(): void {
  if (hasStatus) toStderr('');
}

function toStderr(text: string): void {
  try {
    writeFully(STDERR, hasStatus ? `${CLEAR}${text}` : text);
    hasStatus = false;
  } catch (error) {
    // Nobody is listening or the disk is full. There is no one left to report it to; the exit code still shows the
    // outcome.
    if (!isClosedPipe(error) && systemError(error) === undefined) throw error;
  }
}

/**
 * Writes all data to stdout unchanged before it returns.
 *
 * Not through process.stdout: opening that stream takes 10 % of Node's start-up time, and its write errors surface
 * later, somewhere else.
 *
 * @throws {KnownError} when the system refuses, as on a full disk; a closed-pipe error is rethrown as it is.
 */
export function writeOut(text: string | Uint8Array): void {
  try {
    writeFully(STDOUT, text);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot write to standard output: ${reason}.`, { cause: error });
  }
}

/** Writes a report for people to stdout. */
export const writeReport = (text: string): void => writeOut(safeText(text, terminal('stdout').isUnicode));

/** The reader of our output has seen enough (`| head -1`): not an error. */
export const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

/**
 * Writes data to stdout, or to the file given with --output. On a terminal it reports the file; scripts get no message.
 */
export function writeResult(text: string, output: string | undefined): void {
  if (output === undefined || output === '-') {
    writeOut(text);
    return;
  }
  writeFile(output, text);
  const lines = text.split('\n').length - 1;
  printToTerminal(`Wrote ${output} (${lines} line${lines === 1 ? '' : 's'}).`);
}
