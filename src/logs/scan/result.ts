// A tally -> the value that the report is made from: bytes become words here, once for each row.
import type {
  AccessResult,
  ClosedRow,
  ConnectionResult,
  FailedRow,
  HandshakeRow,
  Minutes,
  Table,
  TrafficRow,
  WordRow,
} from '../types.ts';
import { CHANGES, FIRST_OPENED, LAST_CLOSED, REFUSED_REQUESTS, SHORT } from './socket.ts';
import { NO_STATUS } from './bytes.ts';
import { distributionOf } from './distribution.ts';
import { CLOSED, KNOWN, minuteColumns, type MinuteSeries, OPENED, REFUSED } from './minutes.ts';
import { keyOf, type KeyTable } from './table.ts';
import { LINE_TYPES, type Tally } from './tally.ts';

const DEFAULT_ROWS = 1000;

/** An entry with its words. */
interface Entry {
  readonly first: string;
  readonly second: string;
  readonly tag: number;
  readonly value: (column: number) => number;
}

function entriesOf(table: KeyTable): Entry[] {
  const arena = Buffer.from(table.arena.buffer, table.arena.byteOffset, table.arenaSize);
  return Array.from({ length: table.size }, (_, entry) => {
    const { start, middle, end, tag } = keyOf(table, entry);
    return {
      first: arena.toString('utf8', start, middle),
      second: arena.toString('utf8', middle, end),
      tag,
      value: (column) => table.values[entry * table.stride + 1 + column] ?? 0,
    };
  });
}

const byWords = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function ranked<Row>(
  table: KeyTable,
  rows: number,
  rowOf: (entry: Entry) => Row,
  heft: (entry: Entry) => number = ({ value }) => value(0),
  entries = entriesOf(table),
): Table<Row> {
  entries.sort(
    (left, right) =>
      heft(right) - heft(left) ||
      byWords(left.first, right.first) ||
      byWords(left.second, right.second) ||
      left.tag - right.tag,
  );
  return { rows: entries.slice(0, rows).map(rowOf), keys: entries.length, error: table.error };
}

const trafficOf = ({ value }: Entry): TrafficRow => ({
  connections: value(0),
  received: value(1),
  sent: value(2),
});
const wordRow = (entry: Entry): WordRow => ({ word: entry.first, ...trafficOf(entry) });

const statusOf = (status: number): string =>
  status < 0 || status >= NO_STATUS ? '-' : String(status).padStart(3, '0');

/** Columns of a range of two bare fields. */
const pair = (words: string): [string, string] => {
  const space = words.indexOf(' ');
  return space < 0 ? [words, '-'] : [words.slice(0, space), words.slice(space + 1)];
};

function closedRow({ first, tag, value }: Entry): ClosedRow {
  const [cipher, protocol] = pair(first);
  const port = Math.floor(tag / 2) % 65_536;
  return {
    type: tag % 2 === 1 ? 'wss' : 'ws',
    status: statusOf(Math.floor(tag / 131_072)),
    port: port === 0 ? '-' : String(port),
    protocol,
    cipher,
    connections: value(0),
  };
}

const failedRow = ({ first, second, tag, value }: Entry): FailedRow => ({
  path: first,
  status: statusOf(Math.floor(tag / 2048)),
  targetStatus: statusOf((tag % 2048) - 1),
  reason: second === '' ? '-' : second,
  count: value(0),
});

/** @param tally packed. */
export function accessResult(tally: Tally, rows = DEFAULT_ROWS): AccessResult {
  const tables = tally.access;
  const sockets = new Set(entriesOf(tables.paths).map(({ first }) => first));
  const ofSockets = (table: KeyTable): Entry[] => entriesOf(table).filter(({ first }) => sockets.has(first));
  const failedByMinute = new Map<number, number>();
  for (const { tag, value } of ofSockets(tables.failedMinutes))
    failedByMinute.set(tag, (failedByMinute.get(tag) ?? 0) + value(0));
  return {
    types: Object.fromEntries(
      LINE_TYPES.map((type, index) => [type, tally.types[index] ?? 0]),
    ) as AccessResult['types'],
    closed: ranked(tables.closed, rows, closedRow),
    total: {
      connections: tally.values.count + tally.values.unknown,
      received: tally.received,
      sent: tally.sent,
    },
    minutes: minutesOf(tally.minutes, failedByMinute),
    durations: distributionOf(tally.values),
    seconds: tally.seconds,
    targets: ranked(tables.targets, rows, (entry) => ({
      target: entry.first,
      group: entry.second,
      ...trafficOf(entry),
      firstOpened: entry.value(FIRST_OPENED) === 0 ? undefined : entry.value(FIRST_OPENED),
      lastClosed: entry.value(LAST_CLOSED),
    })),
    targetMinutes: ranked(
      tables.targetMinutes,
      tables.targetMinutes.capacity,
      ({ first, tag, value }) => ({ target: first, minute: tag, opened: value(0), closed: value(1) }),
      ({ value }) => value(0) + value(1),
    ),
    clients: ranked(tables.clients, rows, (entry) => ({
      client: entry.first,
      ...trafficOf(entry),
      short: entry.value(SHORT),
      targetChanges: entry.value(CHANGES),
      refused: entry.value(REFUSED_REQUESTS),
    })),
    clientMinutes: ranked(tables.clientMinutes, tables.clientMinutes.capacity, ({ first, tag, value }) => ({
      client: first,
      minute: tag,
      opened: value(0),
    })),
    paths: ranked(tables.paths, rows, wordRow),
    userAgents: ranked(tables.userAgents, rows, wordRow),
    nodes: ranked(tables.nodes, rows, wordRow),
    loadBalancers: ranked(tables.loadBalancers, rows, wordRow),
    failed: ranked(tables.failed, rows, failedRow, undefined, ofSockets(tables.failed)),
    failedMinutesError: tables.failedMinutes.error,
  };
}

function minutesOf(series: MinuteSeries, failedByMinute: ReadonlyMap<number, number>): Minutes {
  const columns = minuteColumns(series, failedByMinute.keys());
  const { minute } = columns;
  const none = new Float64Array(minute.length);
  const [opened, closed, known] = [OPENED, CLOSED, KNOWN].map((which) => columns.series[which] ?? none);
  const open = new Float64Array(minute.length);
  // Days that are not held come before those that are.
  let now = (series.outside[OPENED] ?? 0) - (series.outside[KNOWN] ?? 0);
  for (let at = 0; at < minute.length; at++) {
    now += (opened?.[at] ?? 0) - (known?.[at] ?? 0);
    open[at] = now;
  }
  return {
    minute,
    opened: opened ?? none,
    closed: closed ?? none,
    open,
    failed: minute.map((each, at) => failedByMinute.get(each) ?? columns.series[REFUSED]?.[at] ?? 0),
    outside: (series.outside[OPENED] ?? 0) + (series.outside[CLOSED] ?? 0),
  };
}

/** @param tally packed. */
export function connectionResult(tally: Tally, rows = DEFAULT_ROWS): ConnectionResult {
  const { handshakes, clients } = tally.connection;
  const all = entriesOf(handshakes);
  const withTls = new Set(all.filter(({ first }) => pair(first)[0] !== '-').map(({ tag }) => tag));
  return {
    connections: tally.counted,
    handshakes: ranked(handshakes, rows, ({ first, second, tag, value }): HandshakeRow => {
      const [protocol, cipher] = pair(first);
      return {
        port: tag === 0 ? '-' : String(tag - 1),
        protocol,
        cipher,
        verification: second,
        isFailed: second.startsWith('Failed') || (protocol === '-' && withTls.has(tag)),
        connections: value(0),
      };
    }),
    minutes: minutesOf(tally.minutes, new Map()),
    latency: distributionOf(tally.values),
    clients: ranked(clients, rows, ({ first, value }) => ({
      client: first,
      connections: value(0),
      failed: value(1),
    })),
  };
}
