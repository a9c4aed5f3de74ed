// A line about a WebSocket, which closed -> the tally.
import {
  CIPHER,
  CLIENT,
  clientEndOf,
  CREATION_TIME,
  ELB,
  endOf,
  keyEnd,
  NODE,
  PROTOCOL,
  RECEIVED,
  REQUEST,
  SENT,
  startOf,
  TARGET,
  TARGET_GROUP,
  USER_AGENT,
  WORD_CAP,
} from './access-fields.ts';
import { SHORT_SECONDS } from '../types.ts';
import { isDash, readDigits } from './bytes.ts';
import { addValue } from './distribution.ts';
import { addMinute, CLOSED, KNOWN, MINUTE_MICROS, OPENED } from './minutes.ts';
import { BAD, COUNTED } from './outcome.ts';
import { pathOf, portOf, urlOf } from './request.ts';
import { addTo, type KeyTable } from './table.ts';
import { SECONDS_CELLS, type Tally } from './tally.ts';
import { readTime } from './time.ts';
import { DASH_AT, type Workspace } from './workspace.ts';

/** Columns of the tables, after connections, received and sent. */
export const FIRST_OPENED = 3;
export const LAST_CLOSED = 4;
export const SHORT = 3;
export const CHANGES = 4;
const LAST_TARGET = 5;
export const REFUSED_REQUESTS = 6;

/** Room for one line at a time. */
const url = new Int32Array(2);
const path = new Int32Array(2);

/** @returns {@link COUNTED}, or why it is malformed. */
export function addSocket(
  tally: Tally,
  work: Workspace,
  count: number,
  isTls: boolean,
  time: number,
  status: number,
): number {
  const { bytes, fields } = work;
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
  const port = noteRequest(work);
  const { closed } = tally.access;
  const cipher = startOf(fields, CIPHER);
  const cipherEnd = Math.min(endOf(fields, PROTOCOL), cipher + WORD_CAP);
  addTo(closed, work.find(closed, cipher, cipherEnd, 0, 0, closedTag(isTls, status, port)), 0, 1);
  noteTarget(tally, work, time, created, received, sent);
  noteClient(tally, work, created, received, sent, isShort);
  noteWords(tally, work, count, received, sent);
  return COUNTED;
}

/** Finds path and port. @returns the port, or 0. */
function noteRequest({ bytes, fields }: Workspace): number {
  urlOf(bytes, startOf(fields, REQUEST), endOf(fields, REQUEST), url);
  pathOf(bytes, url[0] ?? 0, url[1] ?? 0, path);
  return portOf(bytes, url[0] ?? 0, url[1] ?? 0);
}

function noteTarget(
  tally: Tally,
  { fields, find }: Workspace,
  time: number,
  created: number,
  received: number,
  sent: number,
): void {
  const { targets, targetMinutes } = tally.access;
  const start = startOf(fields, TARGET);
  const end = keyEnd(fields, TARGET);
  const at = find(targets, start, end, startOf(fields, TARGET_GROUP), keyEnd(fields, TARGET_GROUP), 0);
  addTraffic(targets, at, received, sent);
  const { values } = targets;
  const opened = at + 1 + FIRST_OPENED;
  const first = values[opened] ?? 0;
  if (created >= 0 && (first === 0 || created < first)) values[opened] = created;
  const closed = at + 1 + LAST_CLOSED;
  if (time > (values[closed] ?? 0)) values[closed] = time;
  addTo(targetMinutes, find(targetMinutes, start, end, 0, 0, Math.floor(time / MINUTE_MICROS)), 1, 1);
  if (created >= 0)
    addTo(targetMinutes, find(targetMinutes, start, end, 0, 0, Math.floor(created / MINUTE_MICROS)), 0, 1);
}

function noteClient(
  tally: Tally,
  { bytes, fields, find, hash }: Workspace,
  created: number,
  received: number,
  sent: number,
  isShort: boolean,
): void {
  const { clients, clientMinutes } = tally.access;
  const start = startOf(fields, CLIENT);
  const end = clientEndOf(bytes, fields);
  const at = find(clients, start, end, 0, 0, 0);
  addTraffic(clients, at, received, sent);
  if (isShort) addTo(clients, at, SHORT, 1);
  // 0 is no target yet.
  const target = hash(startOf(fields, TARGET), keyEnd(fields, TARGET)) || 1;
  const place = at + 1 + LAST_TARGET;
  const last = clients.values[place] ?? 0;
  if (last !== 0 && last !== target) addTo(clients, at, CHANGES, 1);
  clients.values[place] = target;
  if (created < 0) return;
  addTo(clientMinutes, find(clientMinutes, start, end, 0, 0, Math.floor(created / MINUTE_MICROS)), 0, 1);
}

function noteWords(tally: Tally, work: Workspace, count: number, received: number, sent: number): void {
  const { paths, userAgents, nodes, loadBalancers } = tally.access;
  const { find } = work;
  const from = path[0] ?? 0;
  addTraffic(paths, find(paths, from, Math.min(path[1] ?? 0, from + WORD_CAP), 0, 0, 0), received, sent);
  addWord(userAgents, work, USER_AGENT, received, sent);
  addWord(loadBalancers, work, ELB, received, sent);
  if (count > NODE) addWord(nodes, work, NODE, received, sent);
  else addTraffic(nodes, find(nodes, DASH_AT, DASH_AT + 1, 0, 0, 0), received, sent);
}

function addWord(
  table: KeyTable,
  { fields, find }: Workspace,
  field: number,
  received: number,
  sent: number,
): void {
  addTraffic(table, find(table, startOf(fields, field), keyEnd(fields, field), 0, 0, 0), received, sent);
}

function addTraffic({ values }: KeyTable, at: number, received: number, sent: number): void {
  values[at + 1] = (values[at + 1] ?? 0) + 1;
  values[at + 2] = (values[at + 2] ?? 0) + received;
  values[at + 3] = (values[at + 3] ?? 0) + sent;
}

/** Status codes up to NO_STATUS, and a port or 0, in a number below 2^31. */
const closedTag = (isTls: boolean, status: number, port: number): number =>
  (status * 65_536 + port) * 2 + (isTls ? 1 : 0);
