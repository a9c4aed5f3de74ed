import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KnownError } from '../../common/known-error.ts';
import { systemError } from './system-error.ts';
import { undoOnSignal } from './on-end.ts';

/**
 * Creates a file that exists while `use` runs, in a folder that only this user can read. Both are deleted afterwards,
 * even when a signal ends the program.
 *
 * @throws {KnownError} when the temporary folder is missing, full or not writable.
 */
export async function withTemporaryFile<Value>(
  name: string,
  text: string,
  use: (path: string) => Promise<Value>,
): Promise<Value> {
  let folder: string | undefined;
  const remove = () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  const done = undoOnSignal(remove);
  try {
    const made = refusals(() => mkdtempSync(join(tmpdir(), 'websocket-alb-file-')));
    folder = made;
    const file = join(made, name);
    refusals(() => writeFileSync(file, text, { mode: 0o600 }));
    return await use(file);
  } finally {
    remove();
    done();
  }
}

function refusals<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot write a temporary file: ${reason}.`, {
      where: tmpdir(),
      remedy: 'Set TMPDIR to a folder that exists, has space and can be written to.',
      cause: error,
    });
  }
}
