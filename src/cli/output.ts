// What is written, and where: data to stdout or a file, words for people to stderr.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { KnownError, systemError } from './errors.ts';

/** Words for a person. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Writes data to stdout. Resolves when it is written; rejects when it cannot be. */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      if (error) reject(stdoutError(error));
      else resolve();
    });
  });
}

/** Whoever read our output has seen enough (`| head -1`): not an error. */
export const isClosedPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EPIPE';

function stdoutError(error: Error): Error {
  const reason = systemError(error);
  return reason ? new KnownError(`Cannot write to standard output: ${reason}.`, { cause: error }) : error;
}

/**
 * Writes a file so that a killed run leaves the old file or the new one: to a temporary name beside it, then
 * renamed. What is not an ordinary file, such as /dev/null or a pipe, is written to directly.
 */
export function writeFile(path: string, text: string): void {
  let temporary: string | undefined;
  try {
    const target = existing(path);
    if (target && !target.isFile) {
      writeAll(path, 'w', text, 0o666);
      return;
    }
    const destination = target?.path ?? path;
    temporary = join(dirname(destination), `.${basename(destination)}.${randomBytes(6).toString('hex')}`);
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
