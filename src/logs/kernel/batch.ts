// What lines bring to the tables waits here, and is then added table by table: so each table's memory is at hand while it is
// asked for many keys, and to wait for one does not hold up the next. A table sees its keys in the order of the lines, however
// many lines a batch has: its size changes no result.
import {
  CLIENT_CHANGES,
  CLIENT_LAST_TARGET,
  CLIENT_MINUTES,
  CLIENT_REFUSED,
  CLIENT_SHORT,
  CLIENTS,
  CLOSED,
  CONNECTIONS,
  ENTRY_COLUMNS,
  FAILED,
  FAILED_MINUTES,
  LOAD_BALANCERS,
  MINUTE_CLOSED,
  MINUTE_OPENED,
  NODES,
  PATHS,
  TARGET_FIRST_OPENED,
  TARGET_LAST_CLOSED,
  TARGET_MINUTES,
  TARGETS,
  USER_AGENTS,
} from '../layout.ts';
import { hashOf } from './hash.ts';
import { add, find, Table } from './table.ts';
import { addTraffic, table } from './tables.ts';

/** A WebSocket that closed; or a request that was not answered well, of which the error's reason is kept. */
@unmanaged
export class Record {
  isSocket: bool;
  isShort: bool;
  /** A status of 400 or more. */
  isRefused: bool;
  /** A GET that may be an upgrade. */
  isUpgrade: bool;
  /** Microseconds since 1970; `opened` is -1 when it is not known. */
  closed: f64;
  opened: f64;
  received: f64;
  sent: f64;
  /** Minutes since 1970. */
  closedMinute: i32;
  openedMinute: i32;
  /** Of the table of closed ones, or of the table of failed ones. */
  tag: u32;
  clientStart: usize;
  clientEnd: usize;
  targetStart: usize;
  targetEnd: usize;
  groupStart: usize;
  groupEnd: usize;
  cipherStart: usize;
  cipherEnd: usize;
  pathStart: usize;
  pathEnd: usize;
  agentStart: usize;
  agentEnd: usize;
  loadBalancerStart: usize;
  loadBalancerEnd: usize;
  nodeStart: usize;
  nodeEnd: usize;
  reasonStart: usize;
  reasonEnd: usize;
}

const CAPACITY = 64;
const recordsAt: usize = memory.data(CAPACITY * 256);
let size = 0;

function record(index: i32): Record {
  return changetype<Record>(recordsAt + index * offsetof<Record>());
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
  addTargetMinutes(count);
  addClients(count);
  addClientMinutes(count);
  addWords(count, PATHS, offsetof<Record>('pathStart'));
  addWords(count, USER_AGENTS, offsetof<Record>('agentStart'));
  addWords(count, LOAD_BALANCERS, offsetof<Record>('loadBalancerStart'));
  addWords(count, NODES, offsetof<Record>('nodeStart'));
  addFailed(count);
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
    addTraffic(entry, each.received, each.sent);
    const first = load<f64>(entry, ENTRY_COLUMNS + TARGET_FIRST_OPENED * 8);
    if (each.opened >= 0 && (first == 0 || each.opened < first))
      store<f64>(entry, each.opened, ENTRY_COLUMNS + TARGET_FIRST_OPENED * 8);
    if (each.closed > load<f64>(entry, ENTRY_COLUMNS + TARGET_LAST_CLOSED * 8))
      store<f64>(entry, each.closed, ENTRY_COLUMNS + TARGET_LAST_CLOSED * 8);
  }
}

function addTargetMinutes(count: i32): void {
  const minutes = table(TARGET_MINUTES);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket) continue;
    addTargetMinute(minutes, each, each.closedMinute, MINUTE_CLOSED);
    if (each.opened >= 0) addTargetMinute(minutes, each, each.openedMinute, MINUTE_OPENED);
  }
}

function addTargetMinute(minutes: Table, each: Record, minute: i32, column: i32): void {
  add(find(minutes, each.targetStart, each.targetEnd, 0, 0, minute), column, 1);
}

function addClients(count: i32): void {
  const clients = table(CLIENTS);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket && !each.isRefused) continue;
    const entry = find(clients, each.clientStart, each.clientEnd, 0, 0, 0);
    if (!each.isSocket) {
      add(entry, CLIENT_REFUSED, 1);
      continue;
    }
    addTraffic(entry, each.received, each.sent);
    if (each.isShort) add(entry, CLIENT_SHORT, 1);
    const last = load<f64>(entry, ENTRY_COLUMNS + CLIENT_LAST_TARGET * 8);
    // 0 is no target yet.
    const target = max<u32>(1, hashOf(each.targetStart, <i32>(each.targetEnd - each.targetStart), 0, 0, 0));
    if (last != 0 && last != target) add(entry, CLIENT_CHANGES, 1);
    store<f64>(entry, target, ENTRY_COLUMNS + CLIENT_LAST_TARGET * 8);
  }
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

/** @param range offset of a field of Record that begins a range of bytes; its end follows it. */
function addWords(count: i32, which: i32, range: usize): void {
  const words = table(which);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isSocket) continue;
    const word = changetype<usize>(each) + range;
    const entry = find(words, load<usize>(word), load<usize>(word, sizeof<usize>()), 0, 0, 0);
    addTraffic(entry, each.received, each.sent);
  }
}

function addFailed(count: i32): void {
  const minutes = table(FAILED_MINUTES);
  const failed = table(FAILED);
  for (let index = 0; index < count; index++) {
    const each = record(index);
    if (!each.isUpgrade) continue;
    add(find(minutes, each.pathStart, each.pathEnd, 0, 0, each.closedMinute), CONNECTIONS, 1);
    add(
      find(failed, each.pathStart, each.pathEnd, each.reasonStart, each.reasonEnd, each.tag),
      CONNECTIONS,
      1,
    );
  }
}
