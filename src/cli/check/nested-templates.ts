// Nested templates that a checked template names by a path -> their files.
import { realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { printable } from '../../common/printable.ts';
import { printToStderr } from '../io/output.ts';

/** The folder that nested templates of a file may be in: the one that the user named, else the file's own. */
const rootOf = (file: string, folders: readonly string[]): string => {
  const place = realpathSync(file);
  return folders.find((folder) => isInside(place, folder)) ?? dirname(place);
};

const isInside = (place: string, folder: string): boolean =>
  place.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * Files of the nested templates that a file names, links followed. What is outside the folder is not read, and is named
 * on stderr; what is not there is left to `aws cloudformation package`.
 *
 * @param folders - the folders that the user named, without links.
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
