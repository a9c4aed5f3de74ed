// s3:// against a fake AWS.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Report } from '../../src/logs/report/types.ts';
import { accessLine } from '../athena/lines.ts';
import { generate } from '../helpers/cli.ts';
import { needs, run, startFakeAws, temporaryFolder, type FakeAws } from '../helpers/tools.ts';

/** A day's log: as many sockets as the day of the month. */
const log = (day: string) =>
  gzipSync(
    Array.from({ length: Number(day.slice(-2)) }, (_, index) =>
      accessLine({
        time: `${day}T10:00:${String(index).padStart(2, '0')}.000000Z`,
        created: `${day}T09:00:00.000000Z`,
      }),
    ).join('\n'),
  );

describe('logs in S3', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  const DAYS = ['2026-06-29', '2026-06-30', '2026-07-01', '2026-07-02', '2026-07-03'];
  const REGIONS = [
    '111111111111/elasticloadbalancing/eu-west-1',
    '222222222222/elasticloadbalancing/us-east-1',
  ];
  beforeAll(async () => {
    fake = await startFakeAws();
    const local = mkdtempSync(join(tmpdir(), 'websocket-alb-test-'));
    for (const region of REGIONS)
      for (const day of DAYS) {
        const folder = join(local, 'alb-logs/AWSLogs', region, day.replaceAll('-', '/'));
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, `${day}.log.gz`), log(day));
      }
    mkdirSync(join(local, 'alb-logs/AWSLogs/111111111111/CloudTrail/eu-west-1/2026'), { recursive: true });
    writeFileSync(join(local, 'alb-logs/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/trail.json'), '{}');
    await fake.aws(
      's3api',
      'create-bucket',
      '--bucket',
      'my-logs',
      '--create-bucket-configuration',
      'LocationConstraint=eu-west-1',
    );
    await run('aws', ['s3', 'cp', '--recursive', local, 's3://my-logs/'], { env: fake.env });
    rmSync(local, { recursive: true });
  });

  /** With its own temporary folder, which must be empty afterwards. */
  async function logs(...args: string[]) {
    const TMPDIR = temporaryFolder();
    const result = await generate(['logs', '--format', 'json', ...args], { env: { ...fake.env, TMPDIR } });
    expect(readdirSync(TMPDIR)).toEqual([]);
    return { ...result, report: result.stdout === '' ? undefined : (JSON.parse(result.stdout) as Report) };
  }

  it('a distant end: does not look for days in the future', async () => {
    const { status, stderr } = await logs('s3://my-logs/alb-logs', '--since', '1d', '--until', '2199-01-01');
    expect(status).toBe(2);
    expect(stderr).toContain('There is no log of these days');
  });

  it('names files that are not logs by their S3 address', async () => {
    const { status, stderr } = await logs('s3://my-logs/alb-logs/AWSLogs/111111111111/CloudTrail');
    expect(status).toBe(2);
    expect(stderr).toContain('There is no log of a load balancer');
    expect(stderr).toContain('s3://my-logs/alb-logs/AWSLogs/111111111111/CloudTrail');
  });

  it('reads a prefix, an account, a day, or one log', async () => {
    const under = async (path: string) => (await logs(`s3://my-logs/${path}`)).report?.access?.connections;
    expect(await under('alb-logs')).toBe(2 * (29 + 30 + 1 + 2 + 3));
    expect(await under(`alb-logs/AWSLogs/${REGIONS[0]}/2026/07/`)).toBe(1 + 2 + 3);
    expect(await under(`alb-logs/AWSLogs/${REGIONS[0]}/2026/06/30/2026-06-30.log.gz`)).toBe(30);
  });

  it('dates limit what is copied, in every account and Region, across months', async () => {
    const cache = join(temporaryFolder(), 'kept');
    const args = [
      's3://my-logs/alb-logs',
      '--cache',
      cache,
      '--since',
      '2026-06-30',
      '--until',
      '2026-07-01',
    ];
    const { report } = await logs(...args);
    expect(report?.access?.connections).toBe(2 * 30);
    const copied = readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.gz'),
    );
    expect(copied.map((file) => file.slice(-17)).sort()).toEqual(
      // A line from the last evening may be in the folder of the next day.
      ['2026-06-30', '2026-07-01'].flatMap((day) => [`${day}.log.gz`, `${day}.log.gz`]),
    );
  });

  it('--cache keeps the copies; a second run copies only what is new', async () => {
    const cache = temporaryFolder();
    const place = `s3://my-logs/alb-logs/AWSLogs/${REGIONS[0]}`;
    expect((await logs(place, '--cache', cache)).report?.access?.connections).toBe(65);
    const file = join(cache, 'my-logs/alb-logs/AWSLogs', REGIONS[0]!, '2026/07/01/2026-07-01.log.gz');
    const before = statSync(file).ctimeMs;
    rmSync(join(cache, 'my-logs/alb-logs/AWSLogs', REGIONS[0]!, '2026/07/02'), { recursive: true });
    expect((await logs(place, '--cache', cache)).report?.access?.connections).toBe(65);
    expect(statSync(file).ctimeMs).toBe(before);
    expect(existsSync(file.replaceAll('07-01', '07-02').replace('07/01', '07/02'))).toBe(true);
    expect(readFileSync(file)).toEqual(log('2026-07-01'));
  });

  it.each([
    ['nothing under the prefix', 's3://my-logs/nothing', 'There is nothing under this prefix.'],
    ['no such bucket', 's3://no-such-bucket-anywhere/x', 'The specified bucket does not exist'],
  ])('%s: one clear error, exit 2', async (_, path, message) => {
    const { status, stdout, stderr } = await logs(path);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('remedy:');
  });

  it('accepts a copy made by aws s3 sync', async () => {
    const cache = temporaryFolder();
    const place = `s3://my-logs/alb-logs/AWSLogs/${REGIONS[0]}`;
    await run('aws', ['s3', 'sync', 's3://my-logs/', join(cache, 'my-logs')], { env: fake.env });
    const file = join(cache, 'my-logs/alb-logs/AWSLogs', REGIONS[0]!, '2026/07/01/2026-07-01.log.gz');
    const before = statSync(file).ctimeMs;
    expect((await logs(place, '--cache', cache)).report?.access?.connections).toBe(65);
    expect(statSync(file).ctimeMs).toBe(before);
  });

  it('names files by their S3 address', async () => {
    const place = `s3://my-logs/alb-logs/AWSLogs/${REGIONS[0]}/2026/06/30/`;
    await run('aws', ['s3', 'cp', '-', `${place}odd.log`], {
      env: fake.env,
      input: 'nonsense\n' + accessLine(),
    });
    const { status, report } = await logs(place);
    await run('aws', ['s3', 'rm', `${place}odd.log`], { env: fake.env });
    expect(status).toBe(1);
    expect(report?.input.malformedSamples[0]?.path).toBe(`${place}odd.log`);
  });
});

describe('without AWS', () => {
  it('no credentials: one clear error, exit 2', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_DEFAULT_REGION: 'eu-west-1',
    };
    for (const args of [[], ['--since', '2026-07-01']]) {
      const { status, stdout, stderr } = await generate(['logs', 's3://my-logs/alb-logs', ...args], { env });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(
        /^error: s3:\/\/my-logs\/alb-logs\n {2}Could not list the logs: No AWS credentials were found\.\n {2}remedy: .*aws configure/,
      );
    }
  });
});
