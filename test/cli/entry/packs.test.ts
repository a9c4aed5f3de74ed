import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { split, writePacks } from '../../../scripts/command.mjs';
import { packsOf } from '../../../scripts/packs.mjs';
import { runParts } from '../../../src/cli/entry/parts.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

describe('packsOf', () => {
  const part = (name: string, needs: string[] = []) => ({ name, entry: `src/${name}.ts`, needs });

  test('packs a module with everything it needs, and leaves the rest alone', () => {
    const parts = [part('main', ['a']), part('a', ['b']), part('b'), part('other', ['b']), part('later')];
    expect([...packsOf(parts, { main: ['src/main.ts'] })]).toEqual([
      ['main', ['main', 'a', 'b']],
      ['other', ['other']],
      ['later', ['later']],
    ]);
  });

  test('puts what two packs need into the first', () => {
    const parts = [part('main', ['a']), part('two', ['a', 'b']), part('three', ['b']), part('a'), part('b')];
    expect([...packsOf(parts, { main: ['src/main.ts'], pair: ['src/two.ts', 'src/three.ts'] })]).toEqual([
      ['main', ['main', 'a']],
      ['pair', ['two', 'b', 'three']],
    ]);
  });

  test('accepts parts that need each other', () => {
    const parts = [part('main', ['a']), part('a', ['main'])];
    expect([...packsOf(parts, { main: ['src/main.ts'] })]).toEqual([['main', ['main', 'a']]]);
  });

  test('rejects a pack whose module is not split off, and names the module', () => {
    expect(() => packsOf([part('main')], { main: ['src/main.ts'], other: ['src/moved.ts'] })).toThrow(
      /src\/moved\.ts/,
    );
  });

  test('rejects a dependency that is not a part', () => {
    expect(() => packsOf([part('main', ['gone'])], { main: ['src/main.ts'] })).toThrow(/gone.*main/);
  });

  test('rejects a pack named like another part', () => {
    expect(() =>
      packsOf([part('main'), part('pair'), part('a')], { main: ['src/main.ts'], pair: ['src/a.ts'] }),
    ).toThrow(/pair/);
  });
});

describe('a split and packed program', () => {
  let folder: string;
  const write = (name: string, text: string) => writeFileSync(join(folder, 'src', name), text);
  beforeEach(() => {
    folder = temporaryFolder();
    mkdirSync(join(folder, 'src'));
  });
  const ran = () => (globalThis as { ran?: unknown[] }).ran ?? [];

  /** What the parts pushed to `globalThis.ran`, in order, and the packs that were read. */
  async function run(entriesOf: Record<string, string[]>) {
    const { parts } = await split('src/main.js', { absWorkingDir: folder });
    await writePacks(parts, entriesOf, join(folder, 'dist'));
    const packs: string[] = [];
    Object.assign(globalThis, { ran: [] });
    runParts('main.cjs', {
      runPack: (file) => {
        packs.push(file);
        return runInThisContext(readFileSync(join(folder, 'dist', file), 'utf8'));
      },
      requireBuiltin: createRequire(import.meta.url),
      bundleUrl: 'file:///dist/main.cjs',
    });
    // import() of a part resolves after several microtasks.
    await new Promise((resolve) => void setImmediate(resolve));
    return { ran: ran(), packs, files: readdirSync(join(folder, 'dist')).sort() };
  }

  test('runs each part once, when needed; reads a pack when the first of its parts is needed', async () => {
    write('shared.js', 'globalThis.ran.push("shared"); export const shared = "shared value";');
    write(
      'one.js',
      'import { shared } from "./shared.js"; globalThis.ran.push("one"); export const one = shared;',
    );
    write(
      'two.js',
      'import { shared } from "./shared.js"; globalThis.ran.push("two"); export default shared + "!";',
    );
    write('never.js', 'globalThis.ran.push("never");');
    write(
      'main.js',
      `import { basename } from 'node:path';
      globalThis.ran.push("main", import.meta.url, basename("/a/b"));
      async function main() {
        const { one } = await import("./one.js");
        const { default: two } = await import("./two.js");
        await import("./one.js");
        globalThis.ran.push(one, two);
        if (two === "") await import("./never.js");
      }
      main();`,
    );
    const {
      ran: order,
      packs,
      files,
    } = await run({
      'main.cjs': ['src/main.js'],
      'both.cjs': ['src/one.js', 'src/two.js'],
    });
    expect(order).toEqual([
      'main',
      'file:///dist/main.cjs',
      'b',
      'shared',
      'one',
      'two',
      'shared value',
      'shared value!',
    ]);
    expect(packs).toEqual(['main.cjs', 'both.cjs']);
    expect(files).toEqual(['both.cjs', 'main.cjs', expect.stringMatching(/^never-\w+\.cjs$/)]);
  });

  test('leaves text alone that only looks like an import', async () => {
    write('one.js', 'export const one = 1;');
    write(
      'main.js',
      `globalThis.ran.push('require("./one.cjs")', "Promise.resolve().then(()=>__toESM(require('./x.cjs')))");
      import("./one.js").then(({ one }) => globalThis.ran.push(one));`,
    );
    const { ran: order, files } = await run({ 'main.cjs': ['src/main.js'] });
    expect(order).toEqual([
      'require("./one.cjs")',
      "Promise.resolve().then(()=>__toESM(require('./x.cjs')))",
      1,
    ]);
    expect(files).toEqual(['main.cjs', expect.stringMatching(/^one-\w+\.cjs$/)]);
  });

  test('names a part that is missing from the build', () => {
    const runPack = () => ({
      parts: { 'main.cjs': (_: object, require: (name: string) => unknown) => require('./gone.cjs') },
      packOf: { 'main.cjs': 'main.cjs' },
    });
    expect(() => runParts('main.cjs', { runPack, requireBuiltin: () => undefined, bundleUrl: '' })).toThrow(
      /gone\.cjs/,
    );
  });

  test('names parts after their files', async () => {
    write('main.js', 'globalThis.ran.push(1);');
    const { parts } = await split('src/main.js', { absWorkingDir: folder });
    expect(parts.map(({ name }) => basename(name))).toEqual(['main.cjs']);
  });
});
