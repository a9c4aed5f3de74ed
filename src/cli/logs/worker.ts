// A thread that scans units. Built as dist/logs-worker.cjs.
import { parentPort, workerData } from 'node:worker_threads';
import { newKernel } from '../../logs/scan/kernel.ts';
import { buffersOf } from '../../logs/scan/tally.ts';
import { scanUnit } from './scan-unit.ts';
import type { ScanFileOptions } from './scan-file.ts';
import type { Unit } from './units.ts';

/** What a worker is started with. */
export interface WorkerStart {
  readonly options: ScanFileOptions;
  /** Not 0: end at the next chunk. */
  readonly stop: Int32Array;
  /** Bytes of files read by each worker. */
  readonly bytes: Float64Array;
  readonly worker: number;
}

export interface WorkerTask {
  readonly index: number;
  readonly unit: Unit;
}

const { options, stop, bytes, worker } = workerData as WorkerStart;
const kernel = newKernel();
const hooks = {
  onBytes: (count: number): void => {
    bytes[worker] = (bytes[worker] ?? 0) + count;
  },
  isStopped: (): boolean => Atomics.load(stop, 0) !== 0,
};
parentPort?.on('message', ({ index, unit }: WorkerTask) => {
  void (async () => {
    const result = await scanUnit(index, unit, kernel, options, hooks);
    parentPort?.postMessage(result, buffersOf(result.tally));
  })();
});
