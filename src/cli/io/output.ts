// What is written, and where: data to stdout or a file, words for people to stderr. Nothing else writes to a terminal,
// and words for people are made safe here, so that no caller can forget it.
import { KnownError } from '../../common/known-error.ts';
import { systemError } from './system-error.ts';
import { safeLine, safeText } from './safe-text.ts';
import { isTerminal, terminal } from './terminal.ts';
import { writeFile } from './write-files.ts';
import { writeFully } from './write-fully.ts';

export { isTerminal };

const STDOUT = 1;
const STDERR = 2;

/** Writes words for a person to stderr, and a line feed. */
export const tell = (text: string): void => toStderr(`${safeText(text, terminal().isUnicode)}\n`);

/** Words that only help a person who watches. */
export function tellOnTerminal(text: string): void {
  if (isTerminal('stderr')) tell(text);
}

/** Goes to the first column and clears the line. */
const CLEAR = '\r\u001B[K';
let hasStatus = false;

/** Shows a line that the next one replaces, cut to the width of the terminal; where lines cannot be redrawn, nothing. */
export function showStatus(text: string): void {
  if (!terminal().canRedraw) return;
  const columns = process.stderr.columns || 80;
  const line = safeLine(text, terminal().isUnicode).slice(0, columns - 1);
  toStderr(line);
  hasStatus = true;
}

/** Removes the line of `showStatus`, if there is one. */
export function clearStatus(): void {
  if (hasStatus) toStderr('');
}

function toStderr(text: string): void {
  try {
    writeFully(STDERR, hasStatus ? `${CLEAR}${text}` : text);
    hasStatus = false;
  } catch (error) {
    // Nobody listens, or the disk is full: there is no one left to tell, and the exit code still says how it went.
    if (!isClosedPipe(error) && systemError(error) === undefined) throw error;
  }
}

/**
 * Writes data to stdout as it is, all of it, before it returns.
 *
 * Not through process.stdout: to open that stream costs a tenth of the start of Node, and what it cannot write
 * surfaces later, somewhere else.
 *
 * @throws {KnownError} when the system refuses, as on a full disk; the error of a closed pipe is left as it is.
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

/** Writes a report for a person to stdout. */
export const writeReport = (text: string): void => writeOut(safeText(text, terminal('stdout').isUnicode));

/** Whoever read our output has seen enough (`| head -1`): not an error. */
export const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

/**
 * Writes data to stdout, or to the file that --output names. Who watches on a terminal is told of the file; scripts are
 * not.
 */
export function writeResult(text: string, output: string | undefined): void {
  if (output === undefined || output === '-') {
    writeOut(text);
    return;
  }
  writeFile(output, text);
  const lines = text.split('\n').length - 1;
  tellOnTerminal(`Wrote ${output} (${lines} line${lines === 1 ? '' : 's'}).`);
}
