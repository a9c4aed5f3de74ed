// The questions of the report as SQL for Athena. The named queries of the template answer single questions in a form to
// read; these answer all of them in a form to compute with, and in fewer passes: Athena charges each pass.
import attempts from '../../../templates/athena/report/attempts.sql';
import connections from '../../../templates/athena/report/connections.sql';
import minutes from '../../../templates/athena/report/minutes.sql';
import requests from '../../../templates/athena/report/requests.sql';
import route from '../../../templates/athena/report/route.sql';
import transport from '../../../templates/athena/report/transport.sql';
import { isoTime } from '../report/quantities.ts';

const QUERIES = { requests, connections, minutes, attempts } as const;

export type QueryName = keyof typeof QUERIES;
export const QUERY_NAMES = Object.keys(QUERIES) as readonly QueryName[];

const uncommented = (sql: string): string => sql.replaceAll(/^--.*\n/gm, '').trim();
const EXPRESSIONS: Readonly<Record<string, string>> = {
  route: uncommented(route),
  transport: uncommented(transport),
};

const DAY_MICROS = 86_400e6;
/** After every time that a log can hold. */
const NEVER = '9999-01-01T00:00:00.000000Z';

/**
 * The SQL for a time span.
 *
 * Its days are those of the folders, in which a line may lie up to a day after it was written.
 *
 * @param since microseconds since 1970, as is `until`, which is not counted itself.
 * @param now milliseconds since 1970: the last day, without `until`.
 */
export function querySql(name: QueryName, since: number, until: number | undefined, now: number): string {
  const values: Readonly<Record<string, string>> = {
    'first day': dayOf(since),
    // The last moment that counts is before `until`: of midnight, one day more is enough.
    'last day': dayOf(Math.min((until ?? Infinity) - 1 + DAY_MICROS, now * 1000)),
    since: isoTime(since) ?? '',
    until: isoTime(until) ?? NEVER,
  };
  // As in `'2026/07/01' /* first day */`: the file runs as it is, and the comment stays. All values are times, but for
  // expressions that several queries have.
  return QUERIES[name].replaceAll(/'[^']*'(?= \/\* ([a-z ]+) \*\/)/g, (_, key: string) => {
    const expression = EXPRESSIONS[key];
    if (expression !== undefined) return `(${expression})`;
    const value = values[key];
    if (value === undefined) throw new Error(`no value for ${key}`);
    return `'${value}'`;
  });
}

const dayOf = (micros: number): string => (isoTime(micros) ?? '').slice(0, 10).replaceAll('-', '/');
