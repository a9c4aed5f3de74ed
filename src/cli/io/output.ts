// What is written, and where: data to stdout or a file, words for people to stderr.
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { devNull } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { printable } from '../../common/printable.ts';
import { KnownError, systemError } from '../shared/known-error.ts';

const STDOUT = 1;
const STDERR = 2;

/**
 * Words for a person. Names of files and keys come from outside: besides line feeds, tabs and our own colours, nothing
 * that a terminal would obey is let through.
 */
export const tell = (text: string): void => draw(`${visible(text)}\n`);

const ESCAPE = '\u{1B}';
const OBEYED = new RegExp(String.raw`(\n|\t|${ESCAPE}\[\d{1,2}m)`);

const visible = (text: string): string =>
  text
    .split(OBEYED)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');

/** Writes to stderr as it is, without a line feed: for a line that changes on a terminal. */
export function draw(text: string): void {
  try {
    writeFully(STDERR, text);
  } catch (error) {
    // Nobody listens: there is no one left to tell.
    if (!isClosedPipe(error)) throw error;
  }
}

/**
 * Writes data to stdout, all of it, before it returns.
 *
 * Not through process.stdout: to open that stream costs a tenth of the start of Node, and what it cannot write
 * surfaces later, somewhere else.
 *
 * @throws {KnownError} when the system refuses, as on a full disk; the error of a closed pipe is left as it is.
 */
export function writeOut(text: string): void {
  try {
    writeFully(STDOUT, text);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot write to standard output: ${reason}.`, { cause: error });
  }
}

function writeFully(file: number, text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(file, bytes, written);
    } catch (error) {
      // A pipe that is full and does not block: wait for the reader.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Whoever read our output has seen enough (`| head -1`): not an error. */
export const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

const FILES = { stdin: 0, stdout: STDOUT, stderr: STDERR } as const;

/**
 * Whether a person sits at the other end. What is no device, or the null device, is no terminal; to ask further loads much of Node, and makes
 * a pipe on stdin one that does not block.
 */
export function isTerminal(name: keyof typeof FILES): boolean {
  try {
    const stat = fstatSync(FILES[name]);
    if (!stat.isCharacterDevice() || isNullDevice(stat)) return false;
  } catch {
    return false;
  }
  return process[name].isTTY;
}

function isNullDevice({ rdev }: Stats): boolean {
  try {
    return rdev === statSync(devNull).rdev;
  } catch {
    // Windows has a name for it that cannot be asked.
    return false;
  }
}

/**
 * Writes a file so that a killed run leaves the old file or the new one: to a temporary name beside it, then
 * renamed. What is not an ordinary file, such as /dev/null or a pipe, is written to directly.
 */
export function writeFile(path: string, text: string): void {
  let temporary: string | undefined;
  if (path === '')
    throw new KnownError('The name of the output file is empty.', {
      remedy: 'Name a file, or leave --output out.',
    });
  try {
    const target = existing(path);
    if (target && !target.isFile) {
      writeAll(path, 'w', text, 0o666);
      return;
    }
    const destination = target?.path ?? path;
    temporary = join(dirname(destination), `.${basename(destination)}.${process.pid}.tmp`);
    writeAll(temporary, 'wx', text, target?.mode ?? 0o666);
    renameSync(temporary, destination);
    temporary = undefined;
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot write ${path}: ${reason}.`, {
      where: path,
      remedy: 'Choose a place that can be written to. Nothing was changed.',
      cause: error,
    });
  } finally {
    if (temporary) remove(temporary);
  }
}

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
  tellOnTerminal(`Wrote ${printable(output)} (${lines} line${lines === 1 ? '' : 's'}).`);
}

/** Words that only help a person who watches. */
export function tellOnTerminal(text: string): void {
  if (isTerminal('stderr')) tell(text);
}

function existing(path: string): { path: string; isFile: boolean; mode: number } | undefined {
  try {
    const real = realpathSync(path);
    const stat = statSync(real);
    return { path: real, isFile: stat.isFile(), mode: stat.mode & 0o777 };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function writeAll(path: string, flags: 'w' | 'wx', text: string, mode: number): void {
  const file = openSync(path, flags, mode);
  try {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    if (flags === 'wx') fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never created.
  }
}
