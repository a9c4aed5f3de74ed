// S3 paths as inputs of a scan: streamed from S3, or with --cache read from copies.
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { ENDING_SIGNALS, SIGNAL_NUMBERS } from '../../aws/cli.ts';
import type { FileResult, ScanResult } from '../../logs/types.ts';
import { awsError, awsSession } from '../shared/aws.ts';
import type { ScanPathsOptions } from './options.ts';
import { isObject, urlOf } from './places.ts';
import { newRing } from './ring.ts';
import { copies, placeIn } from './s3-cache.ts';
import { Feed } from './s3-feed.ts';
import { asInputs, findObjects, type FoundObject, type ListOptions } from './s3.ts';

export interface S3Options extends AwsTarget, Omit<ListOptions, 'onFound'> {
  /** The folder for copies; without it nothing is written to disk. */
  readonly cache?: string;
  readonly onFiles: (done: number, what: string) => void;
}

type Inputs = Pick<ScanPathsOptions, 'paths' | 'objects' | 'newFeed'>;

/**
 * Finds the objects in S3, passes them to a scan, and gives files in its result their S3 URLs.
 *
 * @throws {KnownError} when there is nothing to read, or S3 refuses all of it. If it refuses only some objects, the
 * result says so.
 */
export async function withObjects(
  paths: readonly string[],
  options: S3Options,
  scan: (inputs: Inputs) => Promise<ScanResult>,
): Promise<ScanResult> {
  if (!paths.some(isObject)) return scan({ paths });
  const { cache, region, profile, onFiles, ...limits } = options;
  const session = awsSession({
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
  });
  try {
    const found = await findObjects(paths, session, {
      ...limits,
      onFound: (count, url) => onFiles(count, `found in ${url}`),
    });
    if (cache !== undefined) return await fromCopies(paths, found, cache, session, onFiles, scan);
    const feeds: Feed[] = [];
    const newFeed = (): Feed => {
      const feed = new Feed(session, newRing());
      feeds.push(feed);
      return feed;
    };
    const result = await scan({ paths, objects: asInputs(found), newFeed });
    const failure = feeds.map((feed) => feed.failure).find((one) => one instanceof AwsFailed);
    const ofS3 = result.files.filter(({ path }) => isObject(path));
    if (failure && ofS3.every(isUnreadable))
      throw awsError(failure, { where: paths.join(' '), what: 'Could not read the logs' });
    return result;
  } finally {
    await session.close();
  }
}

const isUnreadable = ({ bytes, remarks }: FileResult): boolean =>
  bytes === 0 && remarks.some(({ code }) => code === 'read-error');

async function fromCopies(
  paths: readonly string[],
  found: ReadonlyMap<string, readonly FoundObject[]>,
  cache: string,
  session: AwsSession,
  onFiles: S3Options['onFiles'],
  scan: (inputs: Inputs) => Promise<ScanResult>,
): Promise<ScanResult> {
  const objects = await untilSignal((signal) =>
    copies(found, cache, session, signal, (copied, of) => onFiles(copied, `of ${of} copied`)),
  );
  const urls = new Map(
    [...found].flatMap(([, all]) =>
      all.map((object) => [placeIn(cache, object), urlOf(object.bucket, object.key)] as const),
    ),
  );
  const named = <Row extends { readonly path: string }>(row: Row): Row => ({
    ...row,
    path: urls.get(row.path) ?? row.path,
  });
  const result = await scan({ paths, objects });
  return {
    ...result,
    files: result.files.map(named),
    malformedSamples: result.malformedSamples.map(named),
  };
}

/** Aborts `run` on a signal, so that it removes unfinished copies before the program ends. */
async function untilSignal<Value>(run: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController();
  const end = (signal: NodeJS.Signals) => controller.abort(signal);
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  try {
    return await run(controller.signal);
  } catch (error) {
    const { aborted, reason } = controller.signal;
    if (aborted) process.exit(128 + SIGNAL_NUMBERS[reason as keyof typeof SIGNAL_NUMBERS]);
    throw error;
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, end);
  }
}
