// Copies from S3, as far as the logs need them.
import { awsJson, awsLines, failedWith, targetArguments } from './cli.ts';
import type { AwsTarget } from './target.ts';

/** Names of the folders right below a prefix: `2026/`. */
export async function foldersIn(bucket: string, prefix: string, target: AwsTarget): Promise<string[]> {
  const answer = (await awsJson(
    // As one argument each: what begins with a hyphen stays a value.
    ['s3api', 'list-objects-v2', `--bucket=${bucket}`, `--prefix=${prefix}`, '--delimiter=/'],
    target,
  )) as { CommonPrefixes?: { Prefix: string }[] } | undefined;
  return (answer?.CommonPrefixes ?? []).map(({ Prefix }) => Prefix.slice(prefix.length));
}

export interface SyncOptions extends AwsTarget {
  /** Patterns relative to the source; without any, everything is copied. */
  readonly only?: readonly string[];
  /** After each file. */
  readonly onFile?: () => void;
  /** Ends the AWS CLI. */
  readonly signal?: AbortSignal;
}

/**
 * Copies what a folder lacks, and returns what the AWS CLI left out, in its words; `undefined` when nothing.
 *
 * @param url `s3://bucket/prefix/`, a folder; or with `isObject` one object.
 * @throws {AwsCliMissing} without the AWS CLI.
 * @throws {AwsCliFailed} when it fails.
 */
export async function copyFrom(
  url: string,
  folder: string,
  isObject: boolean,
  { only = [], onFile = () => undefined, signal, ...target }: SyncOptions,
): Promise<string | undefined> {
  const filters = only.length > 0 ? ['--exclude', '*', ...only.flatMap((each) => ['--include', each])] : [];
  const { status, stderr } = await awsLines(
    ['s3', isObject ? 'cp' : 'sync', url, folder, '--no-progress', ...filters, ...targetArguments(target)],
    (line) => {
      if (line.startsWith('download:')) onFile();
    },
    signal,
  );
  // 2: some files were skipped, such as those in an archive.
  if (status === 2 && !isObject) return stderr.trim();
  if (status !== 0) throw failedWith(status, stderr);
  return undefined;
}
