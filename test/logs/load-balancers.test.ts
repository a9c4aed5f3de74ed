// Two load balancers in one input: each is judged separately, and one's problems are not attributed to the other.
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

it('judges each separately', async () => {
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

const OUTAGE = other(times(60, (index) => refused(300 + index, '503', { target: '-' })));

it('lists and judges one without any WebSocket, and includes its outage in the total', async () => {
  const { access, loadBalancers, findings } = await reportOf([...crowd(), ...OUTAGE]);
  expect(access?.loadBalancers.rows).toMatchObject([
    { word: 'app/chat/0123456789abcdef', connections: 600, refused: 0 },
    { word: 'app/other/fedcba9876543210', connections: 0, refused: 60 },
  ]);
  expect(loadBalancers?.[1]).toMatchObject({
    loadBalancer: 'app/other/fedcba9876543210',
    attempts: 60,
    failed: 60,
    worst: { code: 'upgrade-503', severity: 'error' },
  });
  expect(access?.failedUpgrades).toBe(60);
  expect(findings.map(({ code }) => code)).toEqual(['upgrade-503']);
});

it('notices the outage of one whose path nobody else uses, or names it', async () => {
  const request = 'GET https://down.example.com:443/live HTTP/1.1';
  const outage = times(60, (index) => refused(300 + index, '503', { target: '-', request }));
  const { access, ...report } = await reportOf([...crowd(), ...other(outage)]);
  expect(access?.attempts.recognisedBy).toContainEqual({ by: 'presumed', attempts: 60 });
  expect(access?.failedUpgrades).toBe(60);
  // The same failures on a load balancer whose WebSockets open elsewhere belong to another service.
  const alone = await reportOf([...crowd(), ...outage]);
  expect(alone.access?.failedUpgrades).toBe(0);
  // When they are not read separately.
  const text = reportText(
    { ...alone, access: alone.access && access && { ...alone.access, loadBalancers: access.loadBalancers } },
    { width: 200 },
  );
  expect(report.loadBalancers).toHaveLength(2);
  expect(text).toContain('app/other/fedcba9876543210 closed no WebSocket, and refused 60 requests');
  expect(text).toContain('no upgrade is known to have failed');
});

it('an API next to it counts neither as attempts nor as failures', async () => {
  const request = 'GET https://api.example.com:443/orders HTTP/1.1';
  const api = other(times(200, (index) => refused(300 + index, index < 60 ? '404' : '200', { request })));
  const report = await reportOf([...crowd(), ...api]);
  expect(report.access?.failedUpgrades).toBe(0);
  expect(report.loadBalancers?.[1]).toMatchObject({ attempts: 0, failed: 0, worst: null });
  expect(reportText(report, { width: 200 })).toContain(
    'app/other/fedcba9876543210: no attempt to open a WebSocket; nothing found',
  );
});

it('adds nothing when there is only one', async () => {
  expect((await reportOf(crowd())).loadBalancers).toBeNull();
});
