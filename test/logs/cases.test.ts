// Logs of services with one fault or none: the facts about each are stated here, and must be in the report. They were written
// for this project after public reports; addresses and traffic are made up.
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { buildReport } from '../../src/logs/report/report.ts';
import type { Finding, Report } from '../../src/logs/report/types.ts';

async function reportOf(name: string): Promise<Report> {
  const path = fileURLToPath(new URL(`cases/${name}.log.gz`, import.meta.url));
  const result = await scanPaths({ kind: 'access', paths: [path], workers: 0 });
  return buildReport(result, {
    idleTimeout: 60,
    idleTimeoutOrigin: 'default',
    stickiness: undefined,
    top: 10,
    source: 'files',
  });
}

const found = ({ findings }: Report) => findings.map(({ code, severity }) => `${severity} ${code}`);
const first = ({ findings }: Report): Finding => {
  if (!findings[0]) throw new Error('nothing found');
  return findings[0];
};

it('outage-503: every upgrade failed, and no request succeeded', async () => {
  const report = await reportOf('outage-503');
  expect(found(report)).toEqual(['error upgrade-503']);
  expect(first(report).what).toMatch(/^Every upgrade failed: all 1,200 were answered with 503/);
  expect(first(report).evidence.join('\n')).toMatch(
    /load balancer answered, not a target\nfirst 2026-07-02 06:00, last 06:09/,
  );
});

it('all-464: every upgrade failed next to working gRPC', async () => {
  const report = await reportOf('all-464');
  expect(found(report)).toEqual(['error upgrade-464']);
  expect(first(report).remedy).toContain('ProtocolVersion HTTP1');
  expect(first(report).values).toMatchObject({ count: 150, byTarget: 0 });
});

it('path-ids-502: rooms are grouped as one path', async () => {
  const report = await reportOf('path-ids-502');
  expect(found(report)).toEqual(['error upgrade-502']);
  expect(report.access?.failed.rows).toMatchObject([{ path: '/ws/room/:id', status: '502' }]);
  expect(report.access?.paths.rows.map(({ word }) => word)).toEqual(['/ws/room/:id']);
});

it('bots-301: scanners on port 80 do not count as upgrades', async () => {
  const report = await reportOf('bots-301');
  expect(found(report)).toEqual([]);
  expect(report.access?.others.rows[0]).toMatchObject({ host: '203.0.113.99', status: '301' });
});

it('101-close: accepted and closed immediately, everywhere', async () => {
  const report = await reportOf('101-close');
  expect(found(report)).toEqual(['error sockets-die-young']);
  expect(first(report).what).toMatch(/at once: 7\d\.\d % within a second/);
  expect(first(report).evidence.join('\n')).toMatch(/by target: .*\n.*user agent: .*\n.*path: /);
  expect(report.access?.young.share).toBeGreaterThan(0.7);
});

it('one-bad-target: names the target, and compares its durations with the others', async () => {
  const report = await reportOf('one-bad-target');
  expect(found(report)).toEqual(['error sockets-die-young-target']);
  expect(first(report).values).toMatchObject({ target: '10.0.1.13:8080' });
  expect(first(report).evidence[0]).toMatch(/10\.0\.1\.13:8080: .* half of them within about \d(\.\d)? s/);
  expect(first(report).evidence[1]).toMatch(/the other targets: .* half of them within about \d\d\d s/);
});

it('502-one-target: names the target as evidence', async () => {
  const report = await reportOf('502-one-target');
  expect(found(report)).toEqual(['error upgrade-502']);
  expect(first(report).evidence.join('\n')).toMatch(/all \d+ on 10\.0\.1\.13:8080/);
  expect(first(report).remedy).toContain('Begin with 10.0.1.13:8080');
});

it('socketio-lost: requests with transport=websocket count as upgrades; lost stickiness comes first', async () => {
  const report = await reportOf('socketio-lost');
  expect(found(report)).toEqual(['error stickiness-lost', 'error upgrade-400']);
  const { failedUpgrades = 0, connections = 0, polling } = report.access ?? {};
  expect(failedUpgrades / (failedUpgrades + connections)).toBeCloseTo(0.755, 1);
  expect(polling?.requests).toBeGreaterThan(4 * connections);
});

it('polling-h2-400: half of the clients never get beyond polling', async () => {
  const report = await reportOf('polling-h2-400');
  expect(found(report)).toEqual(['error stickiness-lost']);
  expect(report.access?.polling).toMatchObject({ clients: 300, stuck: 142 });
});

it('pinged-60s: data was sent, so the sockets were not idle', async () => {
  const report = await reportOf('pinged-60s');
  expect(found(report)).toEqual(['warning duration-pile-up']);
  expect(first(report).what).not.toContain('nothing was sent');
  expect(first(report).remedy).toMatch(/maximal age, or a token/);
});

it('token2h: durations pile up at two hours', async () => {
  const report = await reportOf('token2h');
  expect(found(report)).toEqual(['warning duration-pile-up']);
  expect(first(report).what).toContain('7,200 s (2 h)');
});

it('threepiles: finds all three, each with its round value', async () => {
  const { findings } = await reportOf('threepiles');
  expect(findings.map(({ values }) => Number(values['seconds'])).sort((left, right) => left - right)).toEqual(
    [300, 600, 900],
  );
});

it('probe: one connection a minute is not a loop', async () => {
  expect(found(await reportOf('probe'))).toEqual([]);
});
