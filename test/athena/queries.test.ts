// Every named query on hand-written lines, compared with hand-written rows.
import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_LOG_TABLE, CONNECTION_LOG_TABLE } from '../../src/alb/log-tables.ts';
import { ATHENA_QUERIES, fillIn } from '../../src/template/athena-queries.ts';
import { load, openDatabase, query } from './duckdb.ts';
import {
  TODAY,
  YESTERDAY,
  NOW,
  at,
  A,
  B,
  C,
  D,
  E,
  SIX,
  LOOP,
  T1,
  T2,
  T3,
  WEB_SOCKETS,
  FAILED_UPGRADES,
  OTHERS,
  UNTRUSTED,
  UNMAPPED,
  CONNECTIONS,
} from './logged.ts';

const minute = (time: string, opened: number, closed: number) => [`${time}:00.000Z`, opened, closed];

const EXPECTED: Record<string, { columns: string[]; rows: unknown[][] }> = {
  QueryConnectionsPerMinute: {
    columns: ['minute', 'opened', 'closed'],
    rows: [
      minute('2026-06-30T00:00', 1, 0),
      minute('2026-07-01T09:59', 1, 0),
      minute('2026-07-01T10:00', 1, 2),
      minute('2026-07-02T07:33', 0, 1),
      minute('2026-07-02T08:53', 4, 0),
      minute('2026-07-02T09:00', 3, 3),
      minute('2026-07-02T09:30', 0, 1),
      minute('2026-07-02T09:59', 0, 1),
      minute('2026-07-02T10:00', 0, 3),
      minute('2026-07-02T11:00', 10, 10),
    ],
  },
  // 0.5, ten times 2, 5, 54.999, 55, 60, 3995, 4000, 4004.5, 4005.001, 200000
  QueryDurations: {
    columns: ['connections', 'with_duration', 'p50_seconds', 'p95_seconds', 'p99_seconds', 'max_seconds'],
    rows: [[21, 20, 2, 4005.001, 200_000, 200_000]],
  },
  QueryDurationHistogram: {
    columns: ['from_seconds', 'to_seconds', 'connections'],
    rows: [
      [0, 1, 1],
      [1, 3, 10],
      [3, 10, 1],
      [10, 30, 0],
      [30, 100, 3],
      [100, 300, 0],
      [300, 1000, 0],
      [1000, 3000, 0],
      [3000, 10_000, 4],
      [10_000, 30_000, 0],
      [30_000, 100_000, 0],
      [100_000, null, 1],
    ],
  },
  QueryIdleTimeout: {
    columns: ['timeout', 'timeout_seconds', 'ended_near', 'with_duration'],
    rows: [
      ['loadBalancer.idleTimeout', 4000, 3, 20],
      ['default of ELB', 60, 2, 20],
    ],
  },
  QueryFailedUpgrades: {
    columns: [
      'elb_status_code',
      'target_status_code',
      'error_reason',
      'path',
      'failures',
      'clients',
      'first_at',
      'last_at',
    ],
    rows: [
      [502, '-', '-', '/ws', 3, 2, at(NOW, '12:00:00.000000'), at(NOW, '12:00:02.000000')],
      [
        400,
        '-',
        'LambdaWebsocketNotSupported',
        '/ws',
        1,
        1,
        at(NOW, '12:00:04.000000'),
        at(NOW, '12:00:04.000000'),
      ],
      [502, '502', '-', '/ws', 1, 1, at(NOW, '12:00:03.000000'), at(NOW, '12:00:03.000000')],
      [503, '-', '-', '/socket', 1, 1, at(YESTERDAY, '12:00:05.000000'), at(YESTERDAY, '12:00:05.000000')],
    ],
  },
  QueryConnectionsByTarget: {
    columns: ['target_ip', 'target_port', 'connections', 'percent', 'p50_seconds', 'bytes'],
    rows: [
      [T3, 8080, 10, 47.6, 2, 30],
      [T1, 8080, 6, 28.6, 55, 76_130],
      [T2, 8080, 5, 23.8, 4000, 0],
    ],
  },
  QueryBusiestClients: {
    columns: ['client_ip', 'connections', 'p50_seconds', 'received_bytes', 'sent_bytes'],
    rows: [
      [LOOP, 10, 2, 10, 20],
      [D, 3, 0.5, 0, 0],
      [A, 2, 5, 110, 1020],
      [B, 2, 3995, 0, 0],
      [C, 2, 4004.5, 0, 0],
      [E, 1, 200_000, 5000, 70_000],
      [SIX, 1, 55, 0, 0],
    ],
  },
  QueryBytes: {
    columns: [
      'connections',
      'received_total',
      'received_p50',
      'received_p95',
      'received_max',
      'sent_total',
      'sent_p50',
      'sent_p95',
      'sent_max',
    ],
    rows: [[21, 5120, 1, 100, 5000, 71_040, 2, 1000, 70_000]],
  },
  QueryTlsFailures: {
    columns: [
      'tls_verify_status',
      'tls_protocol',
      'tls_cipher',
      'failures',
      'clients',
      'first_at',
      'last_at',
    ],
    rows: [
      [
        UNTRUSTED.status,
        'TLSv1.3',
        'TLS_AES_128_GCM_SHA256',
        3,
        2,
        at(YESTERDAY, '09:00:00.000000'),
        at(NOW, '09:00:02.000000'),
      ],
      [
        UNTRUSTED.status,
        'TLSv1.2',
        'ECDHE-RSA-AES128-SHA256',
        1,
        1,
        at(NOW, '09:00:03.000000'),
        at(NOW, '09:00:03.000000'),
      ],
      [UNMAPPED.status, '-', '-', 1, 1, at(NOW, '09:00:04.000000'), at(NOW, '09:00:04.000000')],
    ],
  },
};

describe('named queries', () => {
  let database: DuckDBConnection;
  beforeAll(async () => {
    database = await openDatabase();
    await load(database, ACCESS_LOG_TABLE, [...WEB_SOCKETS, ...FAILED_UPGRADES, ...OTHERS]);
    await load(database, CONNECTION_LOG_TABLE, CONNECTIONS);
  });

  it('each have hand-written expected rows', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(ATHENA_QUERIES.map(({ logicalId }) => logicalId).sort());
  });

  it.each(ATHENA_QUERIES)('$name', async ({ logicalId, sql }) => {
    expect(await query(database, sql, TODAY)).toEqual(EXPECTED[logicalId]);
  });

  it('use the idle timeout of the config', async () => {
    const { sql } = ATHENA_QUERIES.find(({ logicalId }) => logicalId === 'QueryIdleTimeout')!;
    const { rows } = await query(database, fillIn(sql, { 'loadBalancer.idleTimeout': 5 }), TODAY);
    expect(rows[0]).toEqual(['loadBalancer.idleTimeout', 5, 12, 20]);
  });

  it('find nothing, without failing, on days without logs', async () => {
    for (const { sql } of ATHENA_QUERIES) {
      const { rows } = await query(database, sql, '2020-01-02');
      expect(rows.flat().every((cell) => cell === null || cell === 0)).toBe(true);
    }
  });
});
