// The file format of a code cache: a header with its key, the source it was compiled from, V8's data twice, and the
// header again, because a power loss can leave zeros at the end, and two runs of zeros are equal. V8 does not notice
// damaged data, and runs it; so the two copies are compared before V8 sees one. Comparing is faster than any checksum:
// Node has none that does not load a library first (notes/start-up.md).

/** Larger than any cache this program writes. */
const MAX_DATA_BYTES = 32_000_000;

/** What a cache is valid for. Nothing else may use it. */
export interface CacheKey {
  /** The absolute path of the source: V8 takes file names in stack traces from the cache. */
  readonly path: string;
  /** The bytes of the source. V8 itself compares only lengths. */
  readonly source: Uint8Array;
  /** What V8's data depends on besides the source: its version, the processor, flags. */
  readonly engine: string;
}

const headerOf = ({ engine, path }: CacheKey): string => `websocket-alb code cache 1\n${engine}\n${path}\n`;

/** A file name that depends on the path of the source but not on its text, so that a new version replaces the old. */
export function cacheName(key: CacheKey): string {
  const base = /[^/\\]*$/.exec(key.path)?.[0] ?? '';
  return `${base}-${hash(headerOf(key), 0)}${hash(headerOf(key), 1)}.cache`;
}

/** FNV-1a. A collision only costs time: the file contains the whole key. */
function hash(text: string, seed: number): string {
  let value = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** The contents of the file. */
export const encodeCache = (key: CacheKey, data: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(headerOf(key)), key.source, data, data, Buffer.from(headerOf(key))]);

/** An open file. */
export interface OpenFile {
  readonly size: number;
  /** Fills `into` from offset `at`; false if the file is too short. */
  readonly read: (into: Uint8Array, at: number) => boolean;
}

/**
 * V8's data, or undefined if the file has another key or is damaged.
 *
 * @param allocate memory for the data; may be that of `key.source`, which has been compared by then
 */
export function decodeCache(
  key: CacheKey,
  file: OpenFile,
  allocate: (length: number) => Buffer,
): Buffer | undefined {
  const head = Buffer.from(headerOf(key));
  const start = head.length + key.source.length;
  const length = (file.size - start - head.length) / 2;
  if (!Number.isInteger(length) || length <= 0 || length > MAX_DATA_BYTES) return undefined;
  if (!holds(file, 0, head) || !holds(file, head.length, key.source)) return undefined;
  const data = allocate(length);
  const isIntact =
    file.read(data, start) && holds(file, start + length, data) && holds(file, start + 2 * length, head);
  return isIntact ? data : undefined;
}

/** Files are compared in pieces, in the same memory, because touching fresh memory costs more than a system call. */
const PIECE = Buffer.allocUnsafeSlow(65_536);

function holds(file: OpenFile, at: number, expected: Uint8Array): boolean {
  for (let from = 0; from < expected.length; from += PIECE.length) {
    const wanted = expected.subarray(from, from + PIECE.length);
    const found = PIECE.subarray(0, wanted.length);
    if (!file.read(found, at + from) || !found.equals(wanted)) return false;
  }
  return true;
}
