import { availableParallelism } from 'node:os';
import { accessResult, connectionResult } from '../../logs/scan/result.ts';
import { DEFAULT_SAMPLES } from '../../logs/scan/lines.ts';
import type { Tally } from '../../logs/scan/tally.ts';
import { REASONS } from '../../logs/scan/words.ts';
import {
  COUNTED_LINES,
  FIRST_TIME,
  FOREIGN_LINES,
  LAST_TIME,
  LINES,
  MALFORMED,
  NOT_ASKED_FOR_LINES,
  OTHER_LOAD_BALANCER_LINES,
  OUTSIDE_TIME_LINES,
} from '../../logs/layout.ts';
import type { FileResult, ScanResult } from '../../logs/types.ts';
import { KnownError } from '../../common/known-error.ts';
import { findInputs, type Input } from './inputs.ts';
import type { ScanPathsOptions } from './options.ts';
import { scanUnits } from './pool.ts';
import { newShownLines } from './shown-lines.ts';
import { notRead } from './file-result.ts';
import type { ScanFileOptions } from './scan-file.ts';
import { type Merger, newMerger, unitsOf } from './units.ts';

const MOST_WORKERS = 8;
const MOST_SAMPLES = 1000;
/** Below this, starting a thread takes longer than the scan. */
const SMALL_BYTES = 1_048_576;

/**
 * Reads logs and counts what is in them, using bounded memory.
 *
 * The result depends only on the inputs and their order, not on the number of threads.
 *
 * @throws {KnownError} when a path cannot be found or read, and when no file is an ELB log.
 */
export async function scanPaths(
  options: ScanPathsOptions & Pick<ScanFileOptions, 'inflate'>,
): Promise<ScanResult> {
  const inputs = findInputs(options.paths, options.objects);
  const samples = Math.min(options.samples ?? DEFAULT_SAMPLES, MOST_SAMPLES);
  const units = unitsOf(inputs);
  const merger = mergerHere(samples);
  const files = new Map<number, FileResult>();
  for (const [index, { path, isTwin }] of inputs.entries())
    if (isTwin) files.set(index, notRead(path, 'twin'));
  const hasStdin = inputs.some(({ path }) => path === '-');
  const totalBytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const { kind, since, until, loadBalancer, pictures = false, where, lines } = options;
  const shown = newShownLines(lines);
  await scanUnits(units, {
    // Reading from S3 blocks, which only a worker thread may do.
    workers: Math.min(
      units.length,
      Math.max(options.newFeed ? 1 : 0, options.workers ?? workersFor(totalBytes, hasStdin)),
    ),
    newFeed: options.newFeed,
    scan: {
      kind,
      samples,
      pictures,
      inflate: options.inflate ?? 'best',
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
      ...(loadBalancer !== undefined && { loadBalancer }),
      ...(where && { where }),
      ...(lines !== undefined && { lines }),
    },
    onResult: (result) => {
      for (const { index, result: file } of result.files) files.set(index, file);
      merger.add(result.index, result.tally);
      shown.add(result.index, result.shown);
    },
    spare: () => merger.spare(),
    onBytes: (bytesRead) =>
      options.onProgress?.({ bytesRead, totalBytes: hasStdin ? undefined : totalBytes }),
    signal: options.signal,
  });
  const isComplete = !options.signal?.aborted;
  const results = [...files].sort(([left], [right]) => left - right).map(([, file]) => file);
  if (isComplete) refuseWithoutLogs(options.paths, results);
  options.onLines?.(shown.finish());
  return resultOf(merger.finish(), inputs, results, isComplete, options);
}

function mergerHere(samples: number): Merger {
  try {
    return newMerger(samples);
  } catch (error) {
    // It cannot be compiled here. With WebAssembly turned off, the global is not even defined.
    if (typeof WebAssembly === 'object' && !(error instanceof WebAssembly.CompileError)) throw error;
    throw new KnownError('This Node.js cannot run the scan of logs.', {
      where: `Node.js ${process.version}, ${process.arch}`,
      allowed:
        'WebAssembly with 128-bit instructions: Node.js without --jitless, on a processor with SSE4.1 or Neon',
      remedy: 'Run it elsewhere, or ask Athena: npx websocket-alb logs --athena.',
    });
  }
}

const workersFor = (bytes: number, hasStdin: boolean): number =>
  bytes < SMALL_BYTES && !hasStdin ? 0 : Math.min(MOST_WORKERS, availableParallelism());

const ALLOWED = 'plain or gzip: lines as ELB writes them to S3, and vended logs as JSON, W3C or plain text';

function refuseWithoutLogs(paths: readonly string[], files: readonly FileResult[]): void {
  // A damaged or empty file may still be a log, and is in the report.
  const [compressed] = files.flatMap(({ remarks }) => remarks.filter(({ code }) => code === 'compressed'));
  const isOnlyThat = files.every(
    ({ kind, remarks }) =>
      ['unknown', 'empty', 'test-file'].includes(kind) && remarks.every(({ code }) => code === 'compressed'),
  );
  if (compressed && isOnlyThat)
    throw new KnownError('The logs are in a form that is not read here.', {
      where: paths.join(' '),
      allowed:
        'plain text and gzip: lines as ELB writes them to S3, and vended logs as JSON, W3C or plain text',
      remedy: `${compressed.reason ?? ''}.`,
    });
  if (files.some(({ kind, remarks }) => kind !== 'unknown' || remarks.length > 0)) return;
  throw new KnownError('There is no log of a load balancer.', {
    where: paths.join(' '),
    allowed: `access logs and connection logs of Application Load Balancers, ${ALLOWED}`,
    remedy: 'Name the files, or the folder that they were copied to.',
  });
}

function resultOf(
  tally: Tally,
  inputs: readonly Input[],
  files: readonly FileResult[],
  isComplete: boolean,
  { kind, rows, pictures }: ScanPathsOptions,
): ScanResult {
  const get = (which: number): number => tally.numbers[which] ?? 0;
  const counted = get(COUNTED_LINES);
  const reasons = REASONS.map((reason, index) => [reason, get(MALFORMED + index)] as const);
  return {
    files,
    isComplete,
    access: kind === 'access' ? accessResult(tally, rows, pictures) : undefined,
    connection: kind === 'connection' ? connectionResult(tally, rows) : undefined,
    lines: get(LINES),
    counted,
    malformed: reasons.reduce((sum, [, count]) => sum + count, 0),
    outsideTime: get(OUTSIDE_TIME_LINES),
    otherLoadBalancer: get(OTHER_LOAD_BALANCER_LINES),
    notAskedFor: get(NOT_ASKED_FOR_LINES),
    foreign: get(FOREIGN_LINES),
    malformedReasons: Object.fromEntries(reasons) as ScanResult['malformedReasons'],
    malformedSamples: tally.samples.map(({ file, ...sample }) => ({
      path: inputs[file]?.path ?? '-',
      ...sample,
    })),
    firstTime: counted > 0 ? get(FIRST_TIME) : undefined,
    lastTime: counted > 0 ? get(LAST_TIME) : undefined,
  };
}
