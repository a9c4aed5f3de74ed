// Resolves the nested templates that a checked template references by path.
import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { printable } from '../../common/printable.ts';
import { printToStderr } from '../io/output.ts';

/** The folder that a file's nested templates must be in: the one the user named, else the file's own. */
const rootOf = (file: string, folders: readonly string[]): string => {
  const place = realpathSync(file);
  return folders.find((folder) => isInside(place, folder)) ?? dirname(place);
};

const isInside = (place: string, folder: string): boolean =>
  place.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * Files of the nested templates that a file references, with links followed. Files outside the folder are not read, and
 * are reported on stderr; missing ones are left to `aws cloudformation package`.
 *
 * @param folders - real paths of the folders that the user named.
 */
export function nestedFiles(file: string, paths: readonly string[], folders: readonly string[]): string[] {
  if (file === '-' || paths.length === 0) return [];
  const root = rootOf(file, folders);
  return paths.flatMap((path) => {
    const at = resolve(dirname(file), path);
    if (!(statSync(at, { throwIfNoEntry: false })?.isFile() ?? false)) return [];
    if (isInside(realpathSync(at), root)) return [at];
    printToStderr(
      `${printable(file)}: the nested template ${printable(path)} is outside ${printable(root)} and was not checked.`,
    );
    return [];
  });
}
