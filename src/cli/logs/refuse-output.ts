// Refuses an --output that is one of the logs, which would be lost.
import { statSync, type Stats } from 'node:fs';
import { KnownError } from '../../common/known-error.ts';
import type { FileResult } from '../../logs/types.ts';
import { systemError } from '../io/system-error.ts';
import { isObject } from './places.ts';

/** @throws {KnownError} when the file is one of those that were read, even under another name. */
export function refuseInputAsOutput(files: readonly Pick<FileResult, 'path'>[], output: string): void {
  const its = output === '-' ? undefined : statOf(output);
  if (!its?.isFile()) return;
  for (const { path } of files) {
    if (path === '-' || isObject(path)) continue;
    const other = statOf(path);
    if (other?.ino === its.ino && other.dev === its.dev)
      throw new KnownError(`It is one of the logs: ${path}.`, {
        where: `--output ${output}`,
        remedy: 'Name another file. Nothing was changed.',
      });
  }
}

/** Undefined if the file does not exist. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // A parent folder is not readable, which writing will report.
    if (systemError(error) === undefined) throw error;
    return undefined;
  }
}
