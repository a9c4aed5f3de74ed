import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KnownError, systemError } from '../shared/known-error.ts';
import { writeFile } from './output.ts';

/**
 * Writes files into a folder, which is made when it does not exist; their names may have folders in them. Files that
 * exist with other contents are somebody's work: they are replaced with `force` only, and without it nothing is written.
 *
 * @throws {KnownError} naming what is in the way
 */
export function writeFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  { force = false }: { force?: boolean } = {},
): void {
  if (folder === '')
    throw new KnownError('The name of the folder is empty.', {
      where: '--output',
      remedy: 'Name a folder; . is the one that you are in.',
    });
  const changed = Object.entries(files).filter(([name, text]) => textOf(join(folder, name)) !== text);
  const inTheWay = changed.map(([name]) => name).filter((name) => existsSync(join(folder, name)));
  const folders = inTheWay.filter((name) => statSync(join(folder, name)).isDirectory());
  if (folders.length > 0)
    throw new KnownError(`Folders have the names of files: ${folders.join(', ')}. Nothing was written.`, {
      where: folder,
      remedy: 'Write to another folder.',
    });
  if (inTheWay.length > 0 && !force)
    throw new KnownError(`${inTheWay.toSorted().join(', ')} would be replaced. Nothing was written.`, {
      where: folder,
      remedy: 'Write to another folder and compare, or add --force to replace them.',
    });
  for (const [name, text] of changed) {
    makeFolder(dirname(join(folder, name)));
    writeFile(join(folder, name), text);
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It does not exist, or is no file: then writing says so.
    return undefined;
  }
}

/**
 * Makes a folder with those above it, one after the other: where the system makes none, as in /proc, Node's own recursion
 * never ends.
 *
 * @throws {KnownError} when the system refuses
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot make the folder ${path}: ${reason}.`, {
      where: path,
      remedy: 'Choose a place that can be written to.',
      cause: error,
    });
  }
}
