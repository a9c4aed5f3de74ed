// A code cache as it lies on the disk: whom it is for, the source it was made from, V8's data twice, and whom it is for
// again, because a loss of power can leave zeros at the end, and those are twice the same. V8 does not
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
  Buffer.concat([Buffer.from(whomFor(key)), key.source, data, data, Buffer.from(whomFor(key))]);

/** A file that is open. */
export interface OpenFile {
  readonly size: number;
  /** Fills `into` with what lies at `at`; false if there is less. */
  readonly read: (into: Uint8Array, at: number) => boolean;
}

/** V8's data, or undefined if the file is for something else or not as it was written. */
export function decodeCache(key: CacheKey, file: OpenFile): Buffer | undefined {
  const head = Buffer.from(whomFor(key));
  const start = head.length + key.source.length;
  const length = (file.size - start - head.length) / 2;
  if (!Number.isInteger(length) || length <= 0 || length > MAX_DATA_BYTES) return undefined;
  if (!holds(file, 0, head) || !holds(file, head.length, key.source)) return undefined;
  const data = Buffer.allocUnsafeSlow(length);
  const isIntact =
    file.read(data, start) && holds(file, start + length, data) && holds(file, start + 2 * length, head);
  return isIntact ? data : undefined;
}

/** In pieces, because memory that is used for the first time costs more than a call of the system. */
const PIECE_BYTES = 65_536;

function holds(file: OpenFile, at: number, expected: Uint8Array): boolean {
  const piece = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, expected.length));
  for (let from = 0; from < expected.length; from += piece.length) {
    const wanted = expected.subarray(from, from + piece.length);
    const found = piece.subarray(0, wanted.length);
    if (!file.read(found, at + from) || !found.equals(wanted)) return false;
  }
  return true;
}
