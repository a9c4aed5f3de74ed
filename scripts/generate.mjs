// `npm run generate` writes everything that is generated. With --check it writes nothing, lists what it would change,
// and exits with 1 if there is anything.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { target } from './bundling.mjs';
import { webAssembly } from './kernel.mjs';
import { version } from './version.mjs';

const onlyCheck = process.argv.includes('--check');
/** @type {string[]} */
const changed = [];

// First, because generated files contain the version.
await refresh(version);

// Node 20 cannot run TypeScript.
const bundle = resolve('node_modules/.cache/websocket-alb/generated.mjs');
await build({
  entryPoints: ['scripts/generated/index.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target,
  packages: 'external',
  loader: { '.sql': 'text' },
  plugins: [webAssembly],
  logLevel: 'warning',
});
/** @type {typeof import('./generated/index.ts')} */
const { fromCommand, fromSource, GOLDEN_FOLDER } = await import(pathToFileURL(bundle).href);

const sources = fromSource();
for (const file of sources) await refresh(file);
await removeOthers(new Set(sources.map(({ path }) => path)));
// Rebuild, because the examples run the built command.
const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
for (const file of fromCommand()) await refresh(file);

for (const path of new Set(changed)) console.log(`${onlyCheck ? 'would change' : 'changed'}  ${path}`);
if (changed.length === 0) console.log('Everything that is generated is up to date.');
else if (onlyCheck) {
  console.error('Run `npm run generate`, read the difference, and commit it.');
  process.exitCode = 1;
}

/** @param {import('./generated/file.ts').GeneratedFile} file */
async function refresh({ path, content }) {
  const wanted = await content();
  const found = existsSync(path) ? await readFile(path, 'utf8') : undefined;
  if (wanted === found) return;
  changed.push(path);
  if (onlyCheck) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, wanted);
}

/**
 * Removes goldens of cases that no longer exist.
 *
 * @param {ReadonlySet<string>} wanted
 */
async function removeOthers(wanted) {
  for (const entry of readdirSync(GOLDEN_FOLDER, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).replaceAll('\\', '/');
    if (!entry.isFile() || wanted.has(path)) continue;
    changed.push(path);
    if (!onlyCheck) await rm(path);
  }
}
