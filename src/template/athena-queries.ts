// The named queries: questions that operators of WebSockets have about the logs. The SQL is in templates/athena/, one
// file each.
import busiestClients from '../../templates/athena/busiest-clients.sql';
import bytes from '../../templates/athena/bytes.sql';
import connectionsByTarget from '../../templates/athena/connections-by-target.sql';
import connectionsPerMinute from '../../templates/athena/connections-per-minute.sql';
import durationHistogram from '../../templates/athena/duration-histogram.sql';
import durations from '../../templates/athena/durations.sql';
import failedUpgrades from '../../templates/athena/failed-upgrades.sql';
import idleTimeout from '../../templates/athena/idle-timeout.sql';
import tlsFailures from '../../templates/athena/tls-failures.sql';

export interface AthenaQuery {
  readonly logicalId: string;
  readonly name: string;
  readonly description: string;
  /** Which log's table it reads. */
  readonly table: 'access' | 'connection';
  readonly sql: string;
}

/** A query; its name and description come from the comment at the top of its file. */
function query(logicalId: string, table: AthenaQuery['table'], sql: string): AthenaQuery {
  const lines = sql.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('-- '));
  const [name = '', ...description] = lines.slice(0, end).map((line) => line.slice('-- '.length));
  // The comment is not part of the SQL.
  return { logicalId, name, description: description.join(' '), table, sql: lines.slice(end).join('\n') };
}

export const ATHENA_QUERIES: readonly AthenaQuery[] = [
  query('QueryConnectionsPerMinute', 'access', connectionsPerMinute),
  query('QueryDurations', 'access', durations),
  query('QueryDurationHistogram', 'access', durationHistogram),
  query('QueryIdleTimeout', 'access', idleTimeout),
  query('QueryFailedUpgrades', 'access', failedUpgrades),
  query('QueryConnectionsByTarget', 'access', connectionsByTarget),
  query('QueryBusiestClients', 'access', busiestClients),
  query('QueryBytes', 'access', bytes),
  query('QueryTlsFailures', 'connection', tlsFailures),
];

/**
 * Fills config values into SQL: replaces a number before a comment with a config key, as in `4000 /*
 * loadBalancer.idleTimeout *\/`, so that the file also runs as it is. The comment stays.
 *
 * @throws {Error} when a key has no value, which is a bug in a builder.
 */
export const fillIn = (sql: string, values: Readonly<Record<string, number>>): string =>
  sql.replace(/\b\d+(?= \/\* ([A-Za-z][\w.]*) \*\/)/g, (_, key: string) => {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) throw new Error(`no value for ${key}`);
    return String(value);
  });
