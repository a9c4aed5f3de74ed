// The strongest test of both: the same lines give the same report through the scanner and through Athena's SQL, run by DuckDB.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { resultOf, type Results } from '../../src/logs/athena/result.ts';
import { buildReport } from '../../src/logs/report/report.ts';
import type { ReportSettings } from '../../src/logs/report/types.ts';
import { ask, tableOf } from '../athena/report-results.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { scenario } from './scenario.ts';

const SETTINGS: ReportSettings = {
  idleTimeout: 60,
  idleTimeoutOrigin: 'given',
  stickiness: true,
  top: 1000,
  source: 'athena',
};
const NOW = Date.parse('2026-07-02T13:00:00Z');
const micros = (time: string) => Date.parse(time) * 1000;

const LINES = scenario();
let database: DuckDBConnection;
beforeAll(async () => {
  database = await tableOf(LINES, '2026/07/02');
});

/** All lines are asked for twice. */
const asked = new Map<string, Promise<Results>>();

function throughAthena(since: number, until?: number): Promise<Results> {
  const key = `${since} ${until ?? ''}`;
  const results = asked.get(key) ?? askDatabase(since, until);
  asked.set(key, results);
  return results;
}

async function askDatabase(since: number, until?: number): Promise<Results> {
  const results = await ask(database, since, until, NOW);
  return Object.fromEntries(
    results.map(({ name, columns, rows }) => [
      name,
      rows.map((row) =>
        Object.fromEntries(
          row.flatMap((cell, index) => (cell === undefined ? [] : [[columns[index], cell]])),
        ),
      ),
    ]),
  ) as unknown as Results;
}

async function throughScanner(since: number, until?: number) {
  const file = join(temporaryFolder(), 'access.log');
  writeFileSync(file, `${LINES.join('\n')}\n`);
  return scanPaths({
    kind: 'access',
    paths: [file],
    workers: 0,
    since,
    ...(until !== undefined && { until }),
  });
}

describe('Athena and the scanner', () => {
  it.each([
    ['all lines', '2026-07-02T00:00:00Z', undefined],
    ['a part of the time', '2026-07-02T09:30:00Z', '2026-07-02T10:31:00Z'],
    ['a time without lines', '2026-07-02T12:30:00Z', undefined],
  ])('%s: give the same report', async (_, from, to) => {
    const [since, until] = [micros(from), to === undefined ? undefined : micros(to)];
    const scanned = buildReport(await throughScanner(since, until), SETTINGS);
    const queried = buildReport(resultOf(await throughAthena(since, until)), SETTINGS);
    // Athena does not know files.
    expect({ ...queried, input: { ...queried.input, skipped: [], remarks: [] } }).toEqual({
      ...scanned,
      input: { ...scanned.input, skipped: [], remarks: [] },
    });
  });

  it('find what the scenario contains', async () => {
    const report = buildReport(resultOf(await throughAthena(micros('2026-07-02T00:00:00Z'))), {
      ...SETTINGS,
      stickiness: undefined,
    });
    expect(report.findings.map(({ code }) => code)).toEqual([
      'upgrade-502',
      'idle-timeout-pile-up',
      'upgrade-426',
      'target-closed-many',
      'reconnect-storm',
      'client-reconnect-loop',
      'targets-uneven-after-scale-out',
      'tls-old',
    ]);
  });
});
