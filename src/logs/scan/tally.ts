// What is counted while lines go by, in bounded memory. Two tallies merge into one; while no table is full, in any order.
import { addCells, type DistributionTally, mergeDistribution, newDistribution } from './distribution.ts';
import type { MalformedReason } from '../types.ts';
import { mergeMinutes, type MinuteSeries, newMinutes } from './minutes.ts';
import { tableBytes } from './kernel-table.ts';
import { mergeTable } from './merge-table.ts';
import { type Column, type KeyTable, newTable, packTable } from './table.ts';

export const SECONDS_CELLS = 4101;
export const LINE_TYPES = ['http', 'https', 'h2', 'grpcs', 'ws', 'wss', 'other'] as const;
export const REASONS = [
  'fields',
  'quotes',
  'time',
  'status',
  'bytes',
  'creation-time',
  'too-long',
  'cut',
] as const satisfies readonly MalformedReason[];

/** Connections, bytes received, bytes sent: the first columns of every table that has them. */
const TRAFFIC = ['sum', 'sum', 'sum'] as const;

/** What each table holds: the number of keys, and its columns. Their names are in access.ts. */
const ACCESS_TABLES = {
  closed: [4096, ['sum']],
  targets: [8192, [...TRAFFIC, 'min', 'max']],
  targetMinutes: [32_768, ['sum', 'sum']],
  clients: [16_384, [...TRAFFIC, 'sum', 'sum', 'last', 'sum']],
  clientMinutes: [4096, ['sum']],
  paths: [8192, TRAFFIC],
  userAgents: [4096, TRAFFIC],
  nodes: [1024, TRAFFIC],
  loadBalancers: [256, TRAFFIC],
  failed: [8192, ['sum']],
  failedMinutes: [16_384, ['sum']],
} as const satisfies Tables;
const CONNECTION_TABLES = {
  handshakes: [4096, ['sum']],
  clients: [16_384, ['sum', 'sum']],
} as const satisfies Tables;

type Tables = Readonly<Record<string, readonly [number, readonly Column[]]>>;
type TablesOf<T extends Tables> = { readonly [Name in keyof T]: KeyTable };

export interface Sample {
  readonly file: number;
  readonly offset: number;
  readonly line: number;
  readonly reason: MalformedReason;
  readonly text: string;
}

export interface Tally {
  /** Lines that are not blank, and what became of them. */
  lines: number;
  counted: number;
  outsideTime: number;
  foreign: number;
  /** By REASONS. */
  readonly malformed: Float64Array;
  readonly samples: Sample[];
  firstTime: number;
  lastTime: number;
  readonly minutes: MinuteSeries;
  /** Durations of connections; latencies of handshakes. */
  readonly values: DistributionTally;
  /** By LINE_TYPES. */
  readonly types: Float64Array;
  readonly seconds: Float64Array;
  received: number;
  sent: number;
  readonly access: TablesOf<typeof ACCESS_TABLES>;
  readonly connection: TablesOf<typeof CONNECTION_TABLES>;
}

/** Who makes tables: this room, or a workspace that has them in the kernel's memory. */
export type TableMaker = (capacity: number, kinds: readonly Column[]) => KeyTable;

const tablesOf = <T extends Tables>(tables: T, make: TableMaker): TablesOf<T> =>
  Object.fromEntries(
    Object.entries(tables).map(([name, [capacity, kinds]]) => [name, make(capacity, kinds)]),
  ) as TablesOf<T>;

/** Bytes that all tables take in the kernel's memory. */
export const TABLE_BYTES = [ACCESS_TABLES, CONNECTION_TABLES]
  .flatMap((tables) => Object.values<readonly [number, readonly Column[]]>(tables))
  .reduce((sum, [capacity, kinds]) => sum + tableBytes(capacity, kinds.length), 0);

export const newTally = (make: TableMaker = newTable): Tally => ({
  lines: 0,
  counted: 0,
  outsideTime: 0,
  foreign: 0,
  malformed: new Float64Array(REASONS.length),
  samples: [],
  firstTime: Infinity,
  lastTime: -Infinity,
  minutes: newMinutes(),
  values: newDistribution(),
  types: new Float64Array(LINE_TYPES.length),
  seconds: new Float64Array(SECONDS_CELLS),
  received: 0,
  sent: 0,
  access: tablesOf(ACCESS_TABLES, make),
  connection: tablesOf(CONNECTION_TABLES, make),
});

/** @param samples malformed lines to keep. */
export function mergeTally(into: Tally, from: Tally, samples: number): void {
  into.lines += from.lines;
  into.counted += from.counted;
  into.outsideTime += from.outsideTime;
  into.foreign += from.foreign;
  addCells(into.malformed, from.malformed);
  into.samples.push(...from.samples.slice(0, Math.max(0, samples - into.samples.length)));
  into.firstTime = Math.min(into.firstTime, from.firstTime);
  into.lastTime = Math.max(into.lastTime, from.lastTime);
  mergeMinutes(into.minutes, from.minutes);
  mergeDistribution(into.values, from.values);
  addCells(into.types, from.types);
  addCells(into.seconds, from.seconds);
  into.received += from.received;
  into.sent += from.sent;
  mergeTables(into.access, from.access);
  mergeTables(into.connection, from.connection);
}

function mergeTables<Names extends string>(
  into: Readonly<Record<Names, KeyTable>>,
  from: Readonly<Record<Names, KeyTable>>,
): void {
  for (const name in into) mergeTable(into[name], from[name]);
}

/** The tally with its tables cut to size, to be sent to another thread; there it can be merged from, not counted into. */
export const packTally = (tally: Tally): Tally => ({
  ...tally,
  minutes: { ...tally.minutes, lastDay: -1, lastPage: new Float64Array(0) },
  access: packTables(tally.access),
  connection: packTables(tally.connection),
});

const packTables = <T extends Readonly<Record<string, KeyTable>>>(tables: T): T =>
  Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, packTable(table)])) as unknown as T;
