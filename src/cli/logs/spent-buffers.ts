// Bytes from the network come in buffers of 64 kB outside V8's heap. V8 lets go of them when its own young objects fill their
// room, of which there are few here: tens of megabytes would wait for that.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const AFTER_BYTES = 4_194_304;

type Collect = (options: { readonly type: 'minor' }) => void;

let collect: Collect | undefined;
let bytes = 0;

/** Counts bytes that were passed on, and has their buffers collected every 4 MiB; it takes about a millisecond. */
export function spent(length: number): void {
  bytes += length;
  if (bytes < AFTER_BYTES) return;
  bytes = 0;
  collect ??= collector();
  collect({ type: 'minor' });
}

/** V8's own function, which Node shows with --expose-gc only. Does nothing where there is none. */
function collector(): Collect {
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  setFlagsFromString('--no-expose-gc');
  return typeof found === 'function' ? (found as Collect) : () => undefined;
}
