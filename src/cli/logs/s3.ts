// Logs in S3: found by listing, and read from there; with --cache from copies of them.
import { foldersIn, objectsBelow, type S3Object } from '../../aws/s3.ts';
import type { AwsSession } from '../../aws/session.ts';
import { KnownError } from '../../common/known-error.ts';
import { many } from '../../common/numbers.ts';
import { tell } from '../io/output.ts';
import { withAws } from '../shared/aws.ts';
import type { Input } from './inputs.ts';
import { isObject, placeOf, urlOf, type Place } from './places.ts';
import { datedParts, daysBetween } from './s3-days.ts';

export interface ListOptions {
  /** Microseconds since 1970. */
  readonly since?: number;
  readonly until?: number;
  /** How many objects were found so far. */
  readonly onFound: (found: number, url: string) => void;
}

export interface FoundObject extends S3Object {
  readonly bucket: string;
}

/** Lists of prefixes asked for at a time. */
const AT_A_TIME = 8;
/** Objects of these classes are restored before they can be read. */
const ARCHIVED = /^(GLACIER|DEEP_ARCHIVE)$/;

/**
 * The objects of each of the paths that are places in S3.
 *
 * @throws {KnownError} when a place has none, or S3 refuses to list it.
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
  const prefixes = parts?.flatMap(({ key, days: of }) => of.map((day) => `${key}${day}/`)) ?? [prefix];
  const lists: S3Object[][] = prefixes.map(() => []);
  let count = 0;
  const next = prefixes.entries();
  const work = async () => {
    for (const [index, each] of next)
      for await (const page of objectsBelow(session, bucket, each)) {
        // The prefix of one log is also that of others with a longer name.
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
    tell(
      `warning: ${many(all.length - readable.length, 'object')} of ${url} left out: in an archive, from which they would have to be restored first.`,
    );
  if (readable.length === 0) throw nothing(place, parts !== undefined);
  return readable.map((object) => ({ ...object, bucket }));
}

/** A key need not end in .gz or .log: vended logs, and Parquet, which is named as such. */
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
      remedy: 'See that --since and --until name days with logs, and that the prefix is right.',
    });
  return isLog
    ? new KnownError('There is no such log.', {
        where: url,
        remedy: 'See the key; a folder ends in no .gz or .log.',
      })
    : new KnownError('There is nothing under this prefix.', {
        where: url,
        remedy:
          'See the prefix: ELB writes to PREFIX/AWSLogs/ACCOUNT/elasticloadbalancing/REGION/yyyy/mm/dd/.',
      });
}

/** Objects as what is to be read. */
export const asInputs = (
  objects: ReadonlyMap<string, readonly FoundObject[]>,
): ReadonlyMap<string, readonly Input[]> =>
  new Map(
    [...objects].map(([url, found]) => [
      url,
      found.map(({ bucket, key, size }) => ({ path: urlOf(bucket, key), size })),
    ]),
  );
