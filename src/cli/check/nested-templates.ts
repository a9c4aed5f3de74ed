// Resolves the nested templates that a checked template references by path.
import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
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
 * Files of the nested templates that a file references, with links followed, by the paths as they are written. Files
 * outside the folder are not read, and are reported on stderr; missing ones are left to `aws cloudformation package`.
 *
 * @param folders - real paths of the folders that the user named.
 * @returns names that are relative to the working directory where the file's is.
 */
export function nestedFiles(
  file: string,
  paths: readonly string[],
  folders: readonly string[],
): Map<string, string> {
  const found = new Map<string, string>();
  if (file === '-' || paths.length === 0) return found;
  const root = rootOf(file, folders);
  for (const path of new Set(paths)) {
    const at = beside(file, path);
    if (!(statSync(at, { throwIfNoEntry: false })?.isFile() ?? false)) continue;
    if (isInside(realpathSync(at), root)) found.set(path, at);
    else
      printToStderr(
        `${printable(file)}: the nested template ${printable(path)} is outside ${printable(root)} and was not checked.`,
      );
  }
  return found;
}

function beside(file: string, path: string): string {
  if (!isAbsolute(path)) return join(dirname(file), path);
  return isAbsolute(file) ? path : relative('', path);
}
