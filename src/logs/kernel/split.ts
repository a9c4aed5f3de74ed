// Finds the fields of a line. AWS's user guide documents the quotes and which fields have them:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-format
import { BACKSLASH, DASH, indexOf, QUOTE, SPACE } from './bytes.ts';
import { BAD_FIELDS, BAD_QUOTES, WORD_CAP } from '../layout.ts';

const FIELDS_CAP = 34;
/** Start and end of each field of the current line. */
const fieldsAt: usize = memory.data(FIELDS_CAP * 8);

/** How a field is written: BARE, QUOTED, or either (2). Fields after the last known one may be either. */
const BARE: u8 = 0;
const QUOTED: u8 = 1;

/** Early lines have no quotes around domain name and certificate. Fields after error_reason may be either. */
export const ACCESS_FORMS: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 2, 2, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2,
]);
/** The first generation ends with trace_id. */
export const ACCESS_LEAST = 18;
/** error_reason is the last field whose form decides whether a line counts. */
export const ACCESS_STRICT = 25;
/** The node's IP address is the last field that is read. */
export const ACCESS_MOST = 34;

export const CONNECTION_FORMS: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 2, 2, 2]);
/** tls_verify_status is the last field that every line has. */
export const CONNECTION_LEAST = 11;
export const CONNECTION_STRICT = 11;
/** elb is the last field but one. */
export const CONNECTION_MOST = 15;

export function startOf(field: usize): usize {
  return load<u32>(fieldsAt + (field << 3));
}

export function endOf(field: usize): usize {
  return load<u32>(fieldsAt + (field << 3), 4);
}

/** The end of a field as a key: longer ones are cut. */
export function keyEndOf(field: usize): usize {
  return min(endOf(field), startOf(field) + WORD_CAP);
}

/**
 * Finds the fields of a line: bare ones end at a space, quoted ones at a quote after an even number of backslashes. One
 * bare `-` may follow the last field of a generation, for a field that AWS has not documented yet.
 *
 * @param forms how each field is written.
 * @param least number of fields in the oldest generation.
 * @param strict number of fields that must match `forms`; the first later field that does not ends the line.
 * @param most number of fields to look for.
 * @returns the number of fields; if they are wrong, -1 - BAD_FIELDS or -1 - BAD_QUOTES.
 */
export function split(at: usize, end: usize, forms: usize, least: i32, strict: i32, most: i32): i32 {
  next = at;
  lineEnd = end;
  all = -1;
  return splitOn(0, forms, least, strict, most);
}

/** The number of all fields of an access log line, once they have been requested; else -1. */
let all: i32 = -1;

/**
 * Finds the fields after those that decide whether a line counts: most requests do not need them.
 *
 * @param fields found so far.
 */
export function allFields(fields: i32): i32 {
  if (all < 0)
    all =
      fields < ACCESS_STRICT
        ? fields
        : splitOn(fields, ACCESS_FORMS, ACCESS_LEAST, ACCESS_STRICT, ACCESS_MOST);
  return all;
}

/** Where the next field begins, and where the line ends. */
let next: usize = 0;
let lineEnd: usize = 0;

/**
 * Finds more fields of the line split last.
 *
 * @param count the number of fields found so far. @returns as `split`.
 */
function splitOn(count: i32, forms: usize, least: i32, strict: i32, most: i32): i32 {
  const end = lineEnd;
  let at = next;
  while (at < end && count < most) {
    const form = load<u8>(forms + count);
    let from = at;
    if (load<u8>(at) == QUOTE) {
      if (form == BARE) return -1 - BAD_QUOTES;
      from++;
      at = closingQuote(from, end);
      if (at >= end || (at + 1 < end && load<u8>(at, 1) != SPACE))
        return count < strict ? -1 - BAD_QUOTES : count;
      store<u32>(fieldsAt + (count << 3), at, 4);
      at++;
    } else {
      at = indexOf(SPACE, at, end);
      if (at == from) return count < strict ? -1 - BAD_FIELDS : count;
      if (form == QUOTED) {
        const isTrailing = at == end && count >= least && at - from == 1 && load<u8>(from) == DASH;
        if (!isTrailing) return -1 - BAD_QUOTES;
      }
      store<u32>(fieldsAt + (count << 3), at, 4);
    }
    store<u32>(fieldsAt + (count << 3), from);
    at++;
    count++;
  }
  next = at;
  return count < least ? -1 - BAD_FIELDS : count;
}

/** The quote that closes a field; `end` or beyond if the line has none. */
function closingQuote(at: usize, end: usize): usize {
  while (at < end) {
    const bytes = v128.load(at);
    const mask = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), i8x16.eq(bytes, i8x16.splat(BACKSLASH))),
    );
    if (!mask) {
      at += 16;
      continue;
    }
    at += ctz(mask);
    if (load<u8>(at) == QUOTE) return at;
    // The byte after a backslash is escaped, whatever it is.
    at += 2;
  }
  return end;
}
