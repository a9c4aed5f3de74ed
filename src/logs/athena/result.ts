// Rows of the queries -> the value that a scan of the same lines yields.
import { CELLS } from '../layout.ts';
import type { AccessResult, Distribution, LineType, ScanResult, Table, TrafficRow } from '../types.ts';
import { minutesOf } from './minutes.ts';
import type { QueryName } from './queries.ts';
import { number, word, type ResultRow } from './row.ts';

export type Results = Readonly<Record<QueryName, readonly ResultRow[]>>;

/** Of files and of lines that cannot be read Athena tells nothing: they are empty here. */
export function resultOf(results: Results): ScanResult {
  const types = results.requests.filter(({ what }) => what === 'type');
  const counted = types.reduce((sum, row) => sum + number(row, 'lines'), 0);
  return {
    files: [],
    isComplete: true,
    access: accessOf(results, types),
    connection: undefined,
    lines: counted,
    counted,
    malformed: 0,
    outsideTime: 0,
    foreign: 0,
    malformedReasons: NO_REASONS,
    malformedSamples: [],
    firstTime: extreme(types, 'first_time', Math.min),
    lastTime: extreme(types, 'last_time', Math.max),
  };
}

const NO_REASONS: ScanResult['malformedReasons'] = {
  fields: 0,
  quotes: 0,
  time: 0,
  status: 0,
  bytes: 0,
  'creation-time': 0,
  'too-long': 0,
  cut: 0,
};

function extreme(
  rows: readonly ResultRow[],
  column: string,
  of: (...values: number[]) => number,
): number | undefined {
  return rows.length === 0 ? undefined : of(...rows.map((row) => microsOf(row[column] ?? '')));
}

/** `2026-07-01T10:00:00.123456Z` in microseconds. */
const microsOf = (time: string): number =>
  Date.parse(`${time.slice(0, 19)}Z`) * 1000 + Number(time.slice(20, 26));

function accessOf(results: Results, types: readonly ResultRow[]): AccessResult {
  const { connections: rows, minutes, failedUpgrades } = results;
  const of = (what: string) => rows.filter((row) => row['what'] === what);
  const [total] = of('total');
  const refused = new Map(
    results.requests
      .filter(({ what }) => what === 'client')
      .map((row) => [word(row, 'word'), number(row, 'refused')]),
  );
  const words = (what: string) => tableOf(of(what), (row) => ({ word: row['word'] ?? '', ...traffic(row) }));
  const minuteRows = (what: string) => minutes.filter((row) => row['what'] === what);
  const minuteOf = (row: ResultRow) => number(row, 'minute_micros') / 60e6;
  return {
    types: lineTypes(types),
    closed: tableOf(of('closed'), (row) => ({
      type: word(row, 'type'),
      status: word(row, 'status'),
      port: word(row, 'port'),
      protocol: word(row, 'ssl_protocol'),
      cipher: word(row, 'ssl_cipher'),
      connections: number(row, 'connections'),
    })),
    total: total ? traffic(total) : { connections: 0, received: 0, sent: 0 },
    minutes: minutesOf(
      minuteRows('minute'),
      failedUpgrades.filter(({ what }) => what === 'minute'),
    ),
    durations: durationsOf(total, of('cell')),
    seconds: secondsOf(of('second')),
    targets: tableOf(of('target'), (row) => ({
      target: word(row, 'target'),
      group: word(row, 'target_group_arn'),
      ...traffic(row),
      firstOpened: row['first_opened'] === undefined ? undefined : number(row, 'first_opened'),
      lastClosed: number(row, 'last_closed'),
    })),
    targetMinutes: tableOf(minuteRows('target'), (row) => ({
      target: word(row, 'word'),
      minute: minuteOf(row),
      opened: number(row, 'opened'),
      closed: number(row, 'closed'),
    })),
    clients: clientsOf(of('client'), refused),
    clientMinutes: tableOf(minuteRows('client'), (row) => ({
      client: word(row, 'word'),
      minute: minuteOf(row),
      opened: number(row, 'opened'),
    })),
    paths: words('path'),
    userAgents: words('userAgent'),
    nodes: words('node'),
    loadBalancers: words('loadBalancer'),
    failed: tableOf(
      failedUpgrades.filter(({ what }) => what === 'row'),
      (row) => ({
        path: row['path'] ?? '',
        status: word(row, 'status'),
        targetStatus: word(row, 'target_status'),
        reason: word(row, 'error_reason'),
        count: number(row, 'failures'),
      }),
    ),
    failedMinutesError: 0,
  };
}

/** Clients with a connection, then those that were only refused. */
function clientsOf(
  rows: readonly ResultRow[],
  refused: ReadonlyMap<string, number>,
): AccessResult['clients'] {
  const table = tableOf(rows, (row) => ({
    client: word(row, 'word'),
    ...traffic(row),
    short: number(row, 'short'),
    targetChanges: number(row, 'changes'),
    refused: refused.get(word(row, 'word')) ?? 0,
  }));
  const connected = new Set(table.rows.map(({ client }) => client));
  const others = [...refused]
    .filter(([client]) => !connected.has(client))
    .map(([client, times]) => {
      return { client, connections: 0, received: 0, sent: 0, short: 0, targetChanges: 0, refused: times };
    })
    .toSorted((left, right) => (left.client < right.client ? -1 : 1));
  return { ...table, rows: [...table.rows, ...others], keys: table.keys + others.length };
}

const traffic = (row: ResultRow): TrafficRow => ({
  connections: number(row, 'connections'),
  received: number(row, 'received'),
  sent: number(row, 'sent'),
});

/** The rows are ranked by the query; all are exact, and `keys` counts those beyond the last. */
const tableOf = <Row>(rows: readonly ResultRow[], rowOf: (row: ResultRow) => Row): Table<Row> => ({
  rows: rows.map(rowOf),
  keys: rows.length === 0 ? 0 : number(rows[0], 'keys'),
  error: 0,
});

function lineTypes(rows: readonly ResultRow[]): AccessResult['types'] {
  const types: Record<LineType, number> = { http: 0, https: 0, h2: 0, grpcs: 0, ws: 0, wss: 0, other: 0 };
  for (const row of rows) {
    const type = word(row, 'word');
    types[type in types ? (type as LineType) : 'other'] += number(row, 'lines');
  }
  return types;
}

function durationsOf(total: ResultRow | undefined, rows: readonly ResultRow[]): Distribution {
  const cells = new Float64Array(CELLS);
  for (const row of rows) {
    // Without a duration.
    if (row['cell'] === undefined) continue;
    const cell = Math.min(CELLS - 1, number(row, 'cell'));
    cells[cell] = (cells[cell] ?? 0) + number(row, 'connections');
  }
  const known = number(total, 'known');
  return {
    count: known,
    unknown: number(total, 'connections') - known,
    min: number(total, 'least_micros'),
    max: number(total, 'most_micros'),
    totalSeconds: number(total, 'sum_micros') / 1e6,
    cells,
  };
}

const SECONDS = 4101;

function secondsOf(rows: readonly ResultRow[]): Float64Array {
  const seconds = new Float64Array(SECONDS);
  for (const row of rows)
    if (row['second_micros'] !== undefined)
      seconds[number(row, 'second_micros') / 1e6] = number(row, 'connections');
  return seconds;
}
