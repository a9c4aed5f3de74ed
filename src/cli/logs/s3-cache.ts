// --cache: keeps copies of S3 objects in a folder and fetches only new ones.
import { closeSync, openSync, renameSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ObjectBytes } from '../../aws/s3.ts';
import type { AwsSession } from '../../aws/session.ts';
import { KnownError } from '../../common/known-error.ts';
import { makeFolder } from '../io/file-set.ts';
import { systemError } from '../io/system-error.ts';
import { withAws } from '../shared/aws.ts';
import type { Input } from './inputs.ts';
import { urlOf } from './places.ts';
import type { FoundObject } from './s3.ts';

const AT_A_TIME = 8;

/**
 * Copies objects missing from the folder to FOLDER/BUCKET/KEY, and returns all copies. A copy has the time and size of
 * its object, like those that `aws s3 sync` makes.
 *
 * @param onCopied called with the number of objects copied so far, and of all that are missing.
 * @throws {KnownError} when the folder cannot be written to, or S3 refuses an object.
 */
export async function copies(
  objects: ReadonlyMap<string, readonly FoundObject[]>,
  folder: string,
  session: AwsSession,
  signal: AbortSignal,
  onCopied: (copied: number, of: number) => void,
): Promise<ReadonlyMap<string, readonly Input[]>> {
  const all = [...objects].flatMap(([, found]) => found);
  const missing = all.filter((object) => !isThere(object, placeIn(folder, object)));
  let copied = 0;
  onCopied(0, missing.length);
  const next = missing.values();
  const work = async () => {
    for (const object of next) {
      await withAws({ where: urlOf(object.bucket, object.key), what: 'Could not copy the log' }, () =>
        fetchInto(object, placeIn(folder, object), session, signal),
      );
      onCopied(++copied, missing.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, missing.length) }, work));
  return new Map(
    [...objects].map(([url, found]) => [
      url,
      found.map((object) => ({ path: placeIn(folder, object), size: object.size })),
    ]),
  );
}

/** @throws {KnownError} when the key would lead outside the folder, or is not a file name. */
export function placeIn(folder: string, { bucket, key }: Pick<FoundObject, 'bucket' | 'key'>): string {
  const parts = key.split('/');
  if (parts.some((part) => part === '..' || part === '.' || part === '' || part.includes('\0')))
    throw new KnownError('An object with this key cannot be copied to a file.', {
      where: urlOf(bucket, key),
      remedy: 'Leave --cache out.',
    });
  return join(folder, bucket, ...parts);
}

const seconds = (object: FoundObject): number => Math.floor(Date.parse(object.modified) / 1000);

function isThere(object: FoundObject, path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return (
    stat !== undefined && stat.size === object.size && Math.floor(stat.mtimeMs / 1000) === seconds(object)
  );
}

/** Writes to a temporary name first, so that an interrupted download is never taken for a copy. */
async function fetchInto(
  object: FoundObject,
  path: string,
  session: AwsSession,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  makeFolder(dirname(path));
  const bytes = new ObjectBytes(session, object.bucket, object.key);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'wx');
    try {
      for await (const piece of bytes.read()) {
        signal.throwIfAborted();
        for (let at = 0; at < piece.length;) at += writeSync(file, piece, at);
      }
    } finally {
      closeSync(file);
    }
    utimesSync(temporary, seconds(object), seconds(object));
    renameSync(temporary, path);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot keep the copy: ${reason}.`, {
      where: path,
      remedy: 'Name a folder for --cache that can be written to.',
      cause: error,
    });
  } finally {
    bytes.close();
    rmSync(temporary, { force: true });
  }
}
