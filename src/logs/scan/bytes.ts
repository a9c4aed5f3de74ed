// Bytes read as what they stand for, without a string.

export const SPACE = 32;
export const QUOTE = 34;
export const DASH = 45;
export const SLASH = 47;
export const COLON = 58;
export const BACKSLASH = 92;

export const isDash = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start === 1 && bytes[start] === DASH;

/** Digits only, at most 15, so that a double holds it. -1 for anything else. */
export function readDigits(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 1 || length > 15) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** What stands for `-` among status codes. */
export const NO_STATUS = 1000;

/** Three digits, or {@link NO_STATUS} for `-`. -1 for anything else. */
export function readStatus(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 3) return readDigits(bytes, start, end);
  return isDash(bytes, start, end) ? NO_STATUS : -1;
}

/** `0.012`, in millionths, rounded down. -1 for anything that is not digits with at most one point. */
export function readMillionths(bytes: Uint8Array, start: number, end: number): number {
  let point = start;
  while (point < end && bytes[point] !== 46) point++;
  const whole = readDigits(bytes, start, point);
  if (whole < 0 || whole > 1e9 || point === end) return whole < 0 || whole > 1e9 ? -1 : whole * 1e6;
  let fraction = 0;
  let scale = 1e6;
  for (let at = point + 1; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return -1;
    scale /= 10;
    if (scale >= 1) fraction += digit * scale;
  }
  return point + 1 === end ? -1 : whole * 1e6 + fraction;
}

export function lastIndexOfByte(bytes: Uint8Array, byte: number, start: number, end: number): number {
  for (let at = end - 1; at >= start; at--) if (bytes[at] === byte) return at;
  return -1;
}

export function startsWith(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  if (end - start < word.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word[at]) return false;
  return true;
}
