// A thread that scans units. Built as dist/logs-worker.cjs.
import { parentPort, workerData } from 'node:worker_threads';
import { newKernel } from '../../logs/scan/kernel.ts';
import { isObject } from './places.ts';
import type { Ring } from './ring.ts';
import { objectSources } from './s3-source.ts';
import { scanUnit } from './scan-unit.ts';
import { openFile } from './source.ts';
import type { ScanFileOptions } from './scan-file.ts';
import type { Unit } from './units.ts';

/** The data a worker is started with. */
export interface WorkerStart {
  readonly options: ScanFileOptions;
  /** Nonzero: stop at the next chunk. */
  readonly stop: Int32Array;
  /** Bytes read by each worker. */
  readonly bytes: Float64Array;
  readonly worker: number;
  /** The ring that S3 objects come through, if there are any. */
  readonly ring?: Ring;
}

export interface WorkerTask {
  readonly index: number;
  readonly unit: Unit;
  /** For the tally, if it is large enough. */
  readonly spare?: ArrayBuffer;
}

const { options, stop, bytes, worker, ring } = workerData as WorkerStart;
const kernel = newKernel();
const isStopped = (): boolean => Atomics.load(stop, 0) !== 0;
const openObject = ring && objectSources(ring, (request) => parentPort?.postMessage(request), isStopped);
const hooks = {
  onBytes: (count: number): void => {
    bytes[worker] = (bytes[worker] ?? 0) + count;
  },
  isStopped,
  open: openObject && ((path: string) => (isObject(path) ? openObject : openFile)(path)),
};
parentPort?.on('message', ({ index, unit, spare }: WorkerTask) => {
  void (async () => {
    const result = await scanUnit(index, unit, kernel, options, { ...hooks, spare });
    parentPort?.postMessage(result, [result.tally.buffer]);
  })();
});
