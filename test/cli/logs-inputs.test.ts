// Which part of the logs is read, and the width and character set of the report: the built command, run as a user would run
// it.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/logs/report/types.ts';
import { generate } from '../helpers/cli.ts';
import { skipIf, temporaryFolder } from '../helpers/tools.ts';
import { crowd, refused } from '../logs/findings/scanned.ts';

const TEXT = `${crowd(50).join('\n')}\n`;

function folder(files: Record<string, string | Buffer>): string {
  const cwd = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), content);
  }
  return cwd;
}
const jsonOf = async (args: readonly string[], options: Parameters<typeof generate>[1]) =>
  JSON.parse((await generate(['logs', '--format', 'json', ...args], options)).stdout) as Report;

describe('which lines count', () => {
  const get = (path: string) => `GET https://chat.example.com:443${path} HTTP/1.1`;

  it('--path: failures on the path count as failed upgrades', async () => {
    const failing = [
      ...crowd(50),
      ...Array.from({ length: 9 }, (_, index) => refused(index, '503', { request: get('/rt/7') })),
    ];
    const cwd = folder({ 'a.log': failing.join('\n') });
    expect((await jsonOf(['a.log'], { cwd })).access?.failedUpgrades).toBe(0);
    const { access } = await jsonOf(['a.log', '--path', '/none', '--path', '/rt/*'], { cwd });
    expect(access?.failedUpgrades).toBe(9);
    expect(access?.attempts.recognisedBy).toContainEqual({ by: 'path', attempts: 9 });
  });

  it('--load-balancer: by short or full name; lines of others are counted separately', async () => {
    const other = TEXT.replaceAll('app/chat/0123456789abcdef', 'app/events/fedcba9876543210');
    const cwd = folder({ 'a.log': TEXT + other });
    expect((await jsonOf(['a.log'], { cwd })).access?.loadBalancers.keys).toBe(2);
    for (const name of ['events', 'app/events/fedcba9876543210']) {
      const { input, access } = await jsonOf(['a.log', '--load-balancer', name], { cwd });
      expect([input.otherLoadBalancer, access?.connections], name).toEqual([50, 50]);
      expect(access?.loadBalancers.rows[0]?.word).toBe('app/events/fedcba9876543210');
    }
    expect((await jsonOf(['a.log', '--load-balancer', 'event'], { cwd })).access?.connections).toBe(0);
  });

  it.each([60, 96, 200])('the report fits %d columns', async (width) => {
    const cwd = folder({
      'a.log': `${TEXT}${refused(1, '502', { request: get(`/ws/${'x'.repeat(250)}`) })}\n`,
    });
    const env = { ...process.env, COLUMNS: String(width) };
    const { stdout } = await generate(['logs', 'a.log', '--path', '/ws/*'], { cwd, env });
    expect(stdout.split('\n').filter((line) => line.length > width)).toEqual([]);
  });

  it.each([{ TERM: 'dumb' }, { LC_ALL: 'C' }])('%j: the report is ASCII only', async (more) => {
    const cwd = folder({ 'a.log': TEXT + refused(1, '502') });
    const { stdout } = await generate(['logs', 'a.log'], { cwd, env: { ...process.env, ...more } });
    expect(stdout).toContain('open >=');
    expect(stdout).not.toMatch(/[^\n -~]/);
  });
});

describe('unusual files', () => {
  it('a file next to its own .gz counts once, and is named', async () => {
    const cwd = folder({ 'a/x.log': TEXT, 'a/x.log.gz': gzipSync(TEXT), 'a/y.log': TEXT });
    const { input, access } = await jsonOf(['a'], { cwd });
    expect([input.files, access?.connections]).toEqual([2, 100]);
    expect(input.skipped).toEqual([{ kind: 'twin', files: 1, paths: [join('a', 'x.log')] }]);
  });

  it('circular and dangling links are skipped', async () => {
    const cwd = folder({ 'a/x.log': TEXT });
    symlinkSync('loop', join(cwd, 'a', 'loop'));
    symlinkSync('missing', join(cwd, 'a', 'dangling'));
    symlinkSync('..', join(cwd, 'a', 'up'));
    expect((await jsonOf(['a'], { cwd })).access?.connections).toBe(50);
  });

  it('other compressions are reported with what to do; on their own they are an error', async () => {
    const cwd = folder({
      'a/x.log': TEXT,
      'a/x.zst': Buffer.from('28b52ffd04000000', 'hex'),
      'a/x.bz2': Buffer.from('425a683931415926', 'hex'),
    });
    const both = await generate(['logs', 'a'], { cwd });
    expect(both.status).toBe(1);
    expect(both.stdout.replaceAll(/\s+/g, ' ')).toMatch(/x\.bz2: .*bunzip2 -k.*x\.zst: .*unzstd/);
    expect(both.stdout).toContain('Closed: 50 WebSockets');
    const alone = await generate(['logs', 'a/x.zst'], { cwd });
    expect([alone.status, alone.stdout]).toEqual([2, '']);
    expect(alone.stderr).toContain('unpack it with unzstd');
  });

  it(
    'an unreadable file does not fail the whole folder',
    skipIf(process.getuid?.() === 0, 'root may read everything'),
    async () => {
      const cwd = folder({ 'a/x.log': TEXT, 'a/y.log': TEXT });
      chmodSync(join(cwd, 'a', 'y.log'), 0);
      const { status, stdout } = await generate(['logs', 'a'], { cwd });
      expect(status).toBe(1);
      expect(stdout).toContain('Closed: 50 WebSockets');
      expect(stdout).toMatch(/y\.log: .*permission denied/);
    },
  );
});
