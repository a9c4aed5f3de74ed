// Hashes of keys. They only find keys: two are the same when their bytes are.

const PRIME: u64 = 0x9e3779b97f4a7c15;
const PRIME_2: u64 = 0xc2b2ae3d27d4eb4f;

function mix(hash: u64, word: u64, prime: u64): u64 {
  const mixed = (hash ^ word) * prime;
  return mixed ^ (mixed >> 29);
}

/** The hash of a word, in two lanes. @param seed that of what comes before it, if it is carried on. */
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
  // The last bytes, with those after the end cut off.
  return mix(hash, load<u64>(at) & (((<u64>1) << (length << 3)) - 1), PRIME);
}

function fold(hash: u64): u32 {
  return <u32>(hash ^ (hash >> 32));
}

/** Of two words. */
export function hashOfPair(word: u64, other: u64): u64 {
  return mix(word, other, PRIME_2);
}

/** What finds a key of a word, or of two, and a number. */
export function hashOfKey(word: u64, tag: u32): u32 {
  return fold(mix(word, tag, PRIME_2));
}

/** Of a key in 64 bits: so many that two of the keys that tables hold do not share one. */
export function wideHashOfKey(word: u64, other: u64, tag: u32): u64 {
  return mix(mix(word, other, PRIME), tag, PRIME_2);
}
