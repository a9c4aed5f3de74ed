// A line -> where its fields are. What the quotes are, and which field has them, is in facts of AWS's user guide:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-entry-format
import { BACKSLASH, DASH, QUOTE, SPACE } from './bytes.ts';

const FIELDS_CAP = 64;

/** What is wrong with a line, as `splitLine` says it. */
export const BAD_FIELDS = -1;
export const BAD_QUOTES = -2;

/** How each field is written. Beyond the last one it may be either. */
export const BARE = 0;
export const QUOTED = 1;
export const EITHER = 2;

/**
 * Finds the fields of a line: bare ones end at a space, quoted ones at a quote after an even number of backslashes. One
 * bare `-` may follow a generation's last field, whatever will stand there once AWS has documented it.
 *
 * @param fields receives start and end of each field, quotes left out.
 * @param forms how each field is written.
 * @param least fields that the oldest generation has.
 * @returns the number of fields, {@link BAD_FIELDS} or {@link BAD_QUOTES}.
 */
export function splitLine(
  bytes: Uint8Array,
  start: number,
  end: number,
  fields: Int32Array,
  forms: Uint8Array,
  least: number,
): number {
  let count = 0;
  let at = start;
  while (at < end && count < FIELDS_CAP) {
    const form = count < forms.length ? forms[count] : EITHER;
    if (bytes[at] === QUOTE) {
      if (form === BARE) return BAD_QUOTES;
      const close = closingQuote(bytes, at + 1, end);
      if (close < 0 || (close + 1 < end && bytes[close + 1] !== SPACE)) return BAD_QUOTES;
      fields[count * 2] = at + 1;
      fields[count * 2 + 1] = close;
      at = close + 2;
    } else {
      const from = at;
      while (at < end && bytes[at] !== SPACE) at++;
      if (at === from) return BAD_FIELDS;
      const isTrailing = at === end && count >= least && at - from === 1 && bytes[from] === DASH;
      if (form === QUOTED && !isTrailing) return BAD_QUOTES;
      fields[count * 2] = from;
      fields[count * 2 + 1] = at;
      at++;
    }
    count++;
  }
  return count < least ? BAD_FIELDS : count;
}

/** @returns -1 when the field does not end in the line. */
function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    // The byte after a backslash is escaped, whatever it is.
    if (byte === BACKSLASH) at++;
  }
  return -1;
}
