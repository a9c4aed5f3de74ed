// The results of the report's queries, as Athena would return them: every cell is a string, NULL is missing.
import type { DuckDBConnection } from '@duckdb/node-api';
import { ACCESS_LOG_TABLE } from '../../src/alb/log-tables.ts';
import { QUERY_NAMES, querySql, type QueryName } from '../../src/logs/athena/queries.ts';
import { load, openDatabase, query } from './duckdb.ts';

export interface QueryResult {
  readonly name: QueryName;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/** The lines as a table, all from one day (`yyyy/mm/dd`). */
export async function tableOf(lines: readonly string[], day: string): Promise<DuckDBConnection> {
  const database = await openDatabase();
  await load(
    database,
    ACCESS_LOG_TABLE,
    lines.map((line) => ({ day, line })),
  );
  return database;
}

/** The queries in the order in which they run. Times as in {@link querySql}. */
export async function ask(
  database: DuckDBConnection,
  since: number,
  until: number | undefined,
  now: number,
): Promise<QueryResult[]> {
  const results: QueryResult[] = [];
  for (const name of QUERY_NAMES) {
    const { columns, rows } = await query(database, querySql(name, since, until, now), '2026-07-02');
    const text = (cell: unknown) => (cell === null ? undefined : `${cell as string | number}`);
    results.push({ name, columns, rows: rows.map((row) => row.map(text)) });
  }
  return results;
}
