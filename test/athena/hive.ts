// Log lines become rows as in Hive's RegexSerDe: the regular expression must match the whole line. A line that does not match
// has NULL in every column, and so has a column whose number cannot be parsed.
import type { ColumnType, LogTable } from '../../src/alb/log-tables.ts';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

export function parseLine({ columns, regex }: LogTable, line: string): Row {
  // s: RegexSerDe compiles with Pattern.DOTALL.
  const groups = new RegExp(`^(?:${regex})$`, 's').exec(line)?.slice(1) ?? [];
  return Object.fromEntries(
    Object.entries(columns).map(([name, type], index) => [name, cell(groups[index], type)]),
  );
}

function cell(text: string | undefined, type: ColumnType): Cell {
  if (text === undefined) return null;
  if (type === 'string') return text;
  const value = type === 'double' ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  return value.test(text) ? Number(text) : null;
}
