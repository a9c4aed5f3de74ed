// Which lines --where selects. ../where.ts compiles the conditions to a program, see layout.ts.
import { CLIENT, dashAt, ELB, ELB_STATUS, NODE, REQUEST, TARGET, TYPE, USER_AGENT } from './access-fields.ts';
import { COLON, lastIndexOf, SLASH } from './bytes.ts';
import {
  WHERE_AGENT,
  WHERE_CAP,
  WHERE_CLIENT,
  WHERE_HEAD,
  WHERE_HOST,
  WHERE_IS_ADDRESS,
  WHERE_IS_FOLDED,
  WHERE_IS_NOT,
  WHERE_LOAD_BALANCER,
  WHERE_NODE,
  WHERE_OR,
  WHERE_PATH,
  WHERE_STATUS,
  WHERE_TARGET,
} from '../layout.ts';
import { isInBlock } from './address.ts';
import { isLike } from './pattern.ts';
import { pathEnd, pathStart, port, readRequest, urlStart } from './request.ts';
import { allFields, endOf, startOf } from './split.ts';

export const whereAt: usize = memory.data(WHERE_CAP + 32);
let whereEnd: usize = whereAt;

/** @param length bytes of the program; 0 selects every line. */
export function setWhere(length: i32): void {
  whereEnd = whereAt + length;
}

/** The word of the current line that a condition applies to. */
let wordStart: usize = 0;
let wordEnd: usize = 0;

/** @param fields the number of fields of the line split last. */
export function isAskedFor(fields: i32): bool {
  let at = whereAt;
  while (at < whereEnd) {
    const isNot = (load<u8>(at, 1) & WHERE_IS_NOT) != 0;
    noteWord(load<u8>(at), fields);
    let isMet = false;
    let more = true;
    // One of several alternatives is enough.
    while (more) {
      const flags = load<u8>(at, 1);
      const length: i32 = load<u16>(at, 2);
      if (!isMet) isMet = isMetBy(load<u8>(at), flags, at + WHERE_HEAD, length);
      more = (flags & WHERE_OR) != 0;
      at += WHERE_HEAD + length;
    }
    if (isMet == isNot) return false;
  }
  return true;
}

function noteWord(key: u8, fields: i32): void {
  if (key == WHERE_HOST || key == WHERE_PATH) return noteRequest(key);
  let field = TYPE;
  if (key == WHERE_CLIENT) field = CLIENT;
  else if (key == WHERE_TARGET) field = TARGET;
  else if (key == WHERE_STATUS) field = ELB_STATUS;
  else if (key == WHERE_AGENT) field = USER_AGENT;
  else if (key == WHERE_LOAD_BALANCER) field = ELB;
  else if (key == WHERE_NODE) {
    field = NODE;
    if (allFields(fields) <= NODE) {
      wordStart = dashAt;
      wordEnd = dashAt + 1;
      return;
    }
  }
  wordStart = startOf(field);
  wordEnd = endOf(field);
  if (key == WHERE_CLIENT) wordEnd = beforeLast(COLON);
}

function noteRequest(key: u8): void {
  readRequest(startOf(REQUEST), endOf(REQUEST));
  wordStart = pathStart;
  wordEnd = pathEnd;
  if (key == WHERE_PATH) return;
  // After the scheme's `://` and before the port.
  wordEnd = pathStart;
  wordStart = urlStart;
  if (urlStart == pathStart) return;
  while (wordStart < wordEnd && load<u8>(wordStart) != SLASH) wordStart++;
  wordStart = min(wordEnd, wordStart + 2);
  if (port) wordEnd = beforeLast(COLON);
}

/** The end of the word without its last such byte and what follows it. */
function beforeLast(byte: u8): usize {
  const at = lastIndexOf(byte, wordStart, wordEnd);
  return at == 0 ? wordEnd : at;
}

function isMetBy(key: u8, flags: u8, pattern: usize, length: i32): bool {
  if (flags & WHERE_IS_ADDRESS) return isInBlock(wordStart, wordEnd, pattern);
  const isFolded = (flags & WHERE_IS_FOLDED) != 0;
  if (isLike(wordStart, wordEnd, pattern, length, isFolded)) return true;
  // A target without its port; a load balancer's name in `app/name/id`.
  if (key == WHERE_TARGET) return isLike(wordStart, beforeLast(COLON), pattern, length, isFolded);
  if (key != WHERE_LOAD_BALANCER) return false;
  const last = lastIndexOf(SLASH, wordStart, wordEnd);
  const first: usize = last == 0 ? 0 : lastIndexOf(SLASH, wordStart, last);
  return first != 0 && isLike(first + 1, last, pattern, length, isFolded);
}
