// IPv4 and IPv6 addresses as sixteen bytes: an IPv4 address is the last four bytes of ::ffff:0:0/96.

const COLON: u8 = 58;
const POINT: u8 = 46;
const addressAt: usize = memory.data(48);

/** @param block sixteen bytes and the prefix length. */
export function isInBlock(start: usize, end: usize, block: usize): bool {
  if (!readAddress(start, end)) return false;
  let bits: i32 = load<u8>(block, 16);
  for (let at: usize = 0; bits > 0; at++) {
    const mask: u32 = bits >= 8 ? 0xff : (0xff00 >> bits) & 0xff;
    if ((load<u8>(addressAt + at) ^ load<u8>(block + at)) & mask) return false;
    bits -= 8;
  }
  return true;
}

function readAddress(start: usize, end: usize): bool {
  // Brackets around an IPv6 address.
  if (end - start > 2 && load<u8>(start) == 91 && load<u8>(end - 1) == 93) {
    start++;
    end--;
  }
  memory.fill(addressAt, 0, 48);
  let hasColon = false;
  for (let at = start; at < end; at++) if (load<u8>(at) == COLON) hasColon = true;
  if (hasColon) return readV6(start, end);
  store<u16>(addressAt, 0xffff, 10);
  return readV4(start, end, addressAt + 12);
}

function readV4(start: usize, end: usize, to: usize): bool {
  let value = 0;
  let digits = 0;
  let parts = 0;
  for (let at = start; at <= end; at++) {
    const byte: u8 = at < end ? load<u8>(at) : POINT;
    if (byte == POINT) {
      if (digits == 0 || value > 255 || parts == 4) return false;
      store<u8>(to + parts++, <u8>value);
      value = 0;
      digits = 0;
    } else if (<u32>byte - 48 < 10 && digits < 3) {
      value = value * 10 + byte - 48;
      digits++;
    } else return false;
  }
  return parts == 4;
}

/** Groups of up to four digits; `::` means zeros; the last two groups may be written as IPv4. */
function readV6(start: usize, end: usize): bool {
  let count: usize = 0;
  /** Bytes before `::`. */
  let gap: isize = -1;
  let at = start;
  if (load<u8>(at) == COLON) {
    if (at + 1 >= end || load<u8>(at, 1) != COLON) return false;
    gap = 0;
    at += 2;
  }
  while (at < end) {
    let value: u32 = 0;
    const from = at;
    while (at < end && load<u8>(at) != COLON && load<u8>(at) != POINT) {
      const digit = hexOf(load<u8>(at++));
      if (digit < 0 || at - from > 4) return false;
      value = value * 16 + digit;
    }
    if (at < end && load<u8>(at) == POINT) {
      if (count > 12 || !readV4(from, end, addressAt + count)) return false;
      count += 4;
      break;
    }
    if (at == from || count > 14) return false;
    store<u8>(addressAt + count, <u8>(value >> 8));
    store<u8>(addressAt + count + 1, <u8>value);
    count += 2;
    if (at == end) break;
    at++;
    if (at < end && load<u8>(at) == COLON) {
      if (gap >= 0) return false;
      gap = <isize>count;
      at++;
    } else if (at == end) return false;
  }
  if (gap < 0) return count == 16;
  if (count > 14) return false;
  const moved = count - <usize>gap;
  memory.copy(addressAt + 16 - moved, addressAt + gap, moved);
  memory.fill(addressAt + gap, 0, 16 - count);
  return true;
}

function hexOf(byte: u8): i32 {
  if (<u32>byte - 48 < 10) return byte - 48;
  const letter = ((<u32>byte) | 32) - 97;
  return letter < 6 ? <i32>letter + 10 : -1;
}
