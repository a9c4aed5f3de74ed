// Hashes of keys. They only find keys: two are the same when their bytes are.

const PRIME: u64 = 0x9e3779b97f4a7c15;
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f;

function mix(hash: u64, word: u64, prime: u64): u64 {
  const mixed = (hash ^ word) * prime;
  return mixed ^ (mixed >> 29);
}

/** A hash of some bytes, in two lanes, carried on from another. */
function hashBytes(at: usize, length: i32, seed: u64): u64 {
  let hash = seed ^ length;
  if (length >= 16) {
    let other = seed;
    while (length >= 16) {
      hash = mix(hash, load<u64>(at), PRIME);
      other = mix(other, load<u64>(at, 8), PRIME_2);
      at += 16;
      length -= 16;
    }
    hash ^= other;
  }
  if (length >= 8) {
    hash = mix(hash, load<u64>(at), PRIME);
    at += 8;
    length -= 8;
  }
  if (length == 0) return hash;
  // The last bytes, with those after the end cut off.
  return mix(hash, load<u64>(at) & (((<u64>1) << (length << 3)) - 1), PRIME);
}

function fold(hash: u64): u32 {
  return <u32>(hash ^ (hash >> 32));
}

/** The same in 64 bits: so many that two of the keys that tables hold do not share one. */
export function wideHashOf(start: usize, length: i32, start2: usize, length2: i32, tag: u32): u64 {
  let hash = hashBytes(start, length, tag);
  if (length2) hash = hashBytes(start2, length2, hash);
  return mix(mix(hash, tag, PRIME_2), length, PRIME);
}

/** Of two ranges of bytes and a number. */
export function hashOf(start: usize, length: i32, start2: usize, length2: i32, tag: u32): u32 {
  let hash = hashBytes(start, length, tag);
  if (length2) hash = hashBytes(start2, length2, hash);
  return fold(mix(hash, tag, PRIME_2));
}
