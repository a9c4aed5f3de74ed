// Patterns as in listener rules: `*` matches any characters, `?` exactly one.

const ANY: u8 = 42;
const ONE: u8 = 63;

/** @param isFolded whether to ignore case; the pattern is then in lower case. */
export function isLike(start: usize, end: usize, pattern: usize, length: i32, isFolded: bool): bool {
  const patternEnd = pattern + length;
  let at = start;
  // Where to resume if what follows the last `*` does not match: the `*` then takes one more character.
  let star: usize = 0;
  let after: usize = 0;
  while (at < end) {
    const wanted: u8 = pattern < patternEnd ? load<u8>(pattern) : 0;
    if (pattern < patternEnd && wanted == ANY) {
      star = ++pattern;
      after = at;
      // Nothing follows the `*`.
      if (pattern == patternEnd) return true;
      continue;
    }
    if (pattern < patternEnd && (wanted == ONE || wanted == folded(load<u8>(at), isFolded))) {
      pattern++;
      at++;
      continue;
    }
    if (star == 0) return false;
    pattern = star;
    at = ++after;
  }
  while (pattern < patternEnd && load<u8>(pattern) == ANY) pattern++;
  return pattern == patternEnd;
}

function folded(byte: u8, isFolded: bool): u8 {
  return isFolded && byte >= 65 && byte <= 90 ? byte | 32 : byte;
}
