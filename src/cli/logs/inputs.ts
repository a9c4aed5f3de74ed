// What a user named -> the files to read.
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { KnownError } from '../../common/known-error.ts';
import { systemError } from '../io/system-error.ts';

export interface Input {
  /** `-` is standard input. */
  readonly path: string;
  /** Bytes; 0 when it is not known beforehand. */
  readonly size: number;
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
      if (file === '-') found.set('-', { path: '-', size: 0 });
      else {
        const real = attempt(file, () => realpathSync(file));
        if (!found.has(real)) found.set(real, { path: file, size: sizeOf(file) });
      }
    }
  }
  return [...found.values()];
}

function filesOf(path: string): string[] {
  if (path === '-') return ['-'];
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat && isDynamicPattern(path)) return ofPattern(path);
  if (!attempt(path, () => statSync(path)).isDirectory()) return [path];
  const files = inFolder(path);
  if (files.length > 0) return files;
  throw new KnownError('There is no file in the folder.', {
    where: path,
    remedy: 'Name a folder with logs.',
  });
}

function ofPattern(pattern: string): string[] {
  const files = globSync(pattern, { dot: true, onlyFiles: true, expandDirectories: false }).sort();
  if (files.length > 0) return files;
  throw new KnownError('No file matches the pattern.', {
    where: pattern,
    remedy: '`*` stays within a folder; `**` goes through folders.',
  });
}

function inFolder(folder: string): string[] {
  const names = attempt(folder, () => readdirSync(folder)).sort();
  return names.flatMap((name) => {
    const path = join(folder, name);
    // Through links to files, but not to folders: they may lead in a circle.
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry?.isFile()) return [path];
    return entry?.isDirectory() && realpathSync(path) === join(realpathSync(folder), name)
      ? inFolder(path)
      : [];
  });
}

function sizeOf(file: string): number {
  return attempt(file, () => {
    accessSync(file, constants.R_OK);
    const stat = statSync(file);
    return stat.isFile() ? stat.size : 0;
  });
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
