// Requests that may be failed upgrades: counted by row, and each row by minute, target, client and user agent.
import {
  BY_AGENT,
  BY_CLIENT,
  BY_KINDS,
  BY_SECONDS,
  BY_TARGET,
  CONNECTIONS,
  ENTRY_COLUMNS,
  FAILED,
  FAILED_BY,
  FAILED_CLIENTS,
  FAILED_ID_HIGH,
  FAILED_ID_LOW,
  FAILED_MINUTES,
  REQUEST_FIRST,
  REQUEST_LAST,
} from '../layout.ts';
import { isDash } from './bytes.ts';
import { hashOfKey, hashOfPair, hashOfWord, wideHashOfKey } from './hash.ts';
import { failures, Record, selected } from './record.ts';
import { add, findHashed, Table } from './table.ts';
import { noteSpan, table } from './tables.ts';

/** Adds the failures of the batch. */
export function addFailures(): void {
  if (failures.size == 0) return;
  addRows();
  addMinutes();
  addWords();
  addClients();
}

function addRows(): void {
  const failed = table(FAILED);
  for (let index = 0; index < failures.size; index++) {
    const each = selected(failures, index);
    const length = <i32>(each.reasonEnd - each.reasonStart);
    const reason = hashOfWord(each.reasonStart, length);
    const id = wideHashOfKey(each.routeHash, reason, each.tag);
    each.failedId = id;
    const entry = findHashed(
      failed,
      <u32>(id >> 32),
      each.routeStart,
      <i32>(each.routeEnd - each.routeStart),
      each.reasonStart,
      length,
      each.tag,
    );
    add(entry, CONNECTIONS, 1);
    noteSpan(entry, REQUEST_FIRST, each.closed, REQUEST_LAST, each.closed);
    store<f64>(entry, <f64>(<u32>id), ENTRY_COLUMNS + FAILED_ID_LOW * 8);
    store<f64>(entry, <f64>(<u32>(id >> 32)), ENTRY_COLUMNS + FAILED_ID_HIGH * 8);
  }
}

function addMinutes(): void {
  const minutes = table(FAILED_MINUTES);
  for (let index = 0; index < failures.size; index++) {
    const each = selected(failures, index);
    addBy(minutes, each, 0, 0, 0, each.closedMinute);
  }
}

function addWords(): void {
  const by = table(FAILED_BY);
  for (let index = 0; index < failures.size; index++) {
    const each = selected(failures, index);
    if (!isDash(each.targetStart, each.targetEnd))
      addBy(by, each, each.targetHash, each.targetStart, each.targetEnd, BY_TARGET);
    addBy(by, each, each.agentHash, each.agentStart, each.agentEnd, BY_AGENT);
    if (each.seconds >= 0) addBy(by, each, 0, 0, 0, BY_SECONDS + each.seconds * BY_KINDS);
  }
}

function addClients(): void {
  const clients = table(FAILED_CLIENTS);
  for (let index = 0; index < failures.size; index++) {
    const each = selected(failures, index);
    addBy(clients, each, each.clientHash, each.clientStart, each.clientEnd, BY_CLIENT);
  }
}

/** Counts a failure by its row, a word and a number. @param word 0 where there is no word. */
function addBy(which: Table, each: Record, word: u64, start: usize, end: usize, tag: u32): void {
  const id = changetype<usize>(each) + offsetof<Record>('failedId');
  const hash = hashOfKey(hashOfPair(each.failedId, word), tag);
  add(findHashed(which, hash, id, 8, start, <i32>(end - start), tag), CONNECTIONS, 1);
}
