// Converts the rows of the queries to the result that a scan of the same lines would have.
import { BYTES_CELLS, BYTES_PER_PAIR, CELLS, OCTAVES, SECONDS_CELLS } from '../layout.ts';
import type {
  AccessResult,
  Distribution,
  LineType,
  Octaves,
  ScanResult,
  Table,
  TrafficRow,
  WordRow,
} from '../types.ts';
import { attemptRows } from './attempts.ts';
import { minutesOf } from './minutes.ts';
import type { QueryName } from './queries.ts';
import { number, tableOf, word, type ResultRow } from './row.ts';

export type Results = Readonly<Record<QueryName, readonly ResultRow[]>>;

/** Athena reports nothing about files and unreadable lines, so these are empty. */
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
    otherLoadBalancer: 0,
    notAskedFor: 0,
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
  const { connections: rows, minutes, attempts } = results;
  const of = (what: string) => rows.filter((row) => row['what'] === what);
  const [total] = of('total');
  const words = (what: string) => tableOf(of(what), (row) => ({ word: row['word'] ?? '', ...traffic(row) }));
  const minuteRows = (what: string) => minutes.filter((row) => row['what'] === what);
  const minuteOf = (row: ResultRow) => number(row, 'minute_micros') / 60e6;
  const targetOctaves = octavesBy(of('targetOctave'), targetKey);
  const agentOctaves = octavesBy(of('agentOctave'), (row) => row['word'] ?? '');
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
    total: total ? traffic(total) : NO_TRAFFIC,
    minutes: minutesOf(minuteRows('minute')),
    durations: durationsOf(total, of('cell')),
    seconds: secondsOf(of('second')),
    bytes: bytesOf(of('cell')),
    targets: tableOf(of('target'), (row) => ({
      target: word(row, 'target'),
      group: word(row, 'target_group_arn'),
      ...traffic(row),
      firstOpened: row['first_opened'] === undefined ? undefined : number(row, 'first_opened'),
      lastClosed: number(row, 'last_closed'),
      octaves: targetOctaves(targetKey(row)),
    })),
    targetMinutes: tableOf(minuteRows('target'), (row) => ({
      word: word(row, 'word'),
      minute: minuteOf(row),
      opened: number(row, 'opened'),
      closed: number(row, 'closed'),
    })),
    nodeMinutes: tableOf(
      minuteRows('node').filter((row) => number(row, 'closed') > 0),
      (row) => ({ word: word(row, 'word'), minute: minuteOf(row), closed: number(row, 'closed') }),
    ),
    clients: clientsOf(
      of('client'),
      results.requests.filter(({ what }) => what === 'client'),
    ),
    clientMinutes: tableOf(minuteRows('client'), (row) => ({
      client: word(row, 'word'),
      minute: minuteOf(row),
      opened: number(row, 'opened'),
    })),
    routes: words('route'),
    userAgents: tableOf(of('userAgent'), (row) => ({
      word: row['word'] ?? '',
      ...traffic(row),
      octaves: agentOctaves(row['word'] ?? ''),
    })),
    nodes: words('node'),
    loadBalancers: balancersOf(
      words('loadBalancer'),
      results.requests.filter(({ what }) => what === 'loadBalancer'),
    ),
    ...attemptRows(attempts),
  };
}

const targetKey = (row: ResultRow): string => `${word(row, 'target')} ${word(row, 'target_group_arn')}`;

/** Collects rows by octave; returns a function from a key to its octaves. */
function octavesBy(rows: readonly ResultRow[], keyOf: (row: ResultRow) => string): (key: string) => Octaves {
  const held = new Map<string, number[]>();
  for (const row of rows) {
    // No duration.
    if (row['octave'] === undefined) continue;
    const octaves = held.get(keyOf(row)) ?? Array.from({ length: OCTAVES }, () => 0);
    held.set(keyOf(row), octaves);
    octaves[number(row, 'octave')] = number(row, 'connections');
  }
  return (key) => held.get(key) ?? Array.from({ length: OCTAVES }, () => 0);
}

const NO_TRAFFIC: TrafficRow = { connections: 0, received: 0, sent: 0, short: 0 };

/** Clients with a connection, then those that were only refused or only polled. */
function clientsOf(rows: readonly ResultRow[], requests: readonly ResultRow[]): AccessResult['clients'] {
  const asked = new Map(requests.map((row) => [word(row, 'word'), row]));
  const askedOf = (client: string) => ({
    refused: number(asked.get(client), 'refused'),
    polled: number(asked.get(client), 'polled'),
    pollsFailed: number(asked.get(client), 'polls_failed'),
  });
  const table = tableOf(rows, (row) => ({
    client: word(row, 'word'),
    ...traffic(row),
    targetChanges: number(row, 'changes'),
    ...askedOf(word(row, 'word')),
    firstOpened: row['first_opened'] === undefined ? undefined : number(row, 'first_opened'),
    lastClosed: number(row, 'last_closed'),
    tenths: number(row, 'tenths'),
    squares: number(row, 'squares'),
  }));
  const connected = new Set(table.rows.map(({ client }) => client));
  const others = [...asked.keys()]
    .filter((client) => !connected.has(client))
    .map((client) => ({
      client,
      ...NO_TRAFFIC,
      targetChanges: 0,
      ...askedOf(client),
      firstOpened: undefined,
      lastClosed: 0,
      tenths: 0,
      squares: 0,
    }))
    .toSorted((left, right) => (left.client < right.client ? -1 : 1));
  return { ...table, rows: [...table.rows, ...others], keys: table.keys + others.length };
}

/** Load balancers with a connection, then those that only refused requests. */
function balancersOf(table: Table<WordRow>, requests: readonly ResultRow[]): AccessResult['loadBalancers'] {
  const refused = new Map(requests.map((row) => [word(row, 'word'), number(row, 'refused')]));
  const rows = table.rows.map((row) => ({ ...row, refused: refused.get(row.word) ?? 0 }));
  for (const { word: each } of rows) refused.delete(each);
  const others = [...refused]
    .map(([each, count]) => ({ word: each, ...NO_TRAFFIC, refused: count }))
    .toSorted((left, right) => (left.word < right.word ? -1 : 1));
  return { ...table, rows: [...rows, ...others], keys: table.keys + others.length };
}

const traffic = (row: ResultRow): TrafficRow => ({
  connections: number(row, 'connections'),
  received: number(row, 'received'),
  sent: number(row, 'sent'),
  short: number(row, 'short'),
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
    // No duration.
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

/** Bytes by duration, as received and sent pairs over several cells. */
function bytesOf(rows: readonly ResultRow[]): Float64Array {
  const bytes = new Float64Array(BYTES_CELLS);
  for (const row of rows) {
    if (row['cell'] === undefined) continue;
    const pair = Math.floor(Math.min(CELLS - 1, number(row, 'cell')) / BYTES_PER_PAIR) * 2;
    bytes[pair] = (bytes[pair] ?? 0) + number(row, 'received');
    bytes[pair + 1] = (bytes[pair + 1] ?? 0) + number(row, 'sent');
  }
  return bytes;
}

function secondsOf(rows: readonly ResultRow[]): Float64Array {
  const seconds = new Float64Array(SECONDS_CELLS);
  for (const row of rows)
    if (row['second_micros'] !== undefined)
      seconds[number(row, 'second_micros') / 1e6] = number(row, 'connections');
  return seconds;
}
