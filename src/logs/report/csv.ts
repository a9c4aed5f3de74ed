// Tables of the report as CSV (RFC 4180: a header, commas, CR LF, quotes doubled). A cell that a spreadsheet would take for a
// formula begins with an apostrophe.
import { KnownError } from '../../common/known-error.ts';
import { nearest } from '../../common/nearest.ts';
import type { Report } from './types.ts';

type Row = Readonly<Record<string, unknown>>;

/** Words between dashes, as names on a command line are. */
const named = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The tables of a report by their names. */
export function tablesOf({
  access,
  connection,
  input,
  baseline,
  loadBalancers,
  incidents,
  findings,
}: Report): Map<string, readonly Row[]> {
  const tables = new Map<string, readonly Row[]>();
  for (const [key, value] of Object.entries(access ?? connection ?? {}) as [string, unknown][]) {
    const rows = Array.isArray(value) ? (value as Row[]) : rowsOf(value);
    if (rows) tables.set(named(key), rows);
  }
  if (loadBalancers) tables.set('load-balancer-verdicts', loadBalancers as unknown as Row[]);
  if (baseline) tables.set('changes', baseline.changes as unknown as Row[]);
  tables.set('incidents', incidents as unknown as Row[]);
  tables.set('findings', findings as unknown as Row[]);
  tables.set('remarks', input.remarks);
  tables.set('malformed', input.malformedSamples);
  return tables;
}

function rowsOf(value: unknown): readonly Row[] | undefined {
  if (typeof value !== 'object' || value === null || !('rows' in value)) return undefined;
  return Array.isArray(value.rows) ? (value.rows as Row[]) : undefined;
}

/**
 * One table as CSV; nothing when it has no rows.
 *
 * @throws {KnownError} for a name that no table has, with those that there are.
 */
export function reportCsv(report: Report, table: string | undefined): string {
  const tables = tablesOf(report);
  const rows = tables.get(table ?? '');
  if (!rows) {
    const names = [...tables.keys()];
    const near = table === undefined ? undefined : nearest(table, names);
    throw new KnownError(
      table === undefined ? 'CSV is one table.' : `The report has no table ${JSON.stringify(table)}.`,
      {
        where: '--table',
        allowed: names.join(', '),
        ...(near !== undefined && { remedy: `Did you mean ${near}?` }),
      },
    );
  }
  const [first] = rows;
  if (!first) return '';
  const columns = Object.keys(first);
  const line = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`;
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column])))].join('');
}

/** What a spreadsheet may take for a formula; a lone dash is none. */
const FORMULA = /^[=+@\t\r]|^-./;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
