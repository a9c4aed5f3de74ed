// The report on the file of oddities, worked out by hand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scanPaths } from '../../../src/cli/logs/scan-paths.ts';
import { buildReport, isDamaged } from '../../../src/logs/report/report.ts';
import type { Report } from '../../../src/logs/report/types.ts';
import { oddities, T1, T2, T6 } from './oddities.ts';

let report: Report;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-test-'));
  const file = join(folder, 'access.log');
  writeFileSync(file, oddities());
  report = buildReport(await scanPaths({ kind: 'access', paths: [file], workers: 0 }), {
    idleTimeout: 60,
    idleTimeoutOrigin: 'default',
    stickiness: undefined,
    top: 10,
    source: 'files',
  });
  rmSync(folder, { recursive: true });
});

const traffic = (connections: number, receivedBytes: number, sentBytes: number) => ({
  connections,
  share: Math.round((connections / 55) * 1e6) / 1e6,
  receivedBytes,
  sentBytes,
  short: 0,
});
const exact = <Row>(...rows: Row[]) => ({ rows, keys: rows.length, error: 0 });
const time = (text: string) => `2026-07-02T${text}.000000Z`;

describe('the report on every log generation and oddity', () => {
  it('input: 11 generations, 30 idle, 14 odd, 11 requests; 3 malformed, 2 of other logs', () => {
    expect(report.input).toMatchObject({
      files: 1,
      lines: 71,
      counted: 66,
      malformed: 3,
      foreign: 2,
      outsideTime: 0,
      malformedReasons: { fields: 1, quotes: 1, time: 1 },
      firstTime: time('10:00:30'),
      lastTime: time('10:03:40'),
      since: null,
      until: null,
    });
    expect(report.input.malformedSamples.map(({ line, reason }) => [line, reason])).toEqual([
      [67, 'fields'],
      [68, 'quotes'],
      [69, 'time'],
    ]);
    expect(report.input.remarks.map(({ code, isDamage }) => [code, isDamage])).toEqual(
      expect.arrayContaining([
        ['nul-bytes', true],
        ['crlf', false],
      ]),
    );
    expect(isDamaged(report)).toBe(true);
  });

  it('closed connections', () => {
    const { access } = report;
    expect(access).toMatchObject({
      connections: 55,
      receivedBytes: 1294,
      sentBytes: 11_074,
      failedUpgrades: 7,
    });
    expect(access?.lines).toEqual({ http: 0, https: 11, h2: 0, grpcs: 0, ws: 1, wss: 54, other: 0 });
    const tls = { protocol: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' };
    expect(access?.closed.rows).toEqual([
      { type: 'wss', status: '101', port: '443', ...tls, connections: 51, share: 0.927273 },
      { type: 'wss', status: '101', port: '-', ...tls, connections: 2, share: 0.036364 },
      { type: 'ws', status: '101', port: '80', protocol: '-', cipher: '-', connections: 1, share: 0.018182 },
      { type: 'wss', status: '460', port: '443', ...tls, connections: 1, share: 0.018182 },
    ]);
  });

  it('minutes: the 18-field line closes without having opened', () => {
    const minute = (text: string) => `2026-07-02T${text}Z`;
    expect(report.access?.minutes).toEqual([
      { minute: minute('10:00'), opened: 10, closed: 11, open: 0, failed: 0 },
      { minute: minute('10:01'), opened: 30, closed: 0, open: 30, failed: 0 },
      { minute: minute('10:02'), opened: 14, closed: 30, open: 14, failed: 0 },
      { minute: minute('10:03'), opened: 0, closed: 14, open: 0, failed: 7 },
    ]);
  });

  it('durations: 10 times 10 s, 14 times 20 s, 30 times 60 s', () => {
    const { durations, histogram } = report.access!;
    expect(durations).toMatchObject({ known: 54, unknown: 1, min: 10, max: 60, mean: 40.37, p99: 60 });
    for (const quantile of [durations.p50, durations.p90])
      expect(Math.abs(quantile! / 60 - 1)).toBeLessThan(0.004);
    expect(histogram.filter(({ connections }) => connections > 0)).toEqual([
      { fromSeconds: 10, toSeconds: 30, connections: 24 },
      { fromSeconds: 30, toSeconds: 100, connections: 30 },
    ]);
  });

  it('targets, nodes and their balance', () => {
    const { targets, targetBalance, nodes, nodeBalance } = report.access!;
    const group = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/chat/0123456789abcdef';
    const row = (
      target: string,
      counts: ReturnType<typeof traffic>,
      first: string,
      last: string,
      medianDuration: number,
    ) => {
      return { target, group, ...counts, firstOpened: time(first), lastClosed: time(last), medianDuration };
    };
    expect(targets).toEqual(
      exact(
        row(T2, traffic(30, 180, 60), '10:01:00', '10:02:29', 47),
        row(T1, traffic(23, 1112, 11_012), '10:00:21', '10:03:13', 18),
        row('-', traffic(1, 1, 1), '10:02:42', '10:03:02', 24),
        row(T6, traffic(1, 1, 1), '10:02:41', '10:03:01', 24),
      ),
    );
    expect(targetBalance).toEqual({ members: 3, mostOverMean: 1.666667, leastOverMean: 0.055556 });
    expect(nodes).toEqual(
      exact(
        { word: '10.0.2.9', ...traffic(30, 180, 60) },
        { word: '10.0.1.9', ...traffic(18, 414, 4014) },
        { word: '-', ...traffic(7, 700, 7000) },
      ),
    );
    expect(nodeBalance).toEqual({ members: 2, mostOverMean: 1.25, leastOverMean: 0.75 });
  });

  it('clients, paths and user agents', () => {
    const { clients, paths, userAgents } = report.access!;
    const row = (client: string, counts: ReturnType<typeof traffic>, targetChanges = 0, refused = 0) => {
      return { client, ...counts, targetChanges, refused };
    };
    expect(clients).toEqual(
      exact(
        row('198.51.100.2', traffic(30, 180, 60)),
        // From the IPv6 target to none, and to the first one.
        row('198.51.100.4', traffic(13, 13, 13), 2),
        row('198.51.100.1', traffic(11, 1100, 11_000)),
        row('2001:db8::5', traffic(1, 1, 1)),
        row('198.51.100.3', traffic(0, 0, 0), 0, 9),
      ),
    );
    expect(paths).toEqual(
      exact(
        { word: '/ws', ...traffic(52, 1291, 11_071) },
        { word: '', ...traffic(2, 2, 2) },
        { word: '/a b', ...traffic(1, 1, 1) },
      ),
    );
    expect(userAgents).toMatchObject(
      exact(
        { word: 'Mozilla/5.0 (X11; Linux)', ...traffic(50, 1289, 11_069) },
        ...['A\0B', 'A\tB', String.raw`A \"B\"`, String.raw`A \x22B\x22`, 'x'.repeat(256)].map((word) => {
          return { word, ...traffic(1, 1, 1) };
        }),
      ),
    );
  });

  it('failed upgrades, and findings', () => {
    const statuses = ['400', '426', '464', '501', '502', '503', '504'];
    expect(report.access?.failed).toMatchObject(
      exact(
        ...statuses.map((status) => {
          return { path: '/ws', status, targetStatus: status === '426' ? '426' : '-', reason: '-', count: 1 };
        }),
      ),
    );
    expect(report.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['idle-timeout-pile-up', 'error'],
      ...statuses.map((status) => [`upgrade-${status}`, 'warning']),
    ]);
    expect(report.findings[0]?.values).toMatchObject({ seconds: 60, connections: 30 });
  });
});
