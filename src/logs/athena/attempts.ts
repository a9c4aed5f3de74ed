// Converts rows on non-WebSocket requests to the tables of a scan.
import type { AccessResult, FailedBy, LineType, RequestRow } from '../types.ts';
import { number, tableOf, word, type ResultRow } from './row.ts';

type Attempts = Pick<AccessResult, 'requests' | 'failed' | 'failedBy' | 'failedClients' | 'failedMinutes'>;

const BY: readonly FailedBy[] = ['target', 'agent', 'seconds'];

export function attemptRows(rows: readonly ResultRow[]): Attempts {
  const isFailed = (row: ResultRow): boolean => row['is_failed'] === 'true';
  const of = (what: string) => rows.filter((row) => row['what'] === what && isFailed(row));
  const countedBy = (kind: FailedBy) =>
    tableOf(of(kind), (row) => ({
      id: idOf(row),
      by: kind,
      word: (kind === 'seconds' ? row['seconds'] : row['word']) ?? '',
      count: number(row, 'times'),
    }));
  const by = BY.map(countedBy);
  return {
    requests: tableOf(
      rows.filter((row) => row['what'] === 'row' && !isFailed(row)),
      requestRow,
    ),
    failed: tableOf(of('row'), (row) => ({
      ...requestRow(row),
      reason: word(row, 'reason'),
      id: idOf(row),
    })),
    failedBy: {
      rows: by.flatMap((table) => table.rows),
      keys: by.reduce((sum, { keys }) => sum + keys, 0),
      error: 0,
    },
    failedClients: countedBy('client'),
    failedMinutes: tableOf(of('minute'), (row) => ({
      id: idOf(row),
      minute: number(row, 'minute_micros') / 60e6,
      count: number(row, 'times'),
    })),
  };
}

function requestRow(row: ResultRow): RequestRow {
  const transport = row['transport'];
  return {
    route: row['route'] ?? '',
    type: word(row, 'type') as LineType,
    isGet: row['is_get'] === 'true',
    transport: transport === 'websocket' || transport === 'polling' ? transport : undefined,
    status: word(row, 'status'),
    targetStatus: word(row, 'target_status'),
    count: number(row, 'times'),
    firstTime: number(row, 'first_at'),
    lastTime: number(row, 'last_at'),
  };
}

const KEY = ['route', 'type', 'is_get', 'transport', 'status', 'target_status', 'reason'] as const;

/** Everything that identifies a row, as one string. */
const idOf = (row: ResultRow): string => KEY.map((column) => row[column] ?? '').join('\t');
