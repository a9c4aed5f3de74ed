// What a user named -> the files to read.
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { KnownError } from '../../common/known-error.ts';
import { systemError } from '../io/system-error.ts';
import { notAPath } from './not-a-path.ts';

export interface Input {
  /** `-` is standard input. */
  readonly path: string;
  /** Bytes; 0 when it is not known beforehand. */
  readonly size: number;
  /** Not read: the same file with `.gz` is among the inputs too. */
  readonly isTwin?: boolean;
}

/**
 * Finds the files of paths, folders and patterns: in the order named, within a folder by name, each file once.
 *
 * @param objects paths whose files are known already: they are objects of S3.
 *
 * @throws {KnownError} for a path that does not exist or cannot be read, and a pattern or a folder without files.
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
  /** Its path has no link in it. */
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

/** A folder of a hundred thousand files is no rarity: the system is asked for each of them no more than needed. */
function inFolder(folder: string, isPlain: boolean): Found[] {
  const entries = attempt(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry): Found[] => {
      const path = join(folder, entry.name);
      if (entry.isFile()) return [isPlain ? { path, isPlain } : { path }];
      // Through links to files, but not to folders: they may lead in a circle.
      if (entry.isDirectory()) return ofSubfolder(path, isPlain);
      return entry.isSymbolicLink() && isLinkToFile(path) ? [{ path }] : [];
    });
}

/** What may not be read is reported among the others. */
function ofSubfolder(path: string, isPlain: boolean): Found[] {
  try {
    return inFolder(path, isPlain);
  } catch (error) {
    if (error instanceof KnownError) return [{ path }];
    throw error;
  }
}

/** A link may lead nowhere, or to itself. */
function isLinkToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch (error) {
    if (systemError(error) === undefined) throw error;
    return false;
  }
}

/** @param isNamed the user named it: that it cannot be read is an error. In a folder it is reported among the others. */
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
