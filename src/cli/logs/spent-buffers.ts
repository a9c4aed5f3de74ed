// Network data arrives in 64 kB buffers outside V8's heap. V8 frees them only when its young generation fills up, and
// few objects are allocated here, so tens of megabytes would pile up.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const AFTER_BYTES = 4_194_304;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;
let bytes = 0;

/** Counts bytes that were passed on, and triggers a collection every 4 MiB, which takes about a millisecond. */
export function spent(length: number): void {
  bytes += length;
  if (bytes < AFTER_BYTES) return;
  bytes = 0;
  collect ??= collector();
  collect({ type: 'minor' });
}

/** V8's gc function, which Node exposes only with --expose-gc. A no-op where there is none. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return typeof found === 'function' ? (found as Collect) : () => undefined;
}
