// S3 URLs as users write them: s3://bucket/prefix.
import { KnownError } from '../../common/known-error.ts';

const SCHEME = 's3://';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Whether a path is an S3 URL. */
export const isObject = (path: string): boolean => path.startsWith(SCHEME);

export const urlOf = (bucket: string, key: string): string => `${SCHEME}${bucket}/${key}`;

/** Splits `s3://bucket/a/b.gz` into bucket and key. */
export function partsOf(url: string): { readonly bucket: string; readonly key: string } {
  const slash = url.indexOf('/', SCHEME.length);
  return slash === -1
    ? { bucket: url.slice(SCHEME.length), key: '' }
    : { bucket: url.slice(SCHEME.length, slash), key: url.slice(slash + 1) };
}

export interface Place {
  readonly url: string;
  readonly bucket: string;
  /** Ends in a slash or is empty; for an object, its key. */
  readonly prefix: string;
  readonly isObject: boolean;
}

/** @throws {KnownError} when it is not a valid S3 URL. */
export function placeOf(url: string): Place {
  const { bucket, key } = partsOf(url);
  if (!BUCKET.test(bucket) || key.split('/').includes('..') || key.includes('://'))
    throw new KnownError('This is not a place in S3.', {
      where: url,
      allowed: 's3://bucket/prefix: a folder with logs, or one log',
    });
  const isLog = /\.(gz|log)$/.test(key);
  return { url, bucket, prefix: isLog || key === '' || key.endsWith('/') ? key : `${key}/`, isObject: isLog };
}
