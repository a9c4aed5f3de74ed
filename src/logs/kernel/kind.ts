// Recognises lines of other logs. scan/kind.ts does the same for files: change both together.
import { indexOf, isDash, SLASH, SPACE } from './bytes.ts';
import { readTime } from './time.ts';

/** How many bytes are checked: an `elb` has at most 100 characters. */
const HEAD = 512;

/** Whether a line comes from another kind of log, or from ELB's test file. */
export function isForeign(start: usize, lineEnd: usize, isAccess: bool): bool {
  const end = min(lineEnd, start + HEAD);
  const first = indexOf(SPACE, start, end);
  const second = min(first + 1, end);
  const third = min(indexOf(SPACE, second, end) + 1, end);
  const fourth = min(indexOf(SPACE, third, end) + 1, end);
  if (readTime(start, first) >= 0) return isAccess && isWhole(fourth, indexOf(SPACE, fourth, end), false);
  const secondEnd = indexOf(SPACE, second, end);
  if (second < secondEnd && readTime(second, secondEnd) >= 0) {
    const thirdEnd = indexOf(SPACE, third, end);
    if (indexOf(SLASH, third, thirdEnd) < thirdEnd) return !isAccess;
    return isWhole(third, thirdEnd, true);
  }
  return isTestFile(start, end);
}

/** Digits, with a fraction if allowed; or `-`. */
function isWhole(start: usize, end: usize, mayHaveFraction: bool): bool {
  if (isDash(start, end)) return true;
  let digits = 0;
  for (let at = start; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte - 48 < 10) digits++;
    else if (byte == 46 && mayHaveFraction && digits > 0) {
      mayHaveFraction = false;
      digits = 0;
    } else return false;
  }
  return digits > 0;
}

/** `Enable `, a word that ends in `Log`, ` for ELB`. */
function isTestFile(start: usize, end: usize): bool {
  if (end - start < 18 || load<u64>(start) << 8 != 0x20656c62616e4500) return false;
  const word = start + 7;
  const wordEnd = indexOf(SPACE, word, end);
  if (wordEnd < word + 3 || end - wordEnd < 8 || load<u64>(wordEnd) != 0x424c4520726f6620) return false;
  if (load<u16>(wordEnd - 3) != 0x6f4c || load<u8>(wordEnd - 1) != 103) return false;
  for (let at = word; at < wordEnd; at++) {
    const byte: u32 = load<u8>(at);
    if (byte - 48 >= 10 && (byte | 32) - 97 >= 26 && byte != 95) return false;
  }
  return true;
}
