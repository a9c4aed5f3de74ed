// Logs in S3: copied through the AWS CLI into a folder, then read like others.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ENDING_SIGNALS, SIGNAL_NUMBERS, type AwsTarget } from '../../aws/cli.ts';
import { copyFrom, foldersIn } from '../../aws/s3.ts';
import type { ScanResult } from '../../logs/types.ts';
import { makeFolder } from '../io/file-set.ts';
import { KnownError, systemError } from '../shared/known-error.ts';
import { tell } from '../io/output.ts';
import { withAwsErrors } from '../shared/aws-errors.ts';
import { datedParts, daysBetween } from './s3-days.ts';

export interface CopyOptions extends AwsTarget {
  /** Where copies stay. Without it they are removed at the end. */
  readonly cache?: string;
  /** Microseconds since 1970. */
  readonly since?: number;
  readonly until?: number;
  readonly onFiles: (copied: number, from: string) => void;
}

const SCHEME = 's3://';
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

interface Place {
  readonly url: string;
  readonly bucket: string;
  /** Ends in a slash, or is empty; of an object it is the key. */
  readonly prefix: string;
  readonly isObject: boolean;
}

/** Copies what is in S3, hands the local paths to `use`, and names files in its result as S3 does. */
export async function withCopies(
  paths: readonly string[],
  options: CopyOptions,
  use: (local: readonly string[]) => Promise<ScanResult>,
): Promise<ScanResult> {
  if (!paths.some((path) => path.startsWith(SCHEME))) return use(paths);
  const places = paths.map((path) => (path.startsWith(SCHEME) ? placeOf(path) : path));
  return inFolder(options.cache, async (folder, signal) => {
    const local: string[] = [];
    for (const place of places)
      local.push(...(typeof place === 'string' ? [place] : await copy(place, folder, options, signal)));
    const named = <Row extends { readonly path: string }>(row: Row): Row => ({
      ...row,
      path: row.path.startsWith(`${folder}/`) ? `${SCHEME}${row.path.slice(folder.length + 1)}` : row.path,
    });
    const result = await use(local).catch((error: unknown) => {
      if (!(error instanceof KnownError)) throw error;
      const { message, allowed, remedy, exitCode, where } = error;
      throw new KnownError(message, {
        exitCode,
        ...(allowed !== undefined && { allowed }),
        ...(remedy !== undefined && { remedy }),
        ...(where !== undefined && { where: where.replaceAll(`${folder}/`, SCHEME) }),
        cause: error,
      });
    });
    return {
      ...result,
      files: result.files.map(named),
      malformedSamples: result.malformedSamples.map(named),
    };
  });
}

/** @throws {KnownError} when it names no bucket. */
function placeOf(url: string): Place {
  const [bucket = '', ...keys] = url.slice(SCHEME.length).split('/');
  const key = keys.join('/');
  if (!BUCKET.test(bucket) || key.split('/').includes('..') || key.includes('://'))
    throw new KnownError('This is not a place in S3.', {
      where: url,
      allowed: 's3://bucket/prefix: a folder with logs, or one log',
    });
  const isObject = /\.(gz|log)$/.test(key);
  return { url, bucket, prefix: isObject || key === '' || key.endsWith('/') ? key : `${key}/`, isObject };
}

/** A folder for copies; a temporary one is removed at the end, also when a signal ends the program. */
async function inFolder<Value>(
  cache: string | undefined,
  use: (folder: string, signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const folder = folderFor(cache);
  const controller = new AbortController();
  const remove = () => {
    if (cache === undefined) rmSync(folder, { recursive: true, force: true });
  };
  const ended = (signal: NodeJS.Signals) => {
    // Reading has its own way to end.
    if (signal === 'SIGINT' && process.listenerCount('SIGINT') > 1) return;
    controller.abort();
    remove();
    process.exit(128 + SIGNAL_NUMBERS[signal as keyof typeof SIGNAL_NUMBERS]);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, ended);
  process.on('exit', remove);
  try {
    return await use(folder, controller.signal);
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of ENDING_SIGNALS) process.off(signal, ended);
  }
}

function folderFor(cache: string | undefined): string {
  try {
    if (cache === undefined) return mkdtempSync(join(tmpdir(), 'websocket-alb-logs-'));
    makeFolder(cache);
    return join(cache, '.');
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot keep copies: ${reason}.`, {
      where: cache === undefined ? tmpdir() : '--cache',
      remedy: 'Name a folder that can be written to.',
      cause: error,
    });
  }
}

/** Copies one place; returns what is to be read of it. */
async function copy(
  place: Place,
  folder: string,
  { onFiles, since, until, region, profile }: CopyOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const { url, bucket, prefix, isObject } = place;
  const target = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
  let files = 0;
  const onFile = () => onFiles(++files, url);
  const fetch = (key: string, only: readonly string[]) => {
    const into = join(folder, bucket, isObject ? dirname(key) : key);
    makeFolder(into);
    return copyFrom(`${SCHEME}${bucket}/${key}`, into, isObject, { ...target, only, onFile, signal });
  };
  onFiles(0, url);
  return withAwsErrors(url, async () => {
    const parts =
      since === undefined || isObject
        ? undefined
        : await datedParts(
            prefix,
            daysBetween(since, Math.min(until ?? Infinity, Date.now() * 1000)),
            (each) => foldersIn(bucket, each, target),
          );
    const read: string[] = [];
    for (const { key, days } of parts ?? [{ key: prefix, days: [] }]) {
      const skipped = await fetch(
        key,
        days.map((day) => `${day}/*`),
      );
      if (skipped !== undefined) tell(`warning: ${skipped}`);
      const local = join(folder, bucket, isObject ? join(dirname(key), basename(key)) : key);
      read.push(...(days.length > 0 ? days.map((day) => join(local, day)) : [local]));
    }
    const there = read.filter(hasFile);
    if (there.length > 0) return there;
    if (parts === undefined)
      throw new KnownError('There is nothing under this prefix.', {
        where: url,
        remedy:
          'See the prefix: ELB writes to PREFIX/AWSLogs/ACCOUNT/elasticloadbalancing/REGION/yyyy/mm/dd/.',
      });
    throw new KnownError('There is no log of these days.', {
      where: url,
      remedy: 'See that --since and --until name days with logs, and that the prefix is right.',
    });
  });
}

/** Whether it is a file, or a folder with one somewhere below. */
function hasFile(path: string): boolean {
  if (!existsSync(path)) return false;
  if (!statSync(path).isDirectory()) return true;
  return readdirSync(path).some((name) => hasFile(join(path, name)));
}
