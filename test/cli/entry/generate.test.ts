// The built command and its caches, as users run it.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { cachesAt, damage } from '../../helpers/code-caches.ts';
import { BIN, start } from '../../helpers/cli.ts';
import { run, temporaryFolder } from '../../helpers/tools.ts';

const EXPECTED = readFileSync('templates/production/template.yaml', 'utf8');
const RIGHT = { status: 0, stdout: EXPECTED, stderr: '' };

let home: string;
let env: Record<string, string | undefined>;
beforeEach(() => {
  home = temporaryFolder();
  env = { XDG_CACHE_HOME: home, TMPDIR: temporaryFolder(), NODE_DISABLE_COMPILE_CACHE: undefined };
});
const template = (more?: Record<string, string | undefined>) =>
  start(['template'], { env: { ...env, ...more }, cwd: home });
const filesIn = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' });

/** A copy of the package in another folder. */
function installed(): string {
  const folder = join(temporaryFolder(), 'package');
  for (const part of ['bin', 'dist', 'templates', 'schemas', 'package.json'])
    cpSync(part, join(folder, part), { recursive: true });
  return folder;
}
const runIn = (folder: string, args: readonly string[]) =>
  run(process.execPath, [join(folder, 'bin/generate.js'), ...args], { env, cwd: home });

test('writes its caches to the cache directory, and the second run adds nothing', async () => {
  expect(await template()).toEqual(RIGHT);
  const caches = cachesAt(home);
  expect(caches.map((path) => path.replace(/^.*\/|-[0-9a-f]+\.cache$/g, ''))).toEqual([
    'main.cjs',
    'template.cjs',
  ]);
  const before = caches.map((path) => statSync(path).ino);
  expect(await template()).toEqual(RIGHT);
  expect(cachesAt(home).map((path) => statSync(path).ino)).toEqual(before);
});

test('commands that do not call AWS load nothing from its SDK', async () => {
  const isOfSdk = (file: string) => /AWS4-HMAC-SHA256|@aws-sdk|@smithy/.test(readFileSync(file, 'utf8'));
  const parts = readdirSync('dist/cli').map((name) => join('dist/cli', name));
  expect(parts.some(isOfSdk)).toBe(true);
  await start(['--help'], { env, cwd: home });
  await template();
  await start(['template', '--set', 'name=chat'], { env, cwd: home });
  const loaded = cachesAt(home).map((path) => path.replace(/^.*\/|-[0-9a-f]+\.cache$/g, ''));
  expect(loaded).toContain('main.cjs');
  expect(loaded.map((name) => join('dist/cli', name)).filter(isOfSdk)).toEqual([]);
});

test('without a config, nothing from zod is loaded', async () => {
  const hasZod = (file: string) => readFileSync(file, 'utf8').includes('$ZodType');
  const loadedBy = async (args: string[]) => {
    const folder = temporaryFolder();
    await start(args, { env: { ...env, XDG_CACHE_HOME: folder }, cwd: home });
    return cachesAt(folder).map((path) => path.replace(/^.*\/|-[0-9a-f]+\.cache$/g, ''));
  };
  const withZod = async (args: string[]) =>
    (await loadedBy(args)).filter((name) => hasZod(join('dist/cli', name)));
  expect(await withZod(['template'])).toEqual([]);
  expect(await withZod(['template', '--set', 'name=chat'])).toEqual(['config.cjs']);
});

test('NODE_DISABLE_COMPILE_CACHE disables the cache', async () => {
  expect(await template({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(RIGHT);
  expect(filesIn(home)).toEqual([]);
});

test('an edit of the same length is noticed; nothing is written into the package', async () => {
  const folder = installed();
  const before = filesIn(folder);
  await runIn(folder, ['template']);
  const file = join(folder, 'dist/cli/template.cjs');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('Clients of the load balancer', 'CLIENTS of the load balancer'));
  expect(readFileSync(file, 'utf8')).not.toBe(text);
  for (let i = 0; i < 2; i++) expect((await runIn(folder, ['template'])).stdout).toContain('CLIENTS');
  expect(filesIn(folder)).toEqual(before);
});

test("stack traces in a copy of the package name the copy's own files", async () => {
  const first = installed();
  writeFileSync(
    join(first, 'dist/cli/main.cjs'),
    '({parts:{"main.cjs"(){console.log(new Error("x").stack)}}})',
  );
  await runIn(first, []);
  const second = join(temporaryFolder(), 'package');
  cpSync(first, second, { recursive: true });
  for (let i = 0; i < 2; i++) {
    const { stdout } = await runIn(second, []);
    expect(stdout).toContain(join(second, 'dist/cli/main.cjs'));
    expect(stdout).not.toContain(first);
  }
});

test('damaged caches are recompiled and replaced', async () => {
  await template();
  for (let seed = 0; seed < 8; seed++) {
    const path = damage(home, seed);
    const bad = readFileSync(path);
    expect(await template(), `seed ${seed}`).toEqual(RIGHT);
    expect(readFileSync(path).equals(bad), `seed ${seed} is replaced`).toBe(false);
  }
});

test('a cache that V8 itself rejects is replaced', async () => {
  await template();
  const [path = ''] = cachesAt(home);
  const before = readFileSync(path);
  const source = readFileSync(join(BIN, '../../dist/cli/main.cjs'));
  const head = before.indexOf(source);
  const start = head + source.length;
  const wrong = Buffer.from(before);
  // V8's version number in the cached data, in both copies.
  for (const at of [start, (start + before.length - head) / 2]) wrong[at]! ^= 0xff;
  writeFileSync(path, wrong);
  expect(await template()).toEqual(RIGHT);
  expect(readFileSync(path).equals(wrong)).toBe(false);
});

test('simultaneous runs do not disturb each other', async () => {
  const runs = await Promise.all([template(), template(), template()]);
  expect(runs).toEqual([RIGHT, RIGHT, RIGHT]);
  expect(cachesAt(home)).toHaveLength(2);
  expect(filesIn(home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'on a full disk, nothing is cached and nothing is left behind',
  async () => {
    for (let i = 0; i < 2; i++) {
      // No file may grow larger than 50 kB.
      const command = ['ulimit -f 100; exec "$@"', 'sh', process.execPath, BIN, 'template'];
      expect(await run('sh', ['-c', ...command], { env, cwd: home })).toEqual(RIGHT);
      expect(filesIn(home)).toEqual(['websocket-alb', 'websocket-alb/code-cache']);
      expect(filesIn(env['TMPDIR']!).filter((name) => /\.(cache|tmp)$/.test(name))).toEqual([]);
    }
  },
);

test.skipIf(process.platform === 'win32')('with umask 0, nobody else may write to the caches', async () => {
  await run('sh', ['-c', 'umask 0; exec "$@"', 'sh', process.execPath, BIN, 'template'], { env, cwd: home });
  expect(cachesAt(home).map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
});

test('without a cache directory, uses a folder of its own in the temporary folder', async () => {
  const file = join(home, 'file');
  writeFileSync(file, '');
  for (let i = 0; i < 2; i++) expect(await template({ XDG_CACHE_HOME: file })).toEqual(RIGHT);
  const own = `websocket-alb-${process.geteuid?.() ?? 'user'}`;
  expect(cachesAt(join(env['TMPDIR']!, own, '..'), own)).toHaveLength(2);
});

test('works without any folder, and without HOME', async () => {
  const file = join(home, 'file');
  writeFileSync(file, '');
  expect(await template({ XDG_CACHE_HOME: file, TMPDIR: file })).toEqual(RIGHT);
  expect(await template({ XDG_CACHE_HOME: undefined, HOME: join(home, 'none') })).toEqual(RIGHT);
  mkdirSync(join(home, 'closed'));
  chmodSync(join(home, 'closed'), 0o500);
  expect(await template({ XDG_CACHE_HOME: undefined, HOME: join(home, 'closed') })).toEqual(RIGHT);
});
