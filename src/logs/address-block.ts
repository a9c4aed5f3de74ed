// Parses `10.0.0.0/8`, `2001:db8::/32`, or a single address into the sixteen bytes that the kernel compares, and a
// prefix length.

const V4_BITS = 96;

/** @returns undefined if it is not an address. IPv4 is mapped to ::ffff:0:0/96, as in the kernel. */
export function blockOf(text: string): Uint8Array | undefined {
  const [, address = '', bits] = /^\[?([^/\]]*)\]?(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const isV6 = address.includes(':');
  const parts = isV6 ? groupsOf(address) : v4Of(address);
  const most = isV6 ? 128 : 32;
  const length = bits === undefined ? most : Number(bits);
  if (!parts || length > most) return undefined;
  const bytes = isV6 ? parts : [...Array.from({ length: 10 }, () => 0), 255, 255, ...parts];
  return Uint8Array.from([...bytes, isV6 ? length : V4_BITS + length]);
}

function v4Of(text: string): number[] | undefined {
  const parts = text.split('.');
  const isGood = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return isGood ? parts.map(Number) : undefined;
}

/** Sixteen bytes; `::` means zeros, and the last two groups may be written as IPv4. */
function groupsOf(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const sides = halves.map((half) => (half === '' ? [] : half.split(':').flatMap(bytesOf)));
  const length = sides.reduce((sum, side) => sum + side.length, 0);
  if (sides.flat().some((byte) => Number.isNaN(byte))) return undefined;
  if (halves.length === 1 ? length !== 16 : length > 14) return undefined;
  const [before = [], after = []] = sides;
  return [...before, ...Array.from({ length: 16 - length }, () => 0), ...after];
}

function bytesOf(group: string): number[] {
  if (group.includes('.')) return v4Of(group) ?? [Number.NaN];
  const value = /^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : Number.NaN;
  return [Math.floor(value / 256), value % 256];
}
