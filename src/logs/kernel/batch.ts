// What lines bring to the tables waits here, and is then added table by table: so each table's memory is at hand while it is
// asked for many keys, and to wait for one does not hold up the next. A table sees its keys in the order of the lines, however
// many lines a batch has: its size changes no result.
import {
  AGENT_OCTAVES,
  BY_AGENT,
  BY_CLIENT,
  BY_KINDS,
  BY_SECONDS,
  BY_TARGET,
  CLIENT_MINUTES,
  CLOSED,
  CONNECTIONS,
  ENTRY_COLUMNS,
  FAILED,
  FAILED_BY,
  FAILED_CLIENTS,
  FAILED_ID_HIGH,
  FAILED_ID_LOW,
  FAILED_MINUTES,
  LOAD_BALANCERS,
  MINUTE_CLOSED,
  MINUTE_OPENED,
  NODE_MINUTES,
  NODES,
  REQUEST_FIRST,
  REQUEST_LAST,
  REQUESTS,
  ROUTES,
  TARGET_FIRST_OPENED,
  TARGET_LAST_CLOSED,
  TARGET_MINUTES,
  TARGET_OCTAVES,
  TARGETS,
  USER_AGENTS,
} from '../layout.ts';
import { isDash } from './bytes.ts';
import { addClient } from './clients.ts';
import { wideHashOf } from './hash.ts';
import { addPicture, isPictured } from './pictures.ts';
import { Record } from './record.ts';
import { FOLD_ROOM } from './route.ts';
import { add, find, Table } from './table.ts';
import { addTraffic, noteSpan, table } from './tables.ts';

export { Record };

const CAPACITY = 64;
const RECORD_BYTES = 512;
const recordsAt: usize = memory.data(CAPACITY * RECORD_BYTES);
const foldRoomAt: usize = memory.data(CAPACITY * FOLD_ROOM + 64);
let size = 0;

function record(index: i32): Record {
  return changetype<Record>(recordsAt + index * RECORD_BYTES);
}

/** Where the route of a record may be folded. */
export function foldRoomOf(each: Record): usize {
  return foldRoomAt + ((changetype<usize>(each) - recordsAt) / RECORD_BYTES) * FOLD_ROOM;
}

/** The next record, with what another line left in it. */
export function nextRecord(): Record {
  if (size == CAPACITY) flush();
  return record(size++);
}

/** Adds what waits to the tables. Until then the text must stay where it is. */
export function flush(): void {
  const count = size;
  size = 0;
  addClosed(count);
  addTargets(count);
  addMinutes(count, TARGET_MINUTES, offsetof<Record>('targetStart'));
  for (let index = 0; index < count; index++) addClient(record(index));
  addClientMinutes(count);
  addWords(count, ROUTES, offsetof<Record>('routeStart'));
  addAgents(count);
  addWords(count, LOAD_BALANCERS, offsetof<Record>('loadBalancerStart'));
  addWords(count, NODES, offsetof<Record>('nodeStart'));
  addMinutes(count, NODE_MINUTES, offsetof<Record>('nodeStart'));
  addRequests(count);
  addFailed(count);
  addFailedBy(count);
  if (!isPictured) return;
  for (let index = 0; index < count; index++) if (record(index).isSocket) addPicture(record(index));
}

function addClosed(count: i32): void {
  const closed = table(CLOSED);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (each.isSocket) add(find(closed, each.cipherStart, each.cipherEnd, 0, 0, each.tag), CONNECTIONS, 1);
  }
}

function addTargets(count: i32): void {
  const targets = table(TARGETS);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket) continue;
    const entry = find(targets, each.targetStart, each.targetEnd, each.groupStart, each.groupEnd, 0);
    addTraffic(entry, each.received, each.sent, each.isShort);
    if (each.octave >= 0) add(entry, TARGET_OCTAVES + each.octave, 1);
    noteSpan(entry, TARGET_FIRST_OPENED, each.opened, TARGET_LAST_CLOSED, each.closed);
  }
}

/** @param range offset of a field of Record that begins a range of bytes; its end follows it. */
function addMinutes(count: i32, which: i32, range: usize): void {
  const minutes = table(which);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket) continue;
    const word = changetype<usize>(each) + range;
    addMinute(minutes, word, each.closedMinute, MINUTE_CLOSED);
    if (each.opened >= 0) addMinute(minutes, word, each.openedMinute, MINUTE_OPENED);
  }
}

function addMinute(minutes: Table, word: usize, minute: i32, column: i32): void {
  add(find(minutes, load<usize>(word), load<usize>(word, sizeof<usize>()), 0, 0, minute), column, 1);
}

function addClientMinutes(count: i32): void {
  const minutes = table(CLIENT_MINUTES);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket || each.opened < 0) continue;
    const entry = find(minutes, each.clientStart, each.clientEnd, 0, 0, each.openedMinute);
    add(entry, CONNECTIONS, 1);
  }
}

/** @param range as in addMinutes. */
function addWords(count: i32, which: i32, range: usize): void {
  const words = table(which);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket) continue;
    const word = changetype<usize>(each) + range;
    const entry = find(words, load<usize>(word), load<usize>(word, sizeof<usize>()), 0, 0, 0);
    addTraffic(entry, each.received, each.sent, each.isShort);
  }
}

function addAgents(count: i32): void {
  const agents = table(USER_AGENTS);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket) continue;
    const entry = find(agents, each.agentStart, each.agentEnd, 0, 0, 0);
    addTraffic(entry, each.received, each.sent, each.isShort);
    if (each.octave >= 0) add(entry, AGENT_OCTAVES + each.octave, 1);
  }
}

/** What is neither a WebSocket nor may be an upgrade that failed. */
function addRequests(count: i32): void {
  const requests = table(REQUESTS);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (each.isSocket || each.isFailed) continue;
    const entry = find(requests, each.routeStart, each.routeEnd, 0, 0, each.tag);
    add(entry, CONNECTIONS, 1);
    noteSpan(entry, REQUEST_FIRST, each.closed, REQUEST_LAST, each.closed);
  }
}

function addFailed(count: i32): void {
  const failed = table(FAILED);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isFailed) continue;
    const id = wideHashOf(
      each.routeStart,
      <i32>(each.routeEnd - each.routeStart),
      each.reasonStart,
      <i32>(each.reasonEnd - each.reasonStart),
      each.tag,
    );
    each.failedId = id;
    const entry = find(failed, each.routeStart, each.routeEnd, each.reasonStart, each.reasonEnd, each.tag);
    add(entry, CONNECTIONS, 1);
    noteSpan(entry, REQUEST_FIRST, each.closed, REQUEST_LAST, each.closed);
    store<f64>(entry, <f64>(<u32>id), ENTRY_COLUMNS + FAILED_ID_LOW * 8);
    store<f64>(entry, <f64>(<u32>(id >> 32)), ENTRY_COLUMNS + FAILED_ID_HIGH * 8);
  }
}

function addFailedBy(count: i32): void {
  const minutes = table(FAILED_MINUTES);
  const by = table(FAILED_BY);
  const clients = table(FAILED_CLIENTS);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isFailed) continue;
    const id = changetype<usize>(each) + offsetof<Record>('failedId');
    add(find(minutes, id, id + 8, 0, 0, each.closedMinute), CONNECTIONS, 1);
    if (!isDash(each.targetStart, each.targetEnd))
      add(find(by, id, id + 8, each.targetStart, each.targetEnd, BY_TARGET), CONNECTIONS, 1);
    add(find(clients, id, id + 8, each.clientStart, each.clientEnd, BY_CLIENT), CONNECTIONS, 1);
    add(find(by, id, id + 8, each.agentStart, each.agentEnd, BY_AGENT), CONNECTIONS, 1);
    if (each.seconds >= 0)
      add(find(by, id, id + 8, 0, 0, BY_SECONDS + each.seconds * BY_KINDS), CONNECTIONS, 1);
  }
}
