// Distributes units of work over threads: each free thread takes the largest one left.
import { Worker } from 'node:worker_threads';
import { newKernel } from '../../logs/scan/kernel.ts';
import { packageFile } from '../io/package-file.ts';
import type { Feed } from './s3-feed.ts';
import { isFeedRequest, type FeedRequest } from './s3-source.ts';
import type { ScanFileOptions } from './scan-file.ts';
import { scanUnit, type UnitResult } from './scan-unit.ts';
import type { Unit } from './units.ts';
import { wakeStdin } from './wake.ts';
import type { WorkerStart, WorkerTask } from './worker.ts';

export interface PoolOptions {
  readonly workers: number;
  readonly scan: ScanFileOptions;
  readonly onResult: (result: UnitResult) => void;
  /** A buffer of an earlier result. */
  readonly spare: () => ArrayBuffer | undefined;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal | undefined;
  /** Creates a feed of S3 objects for each thread, if there are any. */
  readonly newFeed?: (() => Feed) | undefined;
}

const PROGRESS_MS = 100;

/** Scans all units, in this thread when `workers` is 0. */
export async function scanUnits(units: readonly Unit[], options: PoolOptions): Promise<void> {
  // Largest first, so that no thread is left with a large one at the end.
  const queue = [...units.entries()]
    .map(([index, unit]): WorkerTask => ({ index, unit }))
    .sort((left, right) => right.unit.size - left.unit.size || left.index - right.index);
  if (options.workers === 0) await scanHere(queue, options);
  else await scanThere(queue, options);
}

async function scanHere(
  queue: WorkerTask[],
  { scan, onResult, spare, onBytes, signal }: PoolOptions,
): Promise<void> {
  const kernel = newKernel();
  let bytes = 0;
  const hooks = {
    onBytes: (count: number): void => {
      bytes += count;
      onBytes(bytes);
    },
    isStopped: (): boolean => signal?.aborted ?? false,
  };
  for (const { index, unit } of queue) {
    if (hooks.isStopped()) return;
    onResult(await scanUnit(index, unit, kernel, scan, { ...hooks, spare: spare() }));
  }
}

async function scanThere(queue: WorkerTask[], options: PoolOptions): Promise<void> {
  const { scan, onResult, spare, onBytes, signal } = options;
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const bytes = new Float64Array(new SharedArrayBuffer(8 * options.workers));
  const report = (): void => onBytes(bytes.reduce((sum, each) => sum + each, 0));
  const onAbort = (): void => {
    Atomics.store(stop, 0, 1);
    if (readsStdin) wakeStdin();
    for (const feed of feeds) feed.stop();
  };
  const readsStdin = queue.some(({ unit }) => unit.files.some(({ path }) => path === '-'));
  if (signal?.aborted) return;
  signal?.addEventListener('abort', onAbort);
  const timer = setInterval(report, PROGRESS_MS);
  const threads: Worker[] = [];
  const feeds: Feed[] = [];
  try {
    await Promise.all(
      Array.from({ length: options.workers }, (_, worker) => {
        const feed = options.newFeed?.();
        if (feed) feeds.push(feed);
        const start: WorkerStart = { options: scan, stop, bytes, worker, ...(feed && { ring: feed.ring }) };
        // Scanning allocates almost nothing, so the usual young generation would waste memory.
        const thread = new Worker(packageFile('dist/logs-worker.cjs'), {
          workerData: start,
          resourceLimits: { maxYoungGenerationSizeMb: 4 },
        });
        threads.push(thread);
        return new Promise<void>((resolve, reject) => {
          const next = (): void => {
            const task = signal?.aborted ? undefined : queue.shift();
            if (!task) return resolve();
            feed?.expect(task.unit.files.map(({ path }) => path));
            const buffer = spare();
            if (buffer) thread.postMessage({ ...task, spare: buffer }, [buffer]);
            else thread.postMessage(task);
          };
          thread.on('message', (result: UnitResult | FeedRequest) => {
            if (isFeedRequest(result)) return feed?.handle(result);
            // Before merging, so that the thread does not sit idle meanwhile.
            next();
            onResult(result);
          });
          thread.on('error', reject);
          next();
        });
      }),
    );
    report();
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', onAbort);
    for (const feed of feeds) feed.stop();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}
