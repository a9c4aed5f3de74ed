// The request line: `GET https://host:443/path?query HTTP/1.1`. It may be `- http://host:80- -` or `- - - `, contain
// spaces, lack the protocol, and end in a space. The result is kept here, for one line at a time.
import { COLON, indexOf, indexOfEither, isDash, QUESTION, SLASH, SPACE } from './bytes.ts';
import { BY_POLLING, BY_WEBSOCKET, NO_TRANSPORT } from '../layout.ts';

/** Scheme, host and port are between the URL's start and the path's. */
export let urlStart: usize = 0;
export let pathStart: usize = 0;
export let pathEnd: usize = 0;
/** The end of the query, which begins at the path's end with its question mark. */
export let urlEnd: usize = 0;
/** 1 to 65535, or 0 if the URL has none. */
export let port: i32 = 0;

/** Notes URL, path and port of a request line. */
export function readRequest(start: usize, end: usize): void {
  const space = indexOf(SPACE, start, end);
  const url = min(end, space + 1);
  const to = endOfUrl(url, end);
  const slash = indexOfEither(SLASH, QUESTION, url, to);
  // `://` within a path or a query does not follow a scheme.
  const hasScheme =
    slash > url && slash + 1 < to && load<u8>(slash - 1) == COLON && load<u16>(slash) == 0x2f2f;
  const authority = slash + 2;
  urlEnd = to;
  pathStart = hasScheme ? indexOfEither(SLASH, QUESTION, authority, to) : slash;
  urlStart = hasScheme ? url : pathStart;
  pathEnd = indexOf(QUESTION, pathStart, to);
  port = hasScheme ? readPort(authority, pathStart) : 0;
}

const EQUALS: u8 = 61;
const AMPERSAND: u8 = 38;

/**
 * The value of the first `transport=` in the query. Socket.IO sends websocket or polling; SignalR webSockets,
 * longPolling, serverSentEvents or foreverFrame. Anything but a WebSocket counts as polling.
 */
export function readTransport(): i32 {
  for (let at = indexOf(EQUALS, pathEnd, urlEnd); at < urlEnd; at = indexOf(EQUALS, at + 1, urlEnd)) {
    // `transport`, after a question mark or an ampersand.
    if (at < pathEnd + 10 || load<u64>(at - 9) != 0x726f70736e617274 || load<u8>(at - 1) != 116) continue;
    if ((load<u8>(at - 10) != AMPERSAND && at - 10 != pathEnd) || at + 1 >= urlEnd) continue;
    const letter = load<u8>(at, 1);
    if (letter != AMPERSAND) return (letter | 32) == 119 ? BY_WEBSOCKET : BY_POLLING;
  }
  return NO_TRANSPORT;
}

/** Where a URL ends: before a protocol (`HTTP/…` or `-`), and before the spaces at the end. */
function endOfUrl(start: usize, end: usize): usize {
  // ` HTTP/1.1` and the like: nearly always.
  if (end - start > 9 && load<u64>(end - 9) == 0x2e312f5054544820 && load<u8>(end - 1) != SPACE)
    return withoutSpaces(start, end - 9);
  let to = withoutSpaces(start, end);
  let last = to;
  while (last > start && load<u8>(last - 1) != SPACE) last--;
  if (last > start && isProtocol(last, to)) to = last - 1;
  return withoutSpaces(start, to);
}

function withoutSpaces(start: usize, end: usize): usize {
  while (end > start && load<u8>(end - 1) == SPACE) end--;
  return end;
}

function isProtocol(start: usize, end: usize): bool {
  return (
    isDash(start, end) || (end - start >= 5 && load<u32>(start) == 0x50545448 && load<u8>(start, 4) == SLASH)
  );
}

/** The port after an authority's last colon. */
function readPort(start: usize, end: usize): i32 {
  let value = 0;
  let scale = 1;
  for (let at = end - 1; at > start; at--) {
    const byte = load<u8>(at);
    if (byte == COLON) return value > 65535 ? 0 : value;
    const digit = <u32>byte - 48;
    if (digit > 9 || scale > 10000) return 0;
    value += digit * scale;
    scale *= 10;
  }
  return 0;
}
