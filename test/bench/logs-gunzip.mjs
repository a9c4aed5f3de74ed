// Node's gunzip alone: two threads, each reusing one buffer.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';

const OUTPUT = 262_144;

if (isMainThread) {
  const folder = process.argv[2] ?? '';
  const files = readdirSync(folder).map((name) => join(folder, name));
  const next = new Int32Array(new SharedArrayBuffer(4));
  await Promise.all(
    [0, 1].map(() => once(new Worker(new URL(import.meta.url), { workerData: { files, next } }), 'exit')),
  );
} else {
  /** @type {{ files: string[], next: Int32Array }} */
  const { files, next } = workerData;
  const output = Buffer.allocUnsafeSlow(OUTPUT);
  for (let file = files[Atomics.add(next, 0, 1)]; file; file = files[Atomics.add(next, 0, 1)]) {
    const stream = createGunzip({ chunkSize: 64 });
    // The internals of zlib's streams; see src/cli/logs/inflate.ts.
    const { _handle: handle, _writeState: state } = /** @type {any} */ (stream);
    const input = readFileSync(file);
    for (let at = 0; ;) {
      handle.writeSync(0, input, at, input.length - at, output, 0, OUTPUT);
      at = input.length - state[1];
      if (state[0] > 0) break;
    }
    stream.close();
  }
}
