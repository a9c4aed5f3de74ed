// Converts a tally to the result that the report is built from. Bytes become strings here, once per row.
import type { AccessResult, ClosedRow, ConnectionResult, HandshakeRow, Minutes, Table } from '../types.ts';
import {
  BYTES,
  BYTES_CELLS,
  CLIENT_MINUTES,
  CLIENTS,
  CLOSED,
  CONNECTIONS,
  COUNTED_LINES,
  FAILED,
  FAILED_BY,
  FAILED_CLIENTS,
  FAILED_MINUTES,
  HANDSHAKE_CLIENTS,
  HANDSHAKES,
  HANDSHAKES_FAILED,
  LOAD_BALANCERS,
  MINUTE_CLOSED,
  MINUTE_OPENED,
  NODE_MINUTES,
  NODES,
  OUTSIDE_DAYS,
  REQUESTS,
  ROUTES,
  SECONDS,
  SECONDS_CELLS,
  SERIES_CLOSED,
  SERIES_KNOWN,
  SERIES_OPENED,
  SERIES_REFUSED,
  SHORT_SECONDS,
  TARGET_MINUTES,
  TARGETS,
  TOTAL_RECEIVED,
  TOTAL_SENT,
  TYPES,
  USER_AGENTS,
} from '../layout.ts';
import { distributionOf } from './distribution.ts';
import { type Entry, mapEntries, ranked } from './entries.ts';
import { picturesOf } from './pictures.ts';
import { minuteColumns } from './minutes.ts';
import {
  agentRow,
  balancerRow,
  clientRow,
  failedByRow,
  failedRow,
  requestRow,
  statusOf,
  targetRow,
  wordRow,
} from './rows.ts';
import type { Tally } from './tally.ts';
import { LINE_TYPES } from './words.ts';

const DEFAULT_ROWS = 1000;

/** The heaviest entries as rows. */
function tableOf<Row>(
  { tables }: Tally,
  which: number,
  rows: number,
  rowOf: (entry: Entry) => Row,
): Table<Row> {
  const { entries, keys } = ranked(tables[which], rows);
  return { rows: entries.map(rowOf), keys, error: tables[which]?.error ?? 0 };
}

/** All entries, unordered: nobody reads them from the top, and there may be tens of thousands. */
function unordered<Row>({ tables }: Tally, which: number, rowOf: (entry: Entry) => Row): Table<Row> {
  const rows = mapEntries(tables[which], rowOf);
  return { rows, keys: rows.length, error: tables[which]?.error ?? 0 };
}

/** Splits a range of two bare fields. */
const pair = (words: string): [string, string] => {
  const space = words.indexOf(' ');
  return space < 0 ? [words, '-'] : [words.slice(0, space), words.slice(space + 1)];
};

function closedRow(entry: Entry): ClosedRow {
  const { first, tag } = entry;
  const [cipher, protocol] = pair(first);
  const port = Math.floor(tag / 2) % 65_536;
  return {
    type: tag % 2 === 1 ? 'wss' : 'ws',
    status: statusOf(Math.floor(tag / 131_072)),
    port: port === 0 ? '-' : String(port),
    protocol,
    cipher,
    connections: entry.value(CONNECTIONS),
  };
}

/** @param pictures whether the tables for pictures were counted. */
export function accessResult(tally: Tally, rows = DEFAULT_ROWS, pictures = false): AccessResult {
  const { numbers } = tally;
  const get = (which: number): number => numbers[which] ?? 0;
  const durations = distributionOf(tally);
  const seconds = numbers.slice(SECONDS, SECONDS + SECONDS_CELLS);
  return {
    types: Object.fromEntries(
      LINE_TYPES.map((type, index) => [type, get(TYPES + index)]),
    ) as AccessResult['types'],
    closed: tableOf(tally, CLOSED, rows, closedRow),
    total: {
      connections: durations.count + durations.unknown,
      received: get(TOTAL_RECEIVED),
      sent: get(TOTAL_SENT),
      short: seconds.subarray(0, SHORT_SECONDS).reduce((sum, count) => sum + count, 0),
    },
    minutes: minutesOf(tally),
    durations,
    seconds,
    bytes: numbers.slice(BYTES, BYTES + BYTES_CELLS),
    targets: tableOf(tally, TARGETS, rows, targetRow),
    targetMinutes: unordered(tally, TARGET_MINUTES, (entry) => ({
      word: entry.first,
      minute: entry.tag,
      opened: entry.value(MINUTE_OPENED),
      closed: entry.value(MINUTE_CLOSED),
    })),
    nodeMinutes: unordered(tally, NODE_MINUTES, (entry) => ({
      word: entry.first,
      minute: entry.tag,
      closed: entry.value(CONNECTIONS),
    })),
    clients: tableOf(tally, CLIENTS, rows, clientRow),
    clientMinutes: unordered(tally, CLIENT_MINUTES, (entry) => ({
      client: entry.first,
      minute: entry.tag,
      opened: entry.value(CONNECTIONS),
    })),
    routes: tableOf(tally, ROUTES, Infinity, wordRow),
    userAgents: tableOf(tally, USER_AGENTS, rows, agentRow),
    nodes: tableOf(tally, NODES, rows, wordRow),
    loadBalancers: tableOf(tally, LOAD_BALANCERS, rows, balancerRow),
    requests: tableOf(tally, REQUESTS, Infinity, requestRow),
    failed: tableOf(tally, FAILED, Infinity, failedRow),
    failedBy: unordered(tally, FAILED_BY, failedByRow),
    failedClients: unordered(tally, FAILED_CLIENTS, failedByRow),
    failedMinutes: unordered(tally, FAILED_MINUTES, (entry) => ({
      id: entry.id,
      minute: entry.tag,
      count: entry.value(CONNECTIONS),
    })),
    ...(pictures && { pictures: picturesOf(tally) }),
  };
}

function minutesOf(tally: Tally): Minutes {
  const { minute, series } = minuteColumns(tally);
  const column = (which: number): Float64Array => series[which] ?? new Float64Array(minute.length);
  const outside = (which: number): number => tally.numbers[OUTSIDE_DAYS + which] ?? 0;
  const opened = column(SERIES_OPENED);
  const known = column(SERIES_KNOWN);
  // Days that are not held are earlier than those that are.
  let now = outside(SERIES_OPENED) - outside(SERIES_KNOWN);
  return {
    minute,
    opened,
    closed: column(SERIES_CLOSED),
    open: minute.map((_, at) => (now += (opened[at] ?? 0) - (known[at] ?? 0))),
    failed: column(SERIES_REFUSED),
    outside: outside(SERIES_OPENED) + outside(SERIES_CLOSED),
  };
}

export function connectionResult(tally: Tally, rows = DEFAULT_ROWS): ConnectionResult {
  const withTls = new Set(
    mapEntries(tally.tables[HANDSHAKES], ({ first, tag }) => ({ first, tag }))
      .filter(({ first }) => pair(first)[0] !== '-')
      .map(({ tag }) => tag),
  );
  return {
    connections: tally.numbers[COUNTED_LINES] ?? 0,
    handshakes: tableOf(tally, HANDSHAKES, rows, (entry): HandshakeRow => {
      const { first, second, tag } = entry;
      const [protocol, cipher] = pair(first);
      return {
        port: tag === 0 ? '-' : String(tag - 1),
        protocol,
        cipher,
        verification: second,
        isFailed: second.startsWith('Failed') || (protocol === '-' && withTls.has(tag)),
        connections: entry.value(CONNECTIONS),
      };
    }),
    minutes: minutesOf(tally),
    latency: distributionOf(tally),
    clients: tableOf(tally, HANDSHAKE_CLIENTS, rows, (entry) => ({
      client: entry.first,
      connections: entry.value(CONNECTIONS),
      failed: entry.value(HANDSHAKES_FAILED),
    })),
  };
}
