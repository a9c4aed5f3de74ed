import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KnownError } from '../../common/known-error.ts';
import { systemError } from './system-error.ts';
import { readText } from './input.ts';
import { writeFiles } from './write-files.ts';

/**
 * Writes files into a folder, which is created if necessary; names may contain subfolders. Existing files with other
 * contents are somebody's work: they are replaced only with `force`, and without it nothing is written.
 *
 * @throws {KnownError} listing what is in the way
 */
export function writeFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  { force = false }: { force?: boolean } = {},
): void {
  if (folder === '')
    throw new KnownError('The name of the folder is empty.', {
      where: '--output',
      remedy: 'Name a folder; . is the current one.',
    });
  const changed = Object.entries(files).filter(([name, text]) => !hasText(join(folder, name), text));
  const inTheWay = changed.map(([name]) => name).filter((name) => existsSync(join(folder, name)));
  const folders = inTheWay.filter((name) => statSync(join(folder, name)).isDirectory());
  if (folders.length > 0)
    throw new KnownError(`These are folders, not files: ${folders.join(', ')}. Nothing was written.`, {
      where: folder,
      remedy: 'Write to another folder.',
    });
  if (inTheWay.length > 0 && !force)
    throw new KnownError(`${inTheWay.toSorted().join(', ')} would be replaced. Nothing was written.`, {
      where: folder,
      remedy: 'Write to another folder and compare, or add --force to replace them.',
    });
  const made: string[] = [];
  try {
    for (const [name] of changed) makeFolder(dirname(join(folder, name)), made);
    writeFiles(changed.map(([name, text]) => ({ path: join(folder, name), text })));
  } catch (error) {
    for (const each of made.toReversed()) removeEmpty(each);
    throw error;
  }
}

function hasText(path: string, text: string): boolean {
  try {
    return readText(path, Buffer.byteLength(text)) === text;
  } catch {
    // It does not exist, is longer, or cannot be read, which writing will report.
    return false;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Not empty.
  }
}

/**
 * Creates a folder and its parents one by one: where the system cannot create any, as in /proc, Node's own recursion
 * never ends.
 *
 * @param made receives the folders created, topmost first
 * @throws {KnownError} when the system refuses
 */
export function makeFolder(path: string, made: string[] = []): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path), made);
  try {
    mkdirSync(path);
    made.push(path);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot create the folder ${path}: ${reason}.`, {
      where: path,
      remedy: 'Choose a writable location.',
      cause: error,
    });
  }
}
