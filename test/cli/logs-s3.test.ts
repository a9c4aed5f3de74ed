// Logs streamed from S3 give the same report as local files, whatever happens during transfer, and leave nothing on disk.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/logs/report/types.ts';
import { accessLine } from '../athena/lines.ts';
import { BIN, generate } from '../helpers/cli.ts';
import { fakeS3, type FakeS3 } from '../helpers/fake-s3.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const line = (second: number) =>
  accessLine({ time: `2026-07-01T10:00:${String(second % 60).padStart(2, '0')}.000000Z` });
const lines = (count: number) => Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');
const FOLDER = 'logs/AWSLogs/1/elasticloadbalancing/eu-west-1/2026/07/01/';

/** With its own temporary folder, which must be empty afterwards. */
async function logs({ env }: FakeS3, ...args: string[]) {
  const TMPDIR = temporaryFolder();
  const result = await generate(['logs', '--format', 'json', ...args], { env: { ...env, TMPDIR } });
  expect(readdirSync(TMPDIR)).toEqual([]);
  return { ...result, report: result.stdout === '' ? undefined : (JSON.parse(result.stdout) as Report) };
}

/** The report on the same files in a folder, with their names in S3. */
async function ofFiles(objects: ReadonlyMap<string, Buffer>): Promise<unknown> {
  const folder = temporaryFolder();
  for (const [key, bytes] of objects) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), bytes);
  }
  const { stdout } = await generate(['logs', '--format', 'json', join(folder, 'logs')]);
  return JSON.parse(stdout.replaceAll(folder, 's3://bucket'));
}

const many = (count: number): Map<string, Buffer> =>
  new Map(
    Array.from({ length: count }, (_, index) => [
      `${FOLDER}${String(index).padStart(4, '0')}.log.gz`,
      gzipSync(lines(1 + (index % 7))),
    ]),
  );

describe('gives the same report as the local files', () => {
  it.each<[string, Map<string, Buffer>]>([
    ['many small objects', many(150)],
    [
      'objects larger than the ring',
      new Map([1, 2, 3].map((n) => [`${FOLDER}${n}.log`, Buffer.from(lines(4000 * n))])),
    ],
    [
      'damaged ones, counted up to the damage',
      new Map([
        [`${FOLDER}a.log.gz`, gzipSync(lines(50_000)).fill(0xff, 9_000, 9_100)],
        [`${FOLDER}b.log.gz`, gzipSync(lines(2000)).subarray(0, 3000)],
        [`${FOLDER}c.log.gz`, Buffer.concat([gzipSync(lines(10)), Buffer.from('junk')])],
        [`${FOLDER}d.log.gz`, gzipSync(lines(10))],
      ]),
    ],
    [
      'files that are not logs, and empty ones',
      new Map([
        [`${FOLDER}a.log.gz`, gzipSync(lines(10))],
        [`${FOLDER}b.json`, Buffer.from('{}')],
        [`${FOLDER}c.log`, Buffer.from('')],
      ]),
    ],
  ])('%s', async (_, objects) => {
    const { report } = await logs(await fakeS3(objects), 's3://bucket/logs');
    expect(report).toEqual(await ofFiles(objects));
  });
});

describe('failures during transfer', () => {
  it('resumes where a connection was cut', async () => {
    const objects = new Map([[`${FOLDER}a.log`, Buffer.from(lines(5000))]]);
    const s3 = await fakeS3(objects, (_, times) => (times < 3 ? 'cut' : undefined));
    const { status, report } = await logs(s3, 's3://bucket/logs');
    expect(status).toBe(0);
    expect(report?.input.lines).toBe(5000);
    expect(s3.asked.filter((one) => /^GET .* bytes=\d+-$/.test(one))).toHaveLength(2);
  });

  it('names an object that is denied, and counts the rest', async () => {
    const s3 = await fakeS3(many(3), (key) => (key.endsWith('0001.log.gz') ? 'deny' : undefined));
    const { status, report } = await logs(s3, 's3://bucket/logs');
    expect(status).toBe(1);
    expect(report?.input.lines).toBe(1 + 3);
    expect(JSON.stringify(report?.input)).toContain(`s3://bucket/${FOLDER}0001.log.gz`);
  });

  it('all denied: one error that names the permission', async () => {
    const { status, stdout, stderr } = await logs(await fakeS3(many(3), () => 'deny'), 's3://bucket/logs');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
    expect(stderr).toContain('s3:GetObject');
  });

  it('listing denied: one error that names the permission', async () => {
    const s3 = await fakeS3(many(3), undefined, { deny: true });
    const { status, stderr } = await logs(s3, 's3://bucket/logs');
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^error: s3:\/\/bucket\/logs\n {2}Could not list the logs: Access Denied[\s\S]*s3:ListBucket/,
    );
  });

  it('Ctrl-C: reports on what was read so far', async () => {
    const objects = new Map([
      [`${FOLDER}a.log`, Buffer.from(lines(20_000))],
      [`${FOLDER}b.log`, Buffer.from(lines(20_000))],
    ]);
    const s3 = await fakeS3(objects, (key) => (key.endsWith('b.log') ? 'hold' : undefined));
    const child = spawn(process.execPath, [BIN, 'logs', '--format', 'json', 's3://bucket/logs'], {
      env: { ...process.env, ...s3.env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += String(chunk)));
    // Each is a separate unit, and both are requested before either has been read to the end.
    await expect
      .poll(() => s3.asked.filter((one) => one.startsWith('GET')).length, { timeout: 20_000 })
      .toBe(2);
    child.kill('SIGINT');
    const [status] = (await once(child, 'close')) as [number];
    expect(status).toBe(130);
    expect((JSON.parse(stdout) as Report).isComplete).toBe(false);
  });
});
