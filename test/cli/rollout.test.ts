// `generate rollout`: its options, and where socket lives come from.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { livesFrom } from '../../src/cli/rollout/logged-lives.ts';
import { readOptions, type RolloutOptions } from '../../src/cli/rollout/options.ts';
import { KnownError } from '../../src/common/known-error.ts';
import { lifeModel } from '../../src/rollout/life.ts';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const read = (options: Partial<RolloutOptions>) => readOptions({ drain: true, format: 'text', ...options });

function mistakes(options: Partial<RolloutOptions>): (string | undefined)[] {
  try {
    read(options);
  } catch (error) {
    if (error instanceof KnownError) return error.problems.map(({ where }) => where);
    throw error;
  }
  return [];
}

describe('options', () => {
  it('are numbers and seconds', () => {
    expect(read({ sockets: '20k', life: '30m', bake: '10m', jitter: '0', delay: '0' })).toMatchObject({
      sockets: 20_000,
      life: 1800,
      bakeSeconds: 600,
      jitter: 0,
      delay: 0,
    });
  });

  it.each([
    [{ bake: '90s' }, '--bake'],
    [{ bake: '25h' }, '--bake'],
    [{ bake: '-1m' }, '--bake'],
    [{ jitter: 'Infinity' }, '--jitter'],
    [{ delay: '3601' }, '--delay'],
    [{ sockets: '0' }, '--sockets'],
    [{ tasks: '1001' }, '--tasks'],
    [{ maximumPercent: '99' }, '--maximum-percent'],
    [{ strategy: 'rolling', step: '5m' }, '--step'],
    [{ strategy: 'linear', stepPercent: '2' }, '--step-percent'],
    [{ life: '30m', fromLogs: 'logs' }, '--life'],
  ] as const)('%j is refused', (options, where) => expect(mistakes(options)).toEqual([where]));

  it('are all checked at once', () => {
    expect(mistakes({ sockets: 'x', life: 'y', bake: 'z' })).toEqual(['--sockets', '--life', '--bake']);
  });
});

describe('socket lives from logs', () => {
  const line = (seconds: number) => {
    const end = new Date(Date.UTC(2026, 9, 1, 12, 0, 0));
    const start = new Date(end.getTime() - seconds * 1000);
    return `wss ${end.toISOString().replace('Z', '000Z')} app/chat/1 203.0.113.7:49152 10.0.0.7:8080 0.001 0.001 0.000 101 101 500 600 "GET https://ws.example.com:443/ws HTTP/1.1" "agent" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/chat/1 "Root=1-1" "ws.example.com" "arn:aws:acm:eu-west-1:123456789012:certificate/1" 0 ${start.toISOString().replace('Z', '000Z')} "forward" "-" "-" "10.0.0.7:8080" "101" "-" "-" TID_1`;
  };

  it('are read from logs, or from a report about them', async () => {
    const folder = temporaryFolder();
    const log = join(folder, 'alb.log');
    writeFileSync(
      log,
      [...Array<number>(900).fill(100), ...Array<number>(100).fill(9000)].map(line).join('\n'),
    );
    const { life, connections } = await livesFrom(log);
    expect(connections).toBe(1000);
    const model = lifeModel(life, 0);
    expect(model.mean).toBeGreaterThan(985);
    expect(model.mean).toBeLessThan(995);
    // 100 of 1,000 lives, and 9 of 10 of the sockets that are open.
    expect(model.openAfter(200)).toBeCloseTo((0.1 * 8800) / 990, 2);

    const report = join(folder, 'report.json');
    const { stdout, status } = await generate(['logs', log, '--format', 'json'], { cwd: folder });
    expect(status).toBe(0);
    writeFileSync(report, stdout);
    const fromReport = await livesFrom(report);
    expect(fromReport.connections).toBe(1000);
    // Ranges are three times as wide as the previous one.
    expect(lifeModel(fromReport.life, 0).mean / model.mean).toBeGreaterThan(0.6);
    expect(lifeModel(fromReport.life, 0).mean / model.mean).toBeLessThan(1.6);

    const { stdout: text, status: code } = await generate(
      ['rollout', '--sockets', '1000', '--from-logs', log],
      {
        cwd: folder,
      },
    );
    expect(code).toBe(0);
    expect(text).toContain('(as in the logs)');
  });

  it.each([
    ['{}'],
    ['[]'],
    ['null'],
    ['{"version":1,"access":null}'],
    [
      '{"version":1,"access":{"minutes":[],"durations":{},"histogram":[{"fromSeconds":5,"toSeconds":1,"connections":3}]}}',
    ],
    [
      '{"version":1,"access":{"minutes":[],"durations":{},"histogram":[{"fromSeconds":1,"toSeconds":5,"connections":"3"}]}}',
    ],
    ['{"version":1,"access":{"minutes":[],"durations":{},"histogram":[]}}'],
  ])('refuses %s as a report about connections', async (text) => {
    const file = join(temporaryFolder(), 'report.json');
    writeFileSync(file, text);
    await expect(livesFrom(file)).rejects.toThrow(KnownError);
  });

  it('are refused in S3 or at a missing path, with what to do', async () => {
    await expect(livesFrom('s3://bucket/prefix')).rejects.toThrow('Logs in S3 are not read here.');
    await expect(livesFrom('/nowhere/report.json')).rejects.toThrow('Cannot read the report');
    await expect(livesFrom('/nowhere')).rejects.toThrow(KnownError);
  });
});
