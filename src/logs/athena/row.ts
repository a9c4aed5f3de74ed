import type { Table } from '../types.ts';

/** A row by column name. NULLs are missing. */
export type ResultRow = Readonly<Record<string, string>>;

/** 0 if missing. */
export const number = (row: ResultRow | undefined, column: string): number => Number(row?.[column] ?? 0);

/** `-` if missing, as in the log. */
export const word = (row: ResultRow, column: string): string => row[column] ?? '-';

/** The query ranks the rows. They are exact, and `keys` also counts rows beyond the last one. */
export const tableOf = <Row>(rows: readonly ResultRow[], rowOf: (row: ResultRow) => Row): Table<Row> => ({
  rows: rows.map(rowOf),
  keys: rows.length === 0 ? 0 : number(rows[0], 'keys'),
  error: 0,
});
