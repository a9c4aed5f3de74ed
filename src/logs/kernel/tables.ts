// The tables of a tally, and how many keys each holds.
import {
  CLIENT_MINUTES,
  CLIENTS,
  CLOSED,
  CONNECTIONS,
  FAILED,
  FAILED_MINUTES,
  HANDSHAKE_CLIENTS,
  HANDSHAKES,
  LOAD_BALANCERS,
  NODES,
  PATHS,
  RECEIVED,
  SENT,
  TABLES,
  TARGET_FIRST_OPENED,
  TARGET_LAST_CLOSED,
  TARGET_MINUTES,
  TARGETS,
  USER_AGENTS,
} from '../layout.ts';
import { allocate, MARGIN } from './memory.ts';
import { add, emptyTable, newTable, Table } from './table.ts';

const tablesAt: usize = memory.data(TABLES * 4);
/** Bytes of the largest one. */
let largest: u32 = 0;

function define(
  which: i32,
  capacity: i32,
  columns: i32,
  merged: i32 = columns,
  least: u32 = 0,
  greatest: u32 = 0,
): void {
  const made = newTable(capacity, columns, merged, least, greatest);
  largest = max(largest, made.room);
  store<usize>(tablesAt + (which << 2), changetype<usize>(made));
}

define(CLOSED, 4096, 1);
define(TARGETS, 8192, 5, 5, 1 << TARGET_FIRST_OPENED, 1 << TARGET_LAST_CLOSED);
define(TARGET_MINUTES, 32768, 2);
define(CLIENTS, 16384, 7, 6);
define(CLIENT_MINUTES, 4096, 1);
define(PATHS, 8192, 3);
define(USER_AGENTS, 4096, 3);
define(NODES, 1024, 3);
define(LOAD_BALANCERS, 256, 3);
define(FAILED, 8192, 1);
define(FAILED_MINUTES, 16384, 1);
define(HANDSHAKES, 4096, 2);
define(HANDSHAKE_CLIENTS, 16384, 2);

/** Room for the entries of another kernel's table. */
export const roomAt: usize = allocate(<usize>largest + MARGIN);

export function table(which: i32): Table {
  return changetype<Table>(load<usize>(tablesAt + (which << 2)));
}

export function emptyTables(): void {
  for (let which = 0; which < TABLES; which++) emptyTable(table(which));
}

/** Counts a connection and its bytes. */
export function addTraffic(entry: usize, received: f64, sent: f64): void {
  add(entry, CONNECTIONS, 1);
  add(entry, RECEIVED, received);
  add(entry, SENT, sent);
}
