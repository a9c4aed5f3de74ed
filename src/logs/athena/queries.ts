// The report's questions as SQL for Athena. The template's named queries answer single questions in readable form;
// these answer all of them in machine-readable form, and in fewer passes: Athena charges for each pass.
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
/** Later than any time in a log. */
const NEVER = '9999-01-01T00:00:00.000000Z';

/**
 * The SQL for a time span.
 *
 * Its days are those of the folders, where a line may be up to a day later than it was written.
 *
 * @param since microseconds since 1970, as is `until`, which is exclusive.
 * @param now milliseconds since 1970: the last day, without `until`.
 */
export function querySql(name: QueryName, since: number, until: number | undefined, now: number): string {
  const values: Readonly<Record<string, string>> = {
    'first day': dayOf(since),
    // The last moment is before `until`: if `until` is midnight, one more day is enough.
    'last day': dayOf(Math.min((until ?? Infinity) - 1 + DAY_MICROS, now * 1000)),
    since: isoTime(since) ?? '',
    until: isoTime(until) ?? NEVER,
  };
  // Replaces literals as in `'2026/07/01' /* first day */`: the file also runs as it is, and the comment stays. All
  // values are times, except for expressions that several queries share.
  return QUERIES[name].replaceAll(/'[^']*'(?= \/\* ([a-z ]+) \*\/)/g, (_, key: string) => {
    const expression = EXPRESSIONS[key];
    if (expression !== undefined) return `(${expression})`;
    const value = values[key];
    if (value === undefined) throw new Error(`no value for ${key}`);
    return `'${value}'`;
  });
}

const dayOf = (micros: number): string => (isoTime(micros) ?? '').slice(0, 10).replaceAll('-', '/');
