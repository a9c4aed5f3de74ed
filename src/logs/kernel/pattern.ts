// Patterns as listener rules have them: `*` is any characters, `?` is one.

const ANY: u8 = 42;
const ONE: u8 = 63;

/** @param isFolded whether letters match in either case; the pattern is in lower case. */
export function isLike(start: usize, end: usize, pattern: usize, length: i32, isFolded: bool): bool {
  const patternEnd = pattern + length;
  let at = start;
  // Where to go on when what follows the last `*` does not match: it takes one character more.
  let star: usize = 0;
  let after: usize = 0;
  while (at < end) {
    const wanted: u8 = pattern < patternEnd ? load<u8>(pattern) : 0;
    if (pattern < patternEnd && wanted == ANY) {
      star = ++pattern;
      after = at;
      // Nothing follows.
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
