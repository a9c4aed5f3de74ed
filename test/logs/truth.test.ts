import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { quantile } from '../../src/logs/scan/histogram.ts';
import type { RequestRow } from '../../src/logs/types.ts';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { gzipped, logTexts } from './generator/files.mjs';
import { keyOf, newTruth } from './generator/truth.mjs';

it('every count and sum of generated files is exact, even with several threads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'logs-'));
  const truth = newTruth();
  let file = 0;
  for (const text of logTexts({ seed: 42, bytes: 1_500_000, foreign: 0.001 }, truth)) {
    writeFileSync(join(folder, `${file}.log.gz`), gzipped(text, 1 + (file % 3)));
    if (++file === 8) break;
  }
  const result = await scanPaths({ paths: [folder], kind: 'access', workers: 2, rows: 1e6 });
  rmSync(folder, { recursive: true });
  const access = result.access!;

  expect(result).toMatchObject({
    lines: truth.lines,
    counted: truth.counted,
    malformed: truth.malformed,
    foreign: truth.foreign,
    firstTime: truth.firstTime,
    lastTime: truth.lastTime,
  });
  expect(access.types).toMatchObject(truth.types);
  expect(access.total).toMatchObject({ received: truth.received, sent: truth.sent });
  expect(
    new Map(
      access.closed.rows.map((row) => [
        keyOf(row.type, row.status, row.port, row.protocol, row.cipher),
        row.connections,
      ]),
    ),
  ).toEqual(truth.closed);
  const { minute, opened, closed, outside } = access.minutes;
  const seriesOf = (counts: Float64Array): Map<number, number> =>
    new Map([...minute].map((each, at) => [each, counts[at] ?? 0] as const).filter(([, count]) => count > 0));
  expect(outside).toBe(0);
  expect(seriesOf(opened)).toEqual(truth.openedBy);
  expect(seriesOf(closed)).toEqual(truth.closedBy);

  const tables = {
    targets: access.targets.rows.map(({ target, group, ...row }) => [keyOf(target, group), row] as const),
    clients: access.clients.rows.map(({ client, ...row }) => [client, row] as const),
    routes: access.routes.rows.map(({ word, ...row }) => [word, row] as const),
    agents: access.userAgents.rows.map(({ word, ...row }) => [word, row] as const),
    nodes: access.nodes.rows.map(({ word, ...row }) => [word, row] as const),
    loadBalancers: access.loadBalancers.rows.map(({ word, ...row }) => [word, row] as const),
  };
  for (const [name, rows] of Object.entries(tables)) {
    const expected = truth[name as keyof typeof tables];
    const found = rows.filter(([, { connections }]) => connections > 0);
    expect(
      new Map(
        found.map(([key, { connections, received, sent, short }]) => [
          key,
          { connections, received, sent, short },
        ]),
      ),
    ).toEqual(expected);
  }

  const requestKey = (row: RequestRow): string =>
    keyOf(row.route, row.type, String(row.isGet), row.transport ?? '', row.status, row.targetStatus);
  expect(new Map(access.requests.rows.map((row) => [requestKey(row), row.count]))).toEqual(truth.requests);
  expect(new Map(access.failed.rows.map((row) => [keyOf(requestKey(row), row.reason), row.count]))).toEqual(
    truth.failed,
  );
  const failedBy = new Map<number, number>();
  for (const { minute: at, count } of access.failedMinutes.rows)
    failedBy.set(at, (failedBy.get(at) ?? 0) + count);
  expect(failedBy).toEqual(truth.failedBy);

  const durations = truth.durations.toSorted((left, right) => left - right);
  expect(access.durations).toMatchObject({
    count: durations.length,
    unknown: truth.unknown,
    min: durations[0],
    max: durations.at(-1),
  });
  expect(access.durations.totalSeconds).toBeCloseTo(durations.reduce((sum, each) => sum + each, 0) / 1e6, 3);
  for (const share of [0.5, 0.9, 0.99]) {
    const exact = durations[Math.ceil(share * durations.length) - 1]!;
    expect(Math.abs(quantile(access.durations, share)! - exact) / exact).toBeLessThan(0.005);
  }
});
