// The queries are written for Athena, which uses Trino's SQL. DuckDB runs them unchanged: functions that have another name in
// Trino are macros here, and today is a day for which lines were written.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { ColumnType, LogTable } from '../../src/alb/log-tables.ts';
import { parseLine, type Cell } from './hive.ts';

/** Trino's functions. DuckDB's `try`, `date_diff`, `date_trunc`, `regexp_extract` and FILTER are the same as Trino's. */
const MACROS = [
  // Trino returns a timestamp with time zone, in milliseconds. Logs are in UTC, so one without a zone means the same.
  `CREATE MACRO from_iso8601_timestamp(text) AS date_trunc('millisecond', CAST(text AS TIMESTAMP))`,
  // Trino's format letters are MySQL's; %Y, %m and %d mean the same in both.
  'CREATE MACRO date_format(moment, format) AS strftime(moment, format)',
  'CREATE MACRO to_unixtime(moment) AS epoch(moment)',
  'CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)',
  // Trino replaces all matches; DuckDB must be told to. See `query`.
  `CREATE MACRO regexp_replace_all(text, pattern, other) AS regexp_replace(text, pattern, other, 'g')`,
  // Approximate in Trino; exact here, so that rows can be written by hand.
  'CREATE MACRO approx_percentile(number, share) AS quantile_disc(number, share)',
];

const TYPES: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
};

/** A line, and the day of the folder that contains its file. */
export interface LoggedLine {
  readonly day: string;
  readonly line: string;
}

export async function openDatabase(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const macro of MACROS) await connection.run(macro);
  return connection;
}

/** Creates a table and fills it with what Athena would read from the lines. */
export async function load(
  connection: DuckDBConnection,
  table: LogTable,
  lines: readonly LoggedLine[],
): Promise<void> {
  const columns = Object.entries(table.columns).map(([name, type]) => `"${name}" ${TYPES[type]}`);
  await connection.run(`CREATE TABLE ${table.name} (${columns.join(', ')}, "day" VARCHAR)`);
  const rows = lines.map(({ day, line }) => [...Object.values(parseLine(table, line)), day]);
  const values = rows.map((row) => `(${row.map(literal).join(', ')})`).join(',\n');
  await connection.run(`INSERT INTO ${table.name} VALUES ${values}`);
}

const literal = (cell: Cell): string => {
  if (cell === null) return 'NULL';
  return typeof cell === 'number' ? String(cell) : `'${cell.replaceAll("'", "''")}'`;
};

/** The rows of a query, without column names; times in ISO 8601. `today` is yyyy-mm-dd. */
export async function query(
  connection: DuckDBConnection,
  sql: string,
  today: string,
): Promise<{ columns: string[]; rows: unknown[][] }> {
  const dialect = sql
    .replaceAll('current_date', `DATE '${today}'`)
    .replaceAll('regexp_replace(', 'regexp_replace_all(');
  const reader = await connection.runAndReadAll(dialect);
  return { columns: reader.columnNames(), rows: reader.getRowsJS().map((row) => row.map(plain)) };
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Date ? value.toISOString() : value;
}
