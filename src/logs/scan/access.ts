// A line of the access log -> the tally.
import { ACCESS_FORMS, ELB_STATUS, endOf, startOf, TIME, TYPE } from './access-fields.ts';
import { readStatus } from './bytes.ts';
import { BAD, COUNTED, OUTSIDE_TIME, type Window } from './outcome.ts';
import { addRefusal } from './refusal.ts';
import { addSocket } from './socket.ts';
import { BAD_FIELDS, BAD_QUOTES } from './split.ts';
import type { Tally } from './tally.ts';
import { readTime } from './time.ts';
import type { Workspace } from './workspace.ts';

/** @returns {@link COUNTED}, {@link OUTSIDE_TIME}, or why it is malformed: an index of REASONS. */
export function addAccessLine(
  tally: Tally,
  work: Workspace,
  start: number,
  end: number,
  { since, until }: Window,
): number {
  const { bytes, fields } = work;
  const count = work.split(start, end, ACCESS_FORMS);
  if (count === BAD_FIELDS) return BAD.fields;
  if (count === BAD_QUOTES) return BAD.quotes;
  const time = readTime(bytes, startOf(fields, TIME), endOf(fields, TIME));
  if (time < 0) return BAD.time;
  const status = readStatus(bytes, startOf(fields, ELB_STATUS), endOf(fields, ELB_STATUS));
  if (status < 0) return BAD.status;
  if (time < since || time >= until) return OUTSIDE_TIME;
  const type = typeOf(bytes, startOf(fields, TYPE), endOf(fields, TYPE));
  if (type === WS || type === WSS) {
    const bad = addSocket(tally, work, count, type === WSS, time, status);
    if (bad !== COUNTED) return bad;
  } else if (type <= HTTPS && (status >= 300 || status < 200)) addRefusal(tally, work, count, time, status);
  tally.types[type] = (tally.types[type] ?? 0) + 1;
  if (time < tally.firstTime) tally.firstTime = time;
  if (time > tally.lastTime) tally.lastTime = time;
  return COUNTED;
}

const HTTPS = 1;
const WS = 4;
const WSS = 5;
const OTHER = 6;
const NAMES = ['http', 'https', 'h2', 'grpcs', 'ws', 'wss'].map((name) => Buffer.from(name));

function typeOf(bytes: Uint8Array, start: number, end: number): number {
  for (let type = 0; type < NAMES.length; type++) {
    const name = NAMES[type] ?? [];
    if (name.length !== end - start) continue;
    let at = 0;
    while (at < name.length && name[at] === bytes[start + at]) at++;
    if (at === name.length) return type;
  }
  return OTHER;
}
