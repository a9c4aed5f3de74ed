// A code cache as it lies on the disk: whom it is for, the source it was made from, and V8's data twice. V8 does not
// notice that its data are damaged, and runs them; so the two copies are compared before V8 sees one. Comparing is
// faster than any checksum: Node has none that does not load a library first (notes/start-up.md).

/** Larger than any cache that is written here. */
const MAX_DATA_BYTES = 32_000_000;

/** What a cache is good for. Anything else must not read it. */
export interface CacheKey {
  /** The absolute path of the source: V8 takes the names in stack traces from the cache. */
  readonly path: string;
  /** The bytes of the source. V8 compares lengths only. */
  readonly source: Uint8Array;
  /** What makes V8's data differ besides the source: its version, the processor, flags. */
  readonly engine: string;
}

const whomFor = ({ engine, path }: CacheKey): string => `websocket-alb code cache 1\n${engine}\n${path}\n`;

/** A name without folder: equal for all sources that ever lie at one path, so that a new one replaces the old. */
export function cacheName(key: CacheKey): string {
  const base = /[^/\\]*$/.exec(key.path)?.[0] ?? '';
  return `${base}-${hash(whomFor(key), 0)}${hash(whomFor(key), 1)}.cache`;
}

/** FNV-1a. A collision costs time only: the whole key is in the file. */
function hash(text: string, seed: number): string {
  let value = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** The contents of the file. */
export const encodeCache = (key: CacheKey, data: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(whomFor(key)), key.source, data, data]);

/** Whether a file of this size can be a cache for this key: then it is worth reading. */
export function canBeCache(key: CacheKey, size: number): boolean {
  const bytes = size - key.source.length - Buffer.byteLength(whomFor(key));
  return bytes > 0 && bytes % 2 === 0 && bytes / 2 <= MAX_DATA_BYTES;
}

/** V8's data, or undefined if the file is for something else or not as it was written. */
export function decodeCache(key: CacheKey, file: Buffer): Buffer | undefined {
  if (!canBeCache(key, file.length)) return undefined;
  const head = Buffer.from(whomFor(key));
  const start = head.length + key.source.length;
  const middle = (start + file.length) / 2;
  const data = file.subarray(start, middle);
  const isIntact =
    file.subarray(0, head.length).equals(head) &&
    file.subarray(head.length, start).equals(key.source) &&
    file.subarray(middle).equals(data);
  return isIntact ? data : undefined;
}
