// A tally -> the value that the report is made from: bytes become words here, once for each row.
import type {
  AccessResult,
  ClosedRow,
  ConnectionResult,
  FailedRow,
  HandshakeRow,
  Minutes,
  Table,
  TargetRow,
  TrafficRow,
  WordRow,
} from '../types.ts';
import {
  CLIENT_CHANGES,
  CLIENT_MINUTES,
  CLIENT_REFUSED,
  CLIENT_SHORT,
  CLIENTS,
  CLOSED,
  CONNECTIONS,
  COUNTED_LINES,
  FAILED,
  FAILED_MINUTES,
  HANDSHAKE_CLIENTS,
  HANDSHAKES,
  HANDSHAKES_FAILED,
  LOAD_BALANCERS,
  MINUTE_CLOSED,
  MINUTE_OPENED,
  NO_STATUS,
  NODES,
  OUTSIDE_DAYS,
  PATHS,
  RECEIVED,
  SECONDS,
  SECONDS_CELLS,
  SENT,
  SERIES_CLOSED,
  SERIES_KNOWN,
  SERIES_OPENED,
  SERIES_REFUSED,
  TARGET_FIRST_OPENED,
  TARGET_LAST_CLOSED,
  TARGET_MINUTES,
  TARGETS,
  TOTAL_RECEIVED,
  TOTAL_SENT,
  TYPES,
  USER_AGENTS,
} from '../layout.ts';
import { distributionOf } from './distribution.ts';
import { entriesOf, type Entry, type Heft, ranked } from './entries.ts';
import { minuteColumns } from './minutes.ts';
import type { Tally } from './tally.ts';
import { LINE_TYPES } from './words.ts';

const DEFAULT_ROWS = 1000;

/** The heaviest entries as rows. */
function tableOf<Row>(
  { tables }: Tally,
  which: number,
  rows: number,
  rowOf: (entry: Entry) => Row,
  { heft, isWanted = () => true }: { heft?: Heft; isWanted?: (entry: Entry) => boolean } = {},
): Table<Row> {
  const entries = ranked(entriesOf(tables[which]).filter(isWanted), heft);
  return { rows: entries.slice(0, rows).map(rowOf), keys: entries.length, error: tables[which]?.error ?? 0 };
}

const trafficOf = ({ value }: Entry): TrafficRow => ({
  connections: value(CONNECTIONS),
  received: value(RECEIVED),
  sent: value(SENT),
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
    connections: value(CONNECTIONS),
  };
}

const targetRow = (entry: Entry): TargetRow => ({
  target: entry.first,
  group: entry.second,
  ...trafficOf(entry),
  firstOpened: entry.value(TARGET_FIRST_OPENED) || undefined,
  lastClosed: entry.value(TARGET_LAST_CLOSED),
});

const failedRow = ({ first, second, tag, value }: Entry): FailedRow => ({
  path: first,
  status: statusOf(Math.floor(tag / 2048)),
  targetStatus: statusOf((tag % 2048) - 1),
  reason: second === '' ? '-' : second,
  count: value(CONNECTIONS),
});

export function accessResult(tally: Tally, rows = DEFAULT_ROWS): AccessResult {
  const { numbers, tables } = tally;
  const get = (which: number): number => numbers[which] ?? 0;
  const durations = distributionOf(tally);
  const sockets = new Set(entriesOf(tables[PATHS]).map(({ first }) => first));
  const isOfSockets = ({ first }: Entry): boolean => sockets.has(first);
  const failedByMinute = new Map<number, number>();
  for (const { tag, value } of entriesOf(tables[FAILED_MINUTES]).filter(isOfSockets))
    failedByMinute.set(tag, (failedByMinute.get(tag) ?? 0) + value(CONNECTIONS));
  return {
    types: Object.fromEntries(
      LINE_TYPES.map((type, index) => [type, get(TYPES + index)]),
    ) as AccessResult['types'],
    closed: tableOf(tally, CLOSED, rows, closedRow),
    total: {
      connections: durations.count + durations.unknown,
      received: get(TOTAL_RECEIVED),
      sent: get(TOTAL_SENT),
    },
    minutes: minutesOf(tally, failedByMinute),
    durations,
    seconds: numbers.slice(SECONDS, SECONDS + SECONDS_CELLS),
    targets: tableOf(tally, TARGETS, rows, targetRow),
    // All that are held: findings look for single minutes.
    targetMinutes: tableOf(
      tally,
      TARGET_MINUTES,
      Infinity,
      ({ first, tag, value }) => ({
        target: first,
        minute: tag,
        opened: value(MINUTE_OPENED),
        closed: value(MINUTE_CLOSED),
      }),
      { heft: ({ value }) => value(MINUTE_OPENED) + value(MINUTE_CLOSED) },
    ),
    clients: tableOf(tally, CLIENTS, rows, (entry) => ({
      client: entry.first,
      ...trafficOf(entry),
      short: entry.value(CLIENT_SHORT),
      targetChanges: entry.value(CLIENT_CHANGES),
      refused: entry.value(CLIENT_REFUSED),
    })),
    clientMinutes: tableOf(tally, CLIENT_MINUTES, Infinity, ({ first, tag, value }) => ({
      client: first,
      minute: tag,
      opened: value(CONNECTIONS),
    })),
    paths: tableOf(tally, PATHS, rows, wordRow),
    userAgents: tableOf(tally, USER_AGENTS, rows, wordRow),
    nodes: tableOf(tally, NODES, rows, wordRow),
    loadBalancers: tableOf(tally, LOAD_BALANCERS, rows, wordRow),
    // All that are held: the report adds them up.
    failed: tableOf(tally, FAILED, Infinity, failedRow, { isWanted: isOfSockets }),
    failedMinutesError: tables[FAILED_MINUTES]?.error ?? 0,
  };
}

function minutesOf(tally: Tally, failedByMinute: ReadonlyMap<number, number>): Minutes {
  const { minute, series } = minuteColumns(tally, failedByMinute.keys());
  const column = (which: number): Float64Array => series[which] ?? new Float64Array(minute.length);
  const outside = (which: number): number => tally.numbers[OUTSIDE_DAYS + which] ?? 0;
  const opened = column(SERIES_OPENED);
  const known = column(SERIES_KNOWN);
  const refused = column(SERIES_REFUSED);
  // Days that are not held come before those that are.
  let now = outside(SERIES_OPENED) - outside(SERIES_KNOWN);
  return {
    minute,
    opened,
    closed: column(SERIES_CLOSED),
    open: minute.map((_, at) => (now += (opened[at] ?? 0) - (known[at] ?? 0))),
    failed: minute.map((each, at) => failedByMinute.get(each) ?? refused[at] ?? 0),
    outside: outside(SERIES_OPENED) + outside(SERIES_CLOSED),
  };
}

export function connectionResult(tally: Tally, rows = DEFAULT_ROWS): ConnectionResult {
  const withTls = new Set(
    entriesOf(tally.tables[HANDSHAKES])
      .filter(({ first }) => pair(first)[0] !== '-')
      .map(({ tag }) => tag),
  );
  return {
    connections: tally.numbers[COUNTED_LINES] ?? 0,
    handshakes: tableOf(tally, HANDSHAKES, rows, ({ first, second, tag, value }): HandshakeRow => {
      const [protocol, cipher] = pair(first);
      return {
        port: tag === 0 ? '-' : String(tag - 1),
        protocol,
        cipher,
        verification: second,
        isFailed: second.startsWith('Failed') || (protocol === '-' && withTls.has(tag)),
        connections: value(CONNECTIONS),
      };
    }),
    minutes: minutesOf(tally, new Map()),
    latency: distributionOf(tally),
    clients: tableOf(tally, HANDSHAKE_CLIENTS, rows, ({ first, value }) => ({
      client: first,
      connections: value(CONNECTIONS),
      failed: value(HANDSHAKES_FAILED),
    })),
  };
}
