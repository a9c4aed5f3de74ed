import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KnownError, systemError } from './errors.ts';
import { writeFile } from './output.ts';

/**
 * Writes files into a folder, which is made when it does not exist. Files that exist with other contents are somebody's
 * work: they are replaced with `force` only, and without it nothing is written.
 *
 * @throws {KnownError} naming the files in the way
 */
export function writeFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  { force = false }: { force?: boolean } = {},
): void {
  const changed = Object.entries(files).filter(([name, text]) => textOf(join(folder, name)) !== text);
  const inTheWay = changed.map(([name]) => name).filter((name) => textOf(join(folder, name)) !== undefined);
  if (inTheWay.length > 0 && !force)
    throw new KnownError(`These files exist, and would be changed: ${inTheWay.toSorted().join(', ')}.`, {
      where: folder,
      remedy: 'Write to another folder and compare, or add --force to replace them.',
    });
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot make the folder ${folder}: ${reason}.`, { where: folder, cause: error });
  }
  for (const [name, text] of changed) writeFile(join(folder, name), text);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It does not exist, or is no file: then writing says so.
    return undefined;
  }
}
