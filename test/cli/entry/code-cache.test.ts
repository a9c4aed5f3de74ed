import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { CacheFolders } from '../../../src/cli/entry/cache-folder.ts';
import { CodeCache } from '../../../src/cli/entry/code-cache.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

let home: string;
let script: string;
const folder = () => join(home, 'tool', 'code');
const open = (engine = 'this one') =>
  new CodeCache(new CacheFolders(() => [[home, 'tool', 'code']], process.geteuid?.()), engine);

/** One run of the command: the result of the script, and the caches afterwards. */
function once(path = script, engine?: string): unknown {
  const cache = open(engine);
  const value = cache.run(path);
  cache.keep();
  return value;
}

beforeEach(() => {
  home = temporaryFolder();
  mkdirSync(join(home, 'dist'));
  script = join(home, 'dist', 'script.cjs');
  writeFileSync(script, '({ value: 1, where: () => new Error("x").stack })');
});

const names = () => readdirSync(folder());
const cacheOf = () => join(folder(), names()[0]!);

test('the first run leaves a cache; the second uses it and writes nothing', () => {
  expect(once()).toMatchObject({ value: 1 });
  expect(names()).toEqual([expect.stringMatching(/^script\.cjs-[0-9a-f]+\.cache$/)]);
  const before = readFileSync(cacheOf());
  expect(before.includes(readFileSync(script))).toBe(true);
  expect(once()).toMatchObject({ value: 1 });
  expect(readFileSync(cacheOf()).equals(before)).toBe(true);
});

test('an edit of the same length is noticed, and its cache replaces the old one', () => {
  once();
  writeFileSync(script, readFileSync(script, 'utf8').replace('value: 1', 'value: 2'));
  expect(once()).toMatchObject({ value: 2 });
  expect(once()).toMatchObject({ value: 2 });
  expect(names()).toHaveLength(1);
});

test('a stack trace names the current folder of a moved file', () => {
  once();
  const moved = join(home, 'elsewhere');
  cpSync(join(home, 'dist'), moved, { recursive: true });
  const { where } = once(join(moved, 'script.cjs')) as { where: () => string };
  expect(where()).toContain(join(moved, 'script.cjs'));
  expect(where()).not.toContain(script);
});

test('versions do not share a cache', () => {
  once(script, 'one');
  once(script, 'two');
  expect(names()).toHaveLength(2);
});

test('a damaged cache is replaced by one for the same source', () => {
  const better = '({ value: 1, more: [1, 2, 3].map((each) => each * 2), where: () => new Error("x").stack })';
  writeFileSync(script, better);
  once();
  const good = readFileSync(cacheOf());
  const bad = Buffer.from(good);
  // In the second copy of V8's data: by then, the first has taken the place of the source.
  bad[Math.floor(bad.length * 0.7)]! ^= 1;
  writeFileSync(cacheOf(), bad);
  expect(once()).toMatchObject({ value: 1, more: [2, 4, 6] });
  const again = readFileSync(cacheOf());
  expect(again.includes(better)).toBe(true);
  expect(once()).toMatchObject({ value: 1, more: [2, 4, 6] });
  expect(readFileSync(cacheOf()).equals(again)).toBe(true);
});

test('one run may use several files, and files larger than the memory for them', () => {
  const paths = [1, 2, 3].map((at) => join(home, 'dist', `part-${at}.cjs`));
  for (const [at, path] of paths.entries())
    writeFileSync(path, `(${JSON.stringify('x'.repeat(at * 700_000))}.length + ${at})`);
  for (let run = 0; run < 2; run++) {
    const cache = open();
    expect(paths.map((path) => cache.run(path))).toEqual([0, 700_001, 1_400_002]);
    cache.keep();
    expect(names()).toHaveLength(3);
  }
});

test('a file with non-ASCII characters is read as UTF-8', () => {
  writeFileSync(script, "({ value: 'ä → €' })");
  expect(once()).toEqual({ value: 'ä → €' });
  expect(once()).toEqual({ value: 'ä → €' });
});

test('a script that throws does so on each run, and is cached like any other', () => {
  writeFileSync(script, 'throw new RangeError("no");');
  for (let run = 0; run < 2; run++) {
    const cache = open();
    expect(() => cache.run(script)).toThrow('no');
    cache.keep();
  }
  expect(names()).toHaveLength(1);
});
