// A line of the access log -> the tally.
// Fields: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
import { SHORT_SECONDS } from '../types.ts';
import { COLON, isDash, lastIndexOfByte, readDigits, readStatus } from './bytes.ts';
import { addValue } from './distribution.ts';
import { addMinute, CLOSED, KNOWN, MINUTE_MICROS, OPENED } from './minutes.ts';
import { pathOf, portOf, urlOf } from './request.ts';
import { BAD_FIELDS, BAD_QUOTES, BARE, EITHER, QUOTED } from './split.ts';
import { hashBytes, hashTag, type KeyTable, valuesAt } from './table.ts';
import { SECONDS_CELLS, type Tally } from './tally.ts';
import { readTime } from './time.ts';
import { formsOf, type Workspace } from './workspace.ts';

/** Early lines have no quotes around domain name and certificate; the first generation ends with trace_id. */
export const ACCESS_FORMS = formsOf(
  0,
  [
    [BARE, 12],
    [QUOTED, 2],
    [BARE, 3],
    [QUOTED, 1],
    [EITHER, 2],
    [BARE, 2],
    [QUOTED, 7],
    [BARE, 1],
    [QUOTED, 3],
    [BARE, 3],
  ].flatMap(([form = BARE, times]) => Array<number>(times ?? 0).fill(form)),
  18,
);

const TYPE = 0;
const TIME = 1;
const ELB = 2;
const CLIENT = 3;
const TARGET = 4;
const ELB_STATUS = 8;
const TARGET_STATUS = 9;
const RECEIVED = 10;
const SENT = 11;
const REQUEST = 12;
const USER_AGENT = 13;
const CIPHER = 14;
const PROTOCOL = 15;
const TARGET_GROUP = 16;
const CREATION_TIME = 21;
const ERROR_REASON = 24;
const NODE = 33;

/** Columns of the tables, after connections, received and sent. */
export const FIRST_OPENED = 3;
export const LAST_CLOSED = 4;
export const SHORT = 3;
export const CHANGES = 4;
export const LAST_TARGET = 5;
export const REFUSED_REQUESTS = 6;

/** Bytes of a word that make a key. */
export const WORD_CAP = 256;

/** What `addAccessLine` returns beside an index of REASONS. */
export const COUNTED = -1;
export const OUTSIDE_TIME = -2;

const BAD = { fields: 0, quotes: 1, time: 2, status: 3, bytes: 4, creationTime: 5 } as const;

export interface Window {
  readonly since: number;
  readonly until: number;
}

/** Room for one line at a time. */
const url = new Int32Array(2);
const path = new Int32Array(2);
const startOf = (fields: Int32Array, field: number): number => fields[field * 2] ?? 0;
const endOf = (fields: Int32Array, field: number): number => fields[field * 2 + 1] ?? 0;
/** The end of what of it makes a key. */
const keyEnd = (fields: Int32Array, field: number): number =>
  Math.min(endOf(fields, field), startOf(fields, field) + WORD_CAP);

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
    const bad = addSocket(tally, work, count, type, time, status);
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

function addSocket(
  tally: Tally,
  { bytes, fields }: Workspace,
  count: number,
  type: number,
  time: number,
  status: number,
): number {
  const received = readDigits(bytes, startOf(fields, RECEIVED), endOf(fields, RECEIVED));
  const sent = readDigits(bytes, startOf(fields, SENT), endOf(fields, SENT));
  if (received < 0 || sent < 0) return BAD.bytes;
  let created = -1;
  if (count > CREATION_TIME && !isDash(bytes, startOf(fields, CREATION_TIME), endOf(fields, CREATION_TIME))) {
    created = readTime(bytes, startOf(fields, CREATION_TIME), endOf(fields, CREATION_TIME));
    if (created < 0) return BAD.creationTime;
  }
  // A clock that went back: the duration is not known, and neither is when it opened.
  if (created > time) created = -1;
  tally.received += received;
  tally.sent += sent;
  const closedMinute = Math.floor(time / MINUTE_MICROS);
  const openedMinute = created < 0 ? -1 : Math.floor(created / MINUTE_MICROS);
  addMinute(tally.minutes, closedMinute, CLOSED);
  let isShort = false;
  if (created < 0) tally.values.unknown++;
  else {
    const duration = time - created;
    addMinute(tally.minutes, openedMinute, OPENED);
    addMinute(tally.minutes, closedMinute, KNOWN);
    addValue(tally.values, duration);
    const second = Math.min(SECONDS_CELLS - 1, Math.floor(duration / 1e6));
    tally.seconds[second] = (tally.seconds[second] ?? 0) + 1;
    isShort = duration < SHORT_SECONDS * 1e6;
  }

  const { closed, targets, targetMinutes, clients, clientMinutes, paths, userAgents, nodes, loadBalancers } =
    tally.access;
  urlOf(bytes, startOf(fields, REQUEST), endOf(fields, REQUEST), url);
  pathOf(bytes, url[0] ?? 0, url[1] ?? 0, path);
  const port = portOf(bytes, url[0] ?? 0, url[1] ?? 0);
  const entry = wordEntry(
    closed,
    bytes,
    startOf(fields, CIPHER),
    endOf(fields, PROTOCOL),
    closedTag(type === WSS, status, port),
  );
  bump(closed, entry, 0, 1);

  const target = hashBytes(bytes, startOf(fields, TARGET), keyEnd(fields, TARGET), 0);
  const inTargets = valuesAt(
    targets,
    hashBytes(bytes, startOf(fields, TARGET_GROUP), keyEnd(fields, TARGET_GROUP), target),
    bytes,
    startOf(fields, TARGET),
    keyEnd(fields, TARGET),
    startOf(fields, TARGET_GROUP),
    keyEnd(fields, TARGET_GROUP),
    0,
  );
  addTraffic(targets, inTargets, received, sent);
  lower(targets, inTargets, FIRST_OPENED, created);
  raise(targets, inTargets, LAST_CLOSED, time);
  addTargetMinute(targetMinutes, bytes, fields, target, closedMinute, 1);
  if (openedMinute >= 0) addTargetMinute(targetMinutes, bytes, fields, target, openedMinute, 0);

  const clientEnd = clientEndOf(bytes, fields);
  const client = hashBytes(bytes, startOf(fields, CLIENT), clientEnd, 0);
  const inClients = valuesAt(clients, client, bytes, startOf(fields, CLIENT), clientEnd, 0, 0, 0);
  addTraffic(clients, inClients, received, sent);
  if (isShort) bump(clients, inClients, SHORT, 1);
  noteTarget(clients, inClients, target);
  if (openedMinute >= 0) {
    const hash = hashTag(client, openedMinute);
    const entry = valuesAt(
      clientMinutes,
      hash,
      bytes,
      startOf(fields, CLIENT),
      clientEnd,
      0,
      0,
      openedMinute,
    );
    bump(clientMinutes, entry, 0, 1);
  }

  addWord(paths, bytes, path[0] ?? 0, path[1] ?? 0, received, sent);
  addWord(userAgents, bytes, startOf(fields, USER_AGENT), endOf(fields, USER_AGENT), received, sent);
  addWord(loadBalancers, bytes, startOf(fields, ELB), endOf(fields, ELB), received, sent);
  if (count > NODE) addWord(nodes, bytes, startOf(fields, NODE), endOf(fields, NODE), received, sent);
  else addWord(nodes, DASH_WORD, 0, 1, received, sent);
  return COUNTED;
}

const DASH_WORD = Buffer.from('-');

/** http and https lines that were not answered well: they may be upgrades that failed. */
function addRefusal(
  tally: Tally,
  { bytes, fields }: Workspace,
  count: number,
  time: number,
  status: number,
): void {
  const { clients, failed, failedMinutes } = tally.access;
  if (status >= 400 && status < 1000) {
    const clientEnd = clientEndOf(bytes, fields);
    const client = hashBytes(bytes, startOf(fields, CLIENT), clientEnd, 0);
    const entry = valuesAt(clients, client, bytes, startOf(fields, CLIENT), clientEnd, 0, 0, 0);
    bump(clients, entry, REFUSED_REQUESTS, 1);
  }
  const start = startOf(fields, REQUEST);
  if (
    status === 304 ||
    status === 101 ||
    bytes[start] !== 71 ||
    bytes[start + 1] !== 69 ||
    bytes[start + 2] !== 84
  )
    return;
  if (bytes[start + 3] !== 32) return;
  urlOf(bytes, start, endOf(fields, REQUEST), url);
  pathOf(bytes, url[0] ?? 0, url[1] ?? 0, path);
  const from = path[0] ?? 0;
  const to = Math.min(path[1] ?? 0, from + WORD_CAP);
  const minute = Math.floor(time / MINUTE_MICROS);
  const hash = hashBytes(bytes, from, to, 0);
  const inMinutes = valuesAt(failedMinutes, hashTag(hash, minute), bytes, from, to, 0, 0, minute);
  bump(failedMinutes, inMinutes, 0, 1);
  const targetStatus = readStatus(bytes, startOf(fields, TARGET_STATUS), endOf(fields, TARGET_STATUS));
  const tag = failedTag(status, targetStatus);
  // Nothing stands for `-`, which lines without the field do not have.
  const reason = startOf(fields, ERROR_REASON);
  const hasReason = count > ERROR_REASON && !isDash(bytes, reason, endOf(fields, ERROR_REASON));
  const reasonEnd = hasReason ? keyEnd(fields, ERROR_REASON) : reason;
  const withReason = hashTag(hashBytes(bytes, reason, reasonEnd, hash), tag);
  bump(failed, valuesAt(failed, withReason, bytes, from, to, reason, reasonEnd, tag), 0, 1);
}

/** Status codes up to NO_STATUS, and a port or 0, in a number below 2^31. */
export const closedTag = (isTls: boolean, status: number, port: number): number =>
  (status * 65_536 + port) * 2 + (isTls ? 1 : 0);
/** @param targetStatus -1 when it does not read as one. */
export const failedTag = (status: number, targetStatus: number): number => status * 2048 + targetStatus + 1;

const clientEndOf = (bytes: Uint8Array, fields: Int32Array): number => {
  const colon = lastIndexOfByte(bytes, COLON, startOf(fields, CLIENT), endOf(fields, CLIENT));
  return colon < 0 ? keyEnd(fields, CLIENT) : Math.min(colon, startOf(fields, CLIENT) + WORD_CAP);
};

/** @param at of the key's values. @param which column. */
function bump({ values }: KeyTable, at: number, which: number, by: number): void {
  const place = at + 1 + which;
  values[place] = (values[place] ?? 0) + by;
}

function lower({ values }: KeyTable, at: number, which: number, value: number): void {
  const held = values[at + 1 + which] ?? 0;
  if (value >= 0 && (held === 0 || value < held)) values[at + 1 + which] = value;
}

function raise({ values }: KeyTable, at: number, which: number, value: number): void {
  if (value > (values[at + 1 + which] ?? 0)) values[at + 1 + which] = value;
}

function addTraffic({ values }: KeyTable, at: number, received: number, sent: number): void {
  values[at + 1] = (values[at + 1] ?? 0) + 1;
  values[at + 2] = (values[at + 2] ?? 0) + received;
  values[at + 3] = (values[at + 3] ?? 0) + sent;
}

function noteTarget(clients: KeyTable, at: number, target: number): void {
  // 0 is no target yet.
  const current = target === 0 ? 1 : target;
  const place = at + 1 + LAST_TARGET;
  const last = clients.values[place] ?? 0;
  if (last !== 0 && last !== current) bump(clients, at, CHANGES, 1);
  clients.values[place] = current;
}

function addTargetMinute(
  table: KeyTable,
  bytes: Uint8Array,
  fields: Int32Array,
  target: number,
  minute: number,
  which: number,
): void {
  const hash = hashTag(target, minute);
  bump(
    table,
    valuesAt(table, hash, bytes, startOf(fields, TARGET), keyEnd(fields, TARGET), 0, 0, minute),
    which,
    1,
  );
}

function wordEntry(table: KeyTable, bytes: Uint8Array, start: number, end: number, tag: number): number {
  const to = Math.min(end, start + WORD_CAP);
  return valuesAt(table, hashTag(hashBytes(bytes, start, to, 0), tag), bytes, start, to, 0, 0, tag);
}

function addWord(
  table: KeyTable,
  bytes: Uint8Array,
  start: number,
  end: number,
  received: number,
  sent: number,
): void {
  addTraffic(table, wordEntry(table, bytes, start, end, 0), received, sent);
}
