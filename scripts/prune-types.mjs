// Removes declarations that cannot be reached from the library's entry points.
import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const folder = 'dist/types';
const reached = new Set();

/** @param {string} file */
async function reach(file) {
  if (reached.has(file)) return;
  reached.add(file);
  const text = await readFile(join(folder, file), 'utf8');
  for (const [, path = ''] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.ts['"]/g))
    await reach(join(dirname(file), `${path}.d.ts`));
}

for (const entryPoint of ['index.d.ts', 'cdk-plugin.d.ts']) await reach(entryPoint);
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  const file = relative(folder, join(entry.parentPath, entry.name));
  if (entry.isFile() && !reached.has(file)) await rm(join(folder, file));
}
