import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { run, temporaryFolder } from '../helpers/tools.ts';

const SCRIPT = new URL('../../scripts/import-cycles.mjs', import.meta.url).pathname;

async function cyclesIn(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return run(process.execPath, [SCRIPT, folder]);
}

it.each([
  [
    'values',
    "import { b } from './b.ts'; export const a = b;",
    "import { a } from './a.ts'; export const b = () => a;",
  ],
  [
    'types',
    "import type { B } from './b.ts'; export type A = B;",
    "import { type A } from './a.ts'; export type B = A[];",
  ],
  ['import()', "export const a = () => import('./b.ts');", "import { a } from './a.ts'; export const b = a;"],
  ['exports', "export { b } from './b.ts';", "export * from './a.ts'; export const b = 1;"],
])('finds a cycle of %s', async (_, a, b) => {
  const { status, stderr } = await cyclesIn({ 'a.ts': a, 'b.ts': b });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^import cycle: (a\.ts -> b\.ts -> a\.ts|b\.ts -> a\.ts -> b\.ts)\n$/);
});

it('finds a cycle of three files in folders', async () => {
  const { stderr } = await cyclesIn({
    'a.ts': "import './x/b.ts';",
    'x/b.ts': "import '../x/c.ts';",
    'x/c.ts': "import '../a.ts';",
  });
  expect(stderr.match(/import cycle: .*/g)).toHaveLength(1);
});

it('finds none in two paths to the same file, packages, or text that looks like an import', async () => {
  expect(
    await cyclesIn({
      'a.ts': "import './b.ts'; import './c.ts'; import 'node:fs';",
      'b.ts': "import './c.ts';",
      'c.ts': "// import './a.ts';\nexport const text = \"import './a.ts'\";",
    }),
  ).toEqual({ status: 0, stdout: '', stderr: '' });
});
