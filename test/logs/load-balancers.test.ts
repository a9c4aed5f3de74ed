// Two load balancers in one input: each is judged alone, and what happens to one is not put on the other.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readApart } from '../../src/cli/logs/apart.ts';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { buildReport } from '../../src/logs/report/report.ts';
import { reportText } from '../../src/logs/report/text.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { crowd, refused, times } from './findings/scanned.ts';

const SETTINGS = {
  idleTimeout: 60,
  idleTimeoutOrigin: 'given',
  stickiness: undefined,
  top: 10,
  source: 'files',
} as const;

async function reportOf(lines: readonly string[]) {
  const file = join(temporaryFolder(), 'a.log');
  writeFileSync(file, lines.join('\n'));
  const read = (loadBalancer?: string) =>
    scanPaths({
      kind: 'access',
      paths: [file],
      workers: 0,
      ...(loadBalancer !== undefined && { loadBalancer }),
    });
  const result = await read();
  const apart = await readApart(result, [file], read);
  return buildReport(result, { ...SETTINGS, ...(apart && { apart }) });
}

const other = (lines: readonly string[]) =>
  lines.map((line) => line.replaceAll('app/chat/0123456789abcdef', 'app/other/fedcba9876543210'));

it('each is judged alone', async () => {
  const bad = [
    ...crowd(),
    ...times(200, (index) => refused(300 + index / 100, '502', { target: '10.0.0.9:8080' })),
  ];
  const report = await reportOf([...crowd(), ...other(bad)]);
  const [two, one] = report.loadBalancers ?? [];
  expect(one).toMatchObject({
    attempts: 800,
    failed: 200,
    failedShare: 0.25,
    worst: { code: 'upgrade-502', severity: 'error' },
  });
  expect(one?.loadBalancer).toBe('app/other/fedcba9876543210');
  expect(two).toMatchObject({
    loadBalancer: 'app/chat/0123456789abcdef',
    attempts: 600,
    failed: 0,
    worst: null,
    incidents: [],
  });
  const text = reportText(report, { width: 200 });
  expect(text).toMatch(/app\/chat\/0123456789abcdef: 600 attempts, 0 failed \(0\.0 %\), .*nothing found/);
  expect(text).toMatch(
    /app\/other\/fedcba9876543210: 800 attempts, 200 failed \(25\.0 %\).*error upgrade-502/,
  );
});

it('of one, nothing more is read', async () => {
  expect((await reportOf(crowd())).loadBalancers).toBeNull();
});
