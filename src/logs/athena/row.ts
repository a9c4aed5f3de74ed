import type { Table } from '../types.ts';

/** A row by the names of its columns. What is NULL is missing. */
export type ResultRow = Readonly<Record<string, string>>;

/** 0 when it is missing. */
export const number = (row: ResultRow | undefined, column: string): number => Number(row?.[column] ?? 0);

/** `-` when it is missing, as in the log. */
export const word = (row: ResultRow, column: string): string => row[column] ?? '-';

/** The rows are ranked by the query; all are exact, and `keys` counts those beyond the last. */
export const tableOf = <Row>(rows: readonly ResultRow[], rowOf: (row: ResultRow) => Row): Table<Row> => ({
  rows: rows.map(rowOf),
  keys: rows.length === 0 ? 0 : number(rows[0], 'keys'),
  error: 0,
});
