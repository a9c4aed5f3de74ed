// Resolves the paths a user named to the files to read.
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { KnownError } from '../../common/known-error.ts';
import { systemError } from '../io/system-error.ts';
import { notAPath } from './not-a-path.ts';

export interface Input {
  /** `-` is standard input. */
  readonly path: string;
  /** Bytes; 0 if not known beforehand. */
  readonly size: number;
  /** Not read, because the same file with `.gz` is also among the inputs. */
  readonly isTwin?: boolean;
}

/**
 * Finds the files for paths, folders and patterns: in the order given, within a folder by name, each file once.
 *
 * @param objects paths whose files are already known, namely objects in S3.
 *
 * @throws {KnownError} for a path that does not exist or cannot be read, and for a pattern or folder without files.
 */
export function findInputs(
  paths: readonly string[],
  objects: ReadonlyMap<string, readonly Input[]> = new Map(),
): Input[] {
  const found = new Map<string, Input>();
  for (const path of paths) {
    const known = objects.get(path);
    for (const input of known ?? []) found.set(input.path, input);
    if (known) continue;
    for (const file of filesOf(path)) {
      if (file.path === '-') found.set('-', { path: '-', size: 0 });
      else {
        const real = file.isPlain ? resolve(file.path) : attempt(file.path, () => realpathSync(file.path));
        if (!found.has(real))
          found.set(real, { path: file.path, size: sizeOf(file.path, file.path === path) });
      }
    }
  }
  return [...found].map(([real, input]) => (found.has(`${real}.gz`) ? { ...input, isTwin: true } : input));
}

interface Found {
  readonly path: string;
  /** Its path contains no links. */
  readonly isPlain?: boolean;
}

function filesOf(path: string): Found[] {
  if (path === '-') return [{ path }];
  const stat = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  const matching = !stat && isDynamicPattern(path) ? ofPattern(path) : [];
  if (matching.length > 0) return matching.map((file) => ({ path: file }));
  const advice = stat ? undefined : notAPath(path);
  if (advice) throw new KnownError(advice.what, { where: path, remedy: advice.remedy });
  if (!stat && isDynamicPattern(path))
    throw new KnownError('No file matches the pattern.', {
      where: path,
      remedy: '`*` stays within a folder; `**` goes through folders.',
    });
  if (!attempt(path, () => statSync(path)).isDirectory()) return [{ path }];
  const files = inFolder(path, attempt(path, () => realpathSync(path)) === resolve(path));
  if (files.length > 0) return files;
  throw new KnownError('There is no file in the folder.', {
    where: path,
    remedy: 'Name a folder with logs.',
  });
}

const ofPattern = (pattern: string): string[] =>
  globSync(pattern, { dot: true, onlyFiles: true, expandDirectories: false }).sort();

/** Folders with a hundred thousand files are common, so this makes as few system calls per file as possible. */
function inFolder(folder: string, isPlain: boolean): Found[] {
  const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry): Found[] => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return [isPlain ? { path, isPlain } : { path }];
      // Follow links to files, but not to folders, which may be circular.
      if (entry.isDirectory()) return ofSubfolder(path, isPlain);
      return entry.isSymbolicLink() && isLinkToFile(path) ? [{ path }] : [];
    });
}

/** An unreadable folder is reported along with the other files. */
function ofSubfolder(path: string, isPlain: boolean): Found[] {
  try {
    return inFolder(path, isPlain);
  } catch (error) {
    if (error instanceof KnownError) return [{ path }];
    throw error;
  }
}

/** A link may be dangling or point to itself. */
function isLinkToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    if (systemError(error) === undefined) throw error;
    return false;
  }
}

/**
 * @param isNamed the user named it, so not being able to read it is an error. A file found in a folder is just
 * reported.
 */
function sizeOf(file: string, isNamed: boolean): number {
  const stat = attempt(file, () => {
    if (isNamed) accessSync(file, constants.R_OK);
    return statSync(file);
  });
  return stat.isFile() ? stat.size : 0;
}

function attempt<Value>(where: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot read the logs: ${reason}.`, {
      where,
      remedy: 'Name files, folders or patterns that exist and that you may read.',
      cause: error,
    });
  }
}
