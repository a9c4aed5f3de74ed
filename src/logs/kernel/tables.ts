// The tables of a tally, and how many keys each holds.
import {
  AGENT_OCTAVES,
  CLIENT_FIRST_OPENED,
  CLIENT_LAST_CLOSED,
  CLIENT_MERGED,
  CLIENT_MINUTES,
  CLIENTS,
  CLOSED,
  CONNECTIONS,
  DURATION_CELLS,
  DURATION_MINUTES,
  DURATION_SPANS,
  ENTRY_COLUMNS,
  FAILED,
  FAILED_BY,
  FAILED_CLIENTS,
  FAILED_ID_HIGH,
  FAILED_ID_LOW,
  FAILED_MINUTES,
  HANDSHAKE_CLIENTS,
  HANDSHAKES,
  HOUR_COLUMNS,
  HOURS,
  LOAD_BALANCERS,
  NODE_MINUTES,
  NODES,
  OCTAVES,
  RECEIVED,
  REQUEST_FIRST,
  REQUEST_LAST,
  REQUESTS,
  ROUTES,
  SENT,
  SHORT,
  TABLES,
  TARGET_FIRST_OPENED,
  TARGET_LAST_CLOSED,
  TARGET_LONG_SPANS,
  TARGET_MINUTES,
  TARGET_OCTAVES,
  TARGET_SPANS,
  TARGETS,
  USER_AGENTS,
} from '../layout.ts';
import { allocate, MARGIN } from './memory.ts';
import { add, emptyTable, newTable, Table } from './table.ts';

const tablesAt: usize = memory.data(TABLES * 4);
/** Bytes of the largest table. */
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
define(
  TARGETS,
  8192,
  TARGET_OCTAVES + OCTAVES,
  TARGET_OCTAVES + OCTAVES,
  1 << TARGET_FIRST_OPENED,
  1 << TARGET_LAST_CLOSED,
);
define(TARGET_MINUTES, 32768, 2);
define(CLIENTS, 16384, CLIENT_MERGED + 4, CLIENT_MERGED, 1 << CLIENT_FIRST_OPENED, 1 << CLIENT_LAST_CLOSED);
define(CLIENT_MINUTES, 4096, 1);
define(ROUTES, 8192, 4);
define(USER_AGENTS, 4096, AGENT_OCTAVES + OCTAVES);
define(NODES, 1024, 4);
define(NODE_MINUTES, 16384, 1);
define(LOAD_BALANCERS, 256, 5);
define(REQUESTS, 4096, 3, 3, 1 << REQUEST_FIRST, 1 << REQUEST_LAST);
define(
  FAILED,
  8192,
  5,
  5,
  1 << REQUEST_FIRST,
  (1 << REQUEST_LAST) | (1 << FAILED_ID_LOW) | (1 << FAILED_ID_HIGH),
);
define(FAILED_MINUTES, 8192, 1);
define(FAILED_BY, 4096, 1);
// A row may have any number of clients; only those that stand out are kept.
define(FAILED_CLIENTS, 2048, 1);
// An entry's offset has 20 bits (in units of 16 bytes), so a table takes at most 16 MiB.
define(DURATION_MINUTES, 16384, DURATION_CELLS + 1);
define(DURATION_SPANS, 16384, DURATION_CELLS + 1);
define(TARGET_SPANS, 32768, 2);
define(TARGET_LONG_SPANS, 32768, 2);
define(HOURS, 32768, HOUR_COLUMNS);
define(HANDSHAKES, 4096, 2);
define(HANDSHAKE_CLIENTS, 16384, 2);

/** Memory for the entries of another kernel's table. */
export const roomAt: usize = allocate(<usize>largest + MARGIN);

export function table(which: i32): Table {
  return changetype<Table>(load<usize>(tablesAt + (which << 2)));
}

export function emptyTables(): void {
  for (let which = 0; which < TABLES; which++) emptyTable(table(which));
}

/** Counts a connection and its bytes. */
export function addTraffic(entry: usize, received: f64, sent: f64, isShort: bool): void {
  add(entry, CONNECTIONS, 1);
  add(entry, RECEIVED, received);
  add(entry, SENT, sent);
  if (isShort) add(entry, SHORT, 1);
}

/** Notes the earliest and the latest time, in columns that are merged as minimum and maximum. */
export function noteSpan(entry: usize, first: i32, from: f64, last: i32, to: f64): void {
  const firstAt = entry + ENTRY_COLUMNS + (first << 3);
  const earliest = load<f64>(firstAt);
  if (from >= 0 && (earliest == 0 || from < earliest)) store<f64>(firstAt, from);
  const lastAt = entry + ENTRY_COLUMNS + (last << 3);
  if (to > load<f64>(lastAt)) store<f64>(lastAt, to);
}
