// Hashes of keys. They are only used to find keys, whose bytes are then compared.

const PRIME: u64 = 0x9e3779b97f4a7c15;
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f;

function mix(hash: u64, word: u64, prime: u64): u64 {
  const mixed = (hash ^ word) * prime;
  return mixed ^ (mixed >> 29);
}

/** Hashes a word, in two lanes. @param seed the hash of what comes before it, to continue one. */
export function hashOfWord(at: usize, length: i32, seed: u64 = 0): u64 {
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
  // The last bytes; those after the end are masked out.
  return mix(hash, load<u64>(at) & (((<u64>1) << (length << 3)) - 1), PRIME);
}

function fold(hash: u64): u32 {
  return <u32>(hash ^ (hash >> 32));
}

/** The hash of two words. */
export function hashOfPair(word: u64, other: u64): u64 {
  return mix(word, other, PRIME_2);
}

/** The hash of a key: one word (or a pair) and a number. */
export function hashOfKey(word: u64, tag: u32): u32 {
  return fold(mix(word, tag, PRIME_2));
}

/** A 64-bit hash of a key: wide enough that no two keys in the tables are likely to collide. */
export function wideHashOfKey(word: u64, other: u64, tag: u32): u64 {
  return mix(mix(word, other, PRIME), tag, PRIME_2);
}
