// The request line: `GET https://host:443/path?query HTTP/1.1`. It may be `- http://host:80- -` or `- - - `, hold spaces, lack
// the protocol, and end in a space.
import { COLON, isDash, SLASH, SPACE } from './bytes.ts';

/**
 * The URL: what follows the first space, without a protocol (`HTTP/…` or `-`) at the end, and without spaces at the end.
 *
 * @param url receives start and end; an empty range when there is none.
 */
export function urlOf(bytes: Uint8Array, start: number, end: number, url: Int32Array): void {
  let from = start;
  while (from < end && bytes[from] !== SPACE) from++;
  from = Math.min(end, from + 1);
  let to = end;
  while (to > from && bytes[to - 1] === SPACE) to--;
  let last = to;
  while (last > from && bytes[last - 1] !== SPACE) last--;
  if (last > from && isProtocol(bytes, last, to)) to = last - 1;
  while (to > from && bytes[to - 1] === SPACE) to--;
  url[0] = from;
  url[1] = to;
}

const isProtocol = (bytes: Uint8Array, start: number, end: number): boolean =>
  isDash(bytes, start, end) ||
  (end - start >= 5 &&
    bytes[start] === 72 &&
    bytes[start + 1] === 84 &&
    bytes[start + 2] === 84 &&
    bytes[start + 3] === 80 &&
    bytes[start + 4] === SLASH);

/** Where the authority begins, after `://`; the start when the URL has no scheme. */
function afterScheme(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + 2 < end; at++) {
    if (bytes[at] === COLON && bytes[at + 1] === SLASH && bytes[at + 2] === SLASH) return at + 3;
    // A path or a query: what follows is no scheme.
    if (bytes[at] === SLASH || bytes[at] === 63) break;
  }
  return start;
}

/** The path: from the first slash after the authority to the query. Empty when there is none. */
export function pathOf(bytes: Uint8Array, start: number, end: number, path: Int32Array): void {
  let from = afterScheme(bytes, start, end);
  while (from < end && bytes[from] !== SLASH && bytes[from] !== 63) from++;
  let to = from;
  while (to < end && bytes[to] !== 63) to++;
  path[0] = from;
  path[1] = to;
}

/** The port after the authority's last colon: 1 to 65535, or 0 when it has none. */
export function portOf(bytes: Uint8Array, start: number, end: number): number {
  const from = afterScheme(bytes, start, end);
  if (from === start) return 0;
  let to = from;
  while (to < end && bytes[to] !== SLASH && bytes[to] !== 63) to++;
  let port = 0;
  let scale = 1;
  for (let at = to - 1; at > from; at--) {
    const digit = (bytes[at] ?? 0) - 48;
    if (bytes[at] === COLON) return port > 65_535 ? 0 : port;
    if (digit < 0 || digit > 9 || scale > 10_000) return 0;
    port += digit * scale;
    scale *= 10;
  }
  return 0;
}
