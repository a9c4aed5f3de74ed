// Counts a line for its client.
import {
  BY_POLLING,
  CLIENT_CHANGES,
  CLIENT_FIRST_GROUP,
  CLIENT_FIRST_OPENED,
  CLIENT_FIRST_TARGET,
  CLIENT_LAST_CLOSED,
  CLIENT_LAST_GROUP,
  CLIENT_LAST_TARGET,
  CLIENT_POLLED,
  CLIENT_POLLS_FAILED,
  CLIENT_REFUSED,
  CLIENT_SQUARES,
  CLIENT_TENTHS,
  CLIENTS,
  ENTRY_COLUMNS,
} from '../layout.ts';
import { Record } from './record.ts';
import { add, findWord } from './table.ts';
import { addTraffic, noteSpan, table } from './tables.ts';

/** Whether a record counts for its client: a WebSocket, a polling request, or a refused one. */
export function asksClient(each: Record): bool {
  return each.isSocket || each.isRefused || each.transport == BY_POLLING;
}

export function addClient(each: Record): void {
  if (!asksClient(each)) return;
  const isPolling = each.transport == BY_POLLING;
  const entry = findWord(table(CLIENTS), each.clientHash, each.clientStart, each.clientEnd, 0);
  if (!each.isSocket) {
    if (each.isRefused) add(entry, CLIENT_REFUSED, 1);
    if (isPolling) add(entry, CLIENT_POLLED, 1);
    if (isPolling && each.isRefused) add(entry, CLIENT_POLLS_FAILED, 1);
    return;
  }
  addTraffic(entry, each.received, each.sent, each.isShort);
  noteSpan(entry, CLIENT_FIRST_OPENED, each.opened, CLIENT_LAST_CLOSED, each.closed);
  if (each.tenths >= 0) {
    add(entry, CLIENT_TENTHS, each.tenths);
    add(entry, CLIENT_SQUARES, each.tenths * each.tenths);
  }
  // 0 means none yet. A different group is a different service: that does not count as a change of target.
  const itsTarget = max<u32>(1, <u32>(each.targetHash >> 32));
  const itsGroup = max<u32>(1, <u32>(each.groupHash >> 32));
  follow(entry, itsTarget, itsGroup);
  store<f64>(entry, itsTarget, ENTRY_COLUMNS + CLIENT_LAST_TARGET * 8);
  store<f64>(entry, itsGroup, ENTRY_COLUMNS + CLIENT_LAST_GROUP * 8);
}

/** Counts a change of target, or notes the first target. */
function follow(entry: usize, target: f64, group: f64): void {
  const last = load<f64>(entry, ENTRY_COLUMNS + CLIENT_LAST_TARGET * 8);
  if (last == 0) {
    store<f64>(entry, target, ENTRY_COLUMNS + CLIENT_FIRST_TARGET * 8);
    store<f64>(entry, group, ENTRY_COLUMNS + CLIENT_FIRST_GROUP * 8);
  } else if (last != target && load<f64>(entry, ENTRY_COLUMNS + CLIENT_LAST_GROUP * 8) == group)
    add(entry, CLIENT_CHANGES, 1);
}

/**
 * Joins a client's entry of later lines: its last target here is followed by the first one there.
 *
 * @param later an entry.
 */
export function joinClient(entry: usize, later: usize): void {
  const first = load<f64>(later, ENTRY_COLUMNS + CLIENT_FIRST_TARGET * 8);
  if (first == 0) return;
  follow(entry, first, load<f64>(later, ENTRY_COLUMNS + CLIENT_FIRST_GROUP * 8));
  for (let column = CLIENT_LAST_TARGET; column <= CLIENT_LAST_GROUP; column++)
    store<f64>(entry + ENTRY_COLUMNS + (column << 3), load<f64>(later + ENTRY_COLUMNS + (column << 3)));
}
