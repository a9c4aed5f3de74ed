// Hashes of keys where the kernel cannot run; kernel.wat has its own.

/** Hash of a byte range, to be carried on over a second one. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word =
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** Carries a hash on over a number below 2^31. */
export const hashTag = (hash: number, tag: number): number => {
  const mixed = Math.imul(hash ^ tag, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};
