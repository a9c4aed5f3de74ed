import { availableParallelism } from 'node:os';
import { accessResult, connectionResult } from '../../logs/scan/result.ts';
import { DEFAULT_SAMPLES } from '../../logs/scan/lines.ts';
import { newTally, REASONS, type Tally } from '../../logs/scan/tally.ts';
import type { FileResult, ScanResult } from '../../logs/types.ts';
import { KnownError } from '../errors.ts';
import { findInputs, type Input } from './inputs.ts';
import type { ScanPathsOptions } from './options.ts';
import { scanUnits } from './pool.ts';
import type { ScanFileOptions } from './scan-file.ts';
import { newMerger, unitsOf } from './units.ts';

const MOST_WORKERS = 8;
const MOST_SAMPLES = 1000;
/** Below this, a thread takes longer to start than the scan takes. */
const SMALL_BYTES = 1_048_576;

/**
 * Reads logs and counts what is in them, in bounded memory.
 *
 * The result depends on the inputs and their order alone, not on the number of threads.
 *
 * @throws {KnownError} for what cannot be found or read, and when no file holds a log of ELB.
 */
export async function scanPaths(
  options: ScanPathsOptions & Pick<ScanFileOptions, 'inflate' | 'split'>,
): Promise<ScanResult> {
  const inputs = findInputs(options.paths);
  const samples = Math.min(options.samples ?? DEFAULT_SAMPLES, MOST_SAMPLES);
  const units = unitsOf(inputs);
  const merger = newMerger(units.length, samples);
  const files = new Map<number, FileResult>();
  const hasStdin = inputs.some(({ path }) => path === '-');
  const totalBytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const { kind, since, until } = options;
  await scanUnits(units, {
    workers: Math.min(units.length, options.workers ?? workersFor(totalBytes, hasStdin)),
    scan: {
      kind,
      samples,
      inflate: options.inflate ?? 'best',
      split: options.split ?? 'best',
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    },
    onResult: (result) => {
      for (const { index, result: file } of result.files) files.set(index, file);
      merger.add(result.index, result.tally);
    },
    onBytes: (bytesRead) =>
      options.onProgress?.({ bytesRead, totalBytes: hasStdin ? undefined : totalBytes }),
    signal: options.signal,
  });
  const isComplete = !options.signal?.aborted;
  const results = [...files].sort(([left], [right]) => left - right).map(([, file]) => file);
  if (isComplete) refuseWithoutLogs(options.paths, results);
  return resultOf(merger.finish() ?? newTally(), inputs, results, isComplete, options);
}

const workersFor = (bytes: number, hasStdin: boolean): number =>
  bytes < SMALL_BYTES && !hasStdin ? 0 : Math.min(MOST_WORKERS, availableParallelism());

function refuseWithoutLogs(paths: readonly string[], files: readonly FileResult[]): void {
  // What is damaged or empty may be a log all the same, and is reported.
  if (files.some(({ kind, remarks }) => kind !== 'unknown' || remarks.length > 0)) return;
  throw new KnownError('There is no log of a load balancer.', {
    where: paths.join(' '),
    allowed: 'access logs and connection logs of Application Load Balancers, plain or gzip',
    remedy: 'Name the files, or the folder that they were copied to.',
  });
}

function resultOf(
  tally: Tally,
  inputs: readonly Input[],
  files: readonly FileResult[],
  isComplete: boolean,
  { kind, rows }: ScanPathsOptions,
): ScanResult {
  return {
    files,
    isComplete,
    access: kind === 'access' ? accessResult(tally, rows) : undefined,
    connection: kind === 'connection' ? connectionResult(tally, rows) : undefined,
    lines: tally.lines,
    counted: tally.counted,
    malformed: tally.malformed.reduce((sum, each) => sum + each, 0),
    outsideTime: tally.outsideTime,
    foreign: tally.foreign,
    malformedReasons: Object.fromEntries(
      REASONS.map((reason, index) => [reason, tally.malformed[index] ?? 0]),
    ) as ScanResult['malformedReasons'],
    malformedSamples: tally.samples.map(({ file, ...sample }) => ({
      path: inputs[file]?.path ?? '-',
      ...sample,
    })),
    firstTime: tally.counted > 0 ? tally.firstTime : undefined,
    lastTime: tally.counted > 0 ? tally.lastTime : undefined,
  };
}
