// Writes files atomically: each under a temporary name in the same folder, then all are renamed.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { KnownError } from '../../common/known-error.ts';
import { systemError } from './system-error.ts';
import { undoOnSignal } from './on-end.ts';
import { writeFully } from './write-fully.ts';

export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** Writes one file, as `writeFiles` does. */
export const writeFile = (path: string, text: string): void => writeFiles([{ path, text }]);

/**
 * Writes files so that a failure or a signal leaves complete old or new files, and nothing else. Links are followed,
 * whether or not their target exists. Devices and pipes, such as /dev/null, are written to directly.
 *
 * @throws {KnownError} when the system refuses, saying what was changed before: nothing, unless a file could be written
 * but not renamed.
 */
export function writeFiles(files: readonly FileText[]): void {
  const staged: Staged[] = [];
  const written: string[] = [];
  const removeAll = () => {
    for (const { temporary } of staged) if (temporary !== undefined) remove(temporary);
  };
  const done = undoOnSignal(removeAll);
  try {
    for (const file of files) explained(file.path, written, () => stage(file, staged));
    for (const each of staged)
      explained(each.path, written, () => {
        put(each);
        written.push(each.path);
      });
  } finally {
    removeAll();
    done();
  }
}

/** A file that is written, but not yet in place. */
interface Staged extends FileText {
  readonly destination: string;
  /** Undefined for devices and pipes, which are written to directly. */
  readonly temporary: string | undefined;
}

function stage({ path, text }: FileText, staged: Staged[]): void {
  if (path === '')
    throw new KnownError('The name of the output file is empty.', {
      remedy: 'Name a file, or leave --output out.',
    });
  const destination = destinationOf(path);
  const existing = statSync(destination, { throwIfNoEntry: false });
  if (existing && !existing.isFile()) {
    staged.push({ path, text, destination, temporary: undefined });
    return;
  }
  removeStale(destination);
  const temporary = temporaryBeside(destination);
  const file = openSync(temporary, 'wx', 0o666);
  // From here on the file exists, and is removed whatever happens.
  staged.push({ path, text, destination, temporary });
  try {
    if (existing) fchmodSync(file, existing.mode & 0o777);
    writeFully(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function put({ destination, temporary, text }: Staged): void {
  if (temporary !== undefined) {
    renameSync(temporary, destination);
    return;
  }
  const file = openSync(destination, 'w');
  try {
    writeFully(file, text);
  } finally {
    closeSync(file);
  }
}

/** Linux follows this many links, then reports ELOOP; here realpath does. */
const MAX_LINKS = 40;

/** Resolves links; the last may point to a file that does not exist. */
function destinationOf(path: string): string {
  let at = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const real = unlessMissing(() => realpathSync(at));
    if (real !== undefined) return real;
    const target = unlessMissing(() => readlinkSync(at));
    if (target === undefined) break;
    at = resolve(realpathSync(dirname(at)), target);
  }
  const folder = dirname(at);
  if (at !== path && unlessMissing(() => realpathSync(folder)) === undefined)
    throw new KnownError(`Cannot write ${path}: it is a link to ${at}, and there is no folder ${folder}.`, {
      where: path,
      remedy: `Create the folder, or remove the link. ${NOTHING_CHANGED}`,
    });
  return at;
}

/** Undefined if the file is missing or not a link. */
function unlessMissing(look: () => string): string | undefined {
  try {
    return look();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'EINVAL') return undefined;
    throw error;
  }
}

const NOTHING_CHANGED = 'Nothing was changed.';

/** Turns operating system errors into KnownErrors. */
function explained(path: string, written: readonly string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot write ${path}: ${reason}.`, {
      where: path,
      remedy: `Choose a writable location. ${written.length === 0 ? NOTHING_CHANGED : `Already written: ${written.join(', ')}.`}`,
      cause: error,
    });
  }
}

/** Names have at most 255 bytes, so a long one is cut, allowing for UTF-8's worst case of 3 bytes per unit. */
const prefixOf = (destination: string): string => `.${basename(destination).slice(0, 60)}.`;

const random = (): string => Math.random().toString(16).slice(2, 10).padEnd(8, '0');

const temporaryBeside = (destination: string): string =>
  join(dirname(destination), `${prefixOf(destination)}${process.pid}-${random()}.tmp`);

const STALE_MS = 3_600_000;

/**
 * Removes temporary files of this file that runs killed by SIGKILL left. By age rather than by process ID: the folder
 * may be shared with a container or machine whose processes cannot be seen, and no write takes an hour.
 */
function removeStale(destination: string): void {
  const folder = dirname(destination);
  const prefix = prefixOf(destination);
  try {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith(prefix) || !/^\d+(?:-[0-9a-f]{8})?\.tmp$/.test(name.slice(prefix.length)))
        continue;
      if (Date.now() - statSync(join(folder, name)).mtimeMs > STALE_MS) remove(join(folder, name));
    }
  } catch {
    // The folder cannot be listed, or another run was faster. Writing does not depend on it.
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Already renamed.
  }
}
