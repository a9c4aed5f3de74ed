// Finds logs in S3 by listing.
import { foldersIn, objectsBelow, type S3Object } from '../../aws/s3.ts';
import type { AwsSession } from '../../aws/session.ts';
import { KnownError } from '../../common/known-error.ts';
import { many } from '../../common/numbers.ts';
import { printToStderr } from '../io/output.ts';
import { withAws } from '../shared/aws.ts';
import type { Input } from './inputs.ts';
import { isObject, placeOf, urlOf, type Place } from './places.ts';
import { datedParts, daysBetween } from './s3-days.ts';

export interface ListOptions {
  /** Microseconds since 1970. */
  readonly since?: number;
  readonly until?: number;
  /** Called with the number of objects found so far. */
  readonly onFound: (found: number, url: string) => void;
}

export interface FoundObject extends S3Object {
  readonly bucket: string;
}

/** Prefixes listed in parallel. */
const AT_A_TIME = 8;
/** Storage classes whose objects must be restored before they can be read. */
const ARCHIVED = /^(GLACIER|DEEP_ARCHIVE)$/;

/**
 * The objects for each path that is an S3 URL.
 *
 * @throws {KnownError} when there are none at a URL, or S3 refuses to list it.
 */
export async function findObjects(
  paths: readonly string[],
  session: AwsSession,
  options: ListOptions,
): Promise<Map<string, FoundObject[]>> {
  const found = new Map<string, FoundObject[]>();
  const places = paths.filter(isObject).map(placeOf);
  for (const place of places)
    found.set(
      place.url,
      await withAws({ where: place.url, what: 'Could not list the logs' }, () =>
        objectsOf(place, session, options),
      ),
    );
  return found;
}

async function objectsOf(
  place: Place,
  session: AwsSession,
  { since, until = Infinity, onFound }: ListOptions,
): Promise<FoundObject[]> {
  const { url, bucket, prefix } = place;
  onFound(0, url);
  const days =
    since === undefined || place.isObject ? [] : daysBetween(since, Math.min(until, Date.now() * 1000));
  const parts =
    days.length === 0
      ? undefined
      : await datedParts(prefix, days, (each) => foldersIn(session, bucket, each));
  const prefixes = parts?.flatMap(({ key, days: wanted }) => wanted.map((day) => `${key}${day}/`)) ?? [
    prefix,
  ];
  const lists: S3Object[][] = prefixes.map(() => []);
  let count = 0;
  const next = prefixes.entries();
  const work = async () => {
    for (const [index, each] of next)
      for await (const page of objectsBelow(session, bucket, each)) {
        // The key of one log may be a prefix of longer keys.
        const wanted = place.isObject ? page.filter(({ key }) => key === prefix) : page;
        lists[index]?.push(...wanted);
        onFound((count += wanted.length), url);
        if (place.isObject) break;
      }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, prefixes.length) }, work));
  const below = lists.flat();
  const all = below.length > 0 || parts ? below : await ofThatKey(place, session);
  const readable = all.filter(({ storageClass }) => !ARCHIVED.test(storageClass));
  if (readable.length < all.length)
    printToStderr(
      `warning: ${many(all.length - readable.length, 'object')} of ${url} left out: they are archived and would have to be restored first.`,
    );
  if (readable.length === 0) throw nothing(place, parts !== undefined);
  return readable.map((object) => ({ ...object, bucket }));
}

/**
 * The object with exactly this key, which need not end in .gz or .log: vended logs, for one, or Parquet, which is
 * reported as such.
 */
async function ofThatKey({ bucket, prefix }: Place, session: AwsSession): Promise<S3Object[]> {
  const key = prefix.replace(/\/$/, '');
  if (key === '') return [];
  for await (const page of objectsBelow(session, bucket, key)) return page.filter((each) => each.key === key);
  return [];
}

function nothing({ url, isObject: isLog }: Place, isDated: boolean): KnownError {
  if (isDated)
    return new KnownError('There is no log of these days.', {
      where: url,
      remedy: 'Check that there were logs between --since and --until, and that the prefix is right.',
    });
  return isLog
    ? new KnownError('There is no such log.', {
        where: url,
        remedy: 'Check the key; a folder must not end in .gz or .log.',
      })
    : new KnownError('There is nothing under this prefix.', {
        where: url,
        remedy:
          'Check the prefix: ELB writes to PREFIX/AWSLogs/ACCOUNT/elasticloadbalancing/REGION/yyyy/mm/dd/.',
      });
}

/** Objects as inputs of a scan. */
export const asInputs = (
  objects: ReadonlyMap<string, readonly FoundObject[]>,
): ReadonlyMap<string, readonly Input[]> =>
  new Map(
    [...objects].map(([url, found]) => [
      url,
      found.map(({ bucket, key, size }) => ({ path: urlOf(bucket, key), size })),
    ]),
  );
