/** A row by the names of its columns. What is NULL is missing. */
export type ResultRow = Readonly<Record<string, string>>;

/** 0 when it is missing. */
export const number = (row: ResultRow | undefined, column: string): number => Number(row?.[column] ?? 0);

/** `-` when it is missing, as in the log. */
export const word = (row: ResultRow, column: string): string => row[column] ?? '-';
