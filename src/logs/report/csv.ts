// Tables of the report as CSV (RFC 4180: a header, commas, CR LF, quotes doubled). A cell that a spreadsheet would take
// for a formula gets a leading apostrophe.
import { KnownError } from '../../common/known-error.ts';
import { didYouMean, suggestions } from '../../common/nearest.ts';
import { csvTables, type CsvTable } from './csv-tables.ts';
import type { Report } from './types.ts';

/**
 * Finds a table by name.
 *
 * @throws {KnownError} if there is no such table, or no name; it lists the names.
 */
export function csvTable(log: Report['log'], name: string | undefined): CsvTable {
  const tables = csvTables(log);
  const table = name === undefined ? undefined : tables.get(name);
  if (table) return table;
  const names = [...tables.keys()];
  const near = name === undefined ? [] : suggestions(name, names);
  throw new KnownError(
    name === undefined
      ? 'CSV is one table, and none is named.'
      : `A report on ${log} logs has no table ${JSON.stringify(name)}.`,
    {
      where: '--table',
      allowed: names.join(', '),
      remedy: near.length > 0 ? didYouMean(near) : 'Name one: --format csv --table minutes.',
    },
  );
}

/**
 * One table as CSV; only the header if it has no rows.
 *
 * @throws {KnownError} as {@link csvTable}.
 */
export function reportCsv(report: Report, name: string | undefined): string {
  const { columns, rows } = csvTable(report.log, name);
  const line = (cells: readonly unknown[]): string => `${cells.map(cell).join(',')}\r\n`;
  return [line(columns), ...rows(report).map((row) => line(columns.map((column) => row[column])))].join('');
}

/** What a spreadsheet may take for a formula, also in full-width characters; a lone dash is not one. */
const FORMULA = /^[=+@\t\r\n＝＋－＠]|^-./;
/** The same after characters that some spreadsheets take for the end of a cell, even in quotes. */
const FORMULA_AFTER_END = /([;\t]\s*)([=+@＝＋－＠]|-.)/g;
/** Includes semicolons and tabs: in some locales a spreadsheet takes them for the end of a cell. */
const NEEDS_QUOTES = /[",;\t\r\n]/;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = (FORMULA.test(text) ? `'${text}` : text).replaceAll(FORMULA_AFTER_END, "$1'$2");
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
