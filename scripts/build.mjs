// Builds bin/generate.js and dist/: the command in parts, its worker threads, the library, the snippet pieces, the
// script of pages.
import { spawnSync } from 'node:child_process';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { common, outdir } from './bundling.mjs';
import { BIN, buildCommand, buildEntry } from './command.mjs';
import { notices } from './notices.mjs';
import { pageAssets } from './page.mjs';
import { snippetPieces } from './snippets.mjs';

await rm(outdir, { recursive: true, force: true });

/** A worker thread of `websocket-alb logs` needs its own file. */
async function buildThread() {
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/cli/logs/worker.ts'],
    outfile: `${outdir}/logs-worker.cjs`,
    format: 'cjs',
    metafile: true,
    minifySyntax: true,
    minifyWhitespace: true,
  });
  return metafile;
}

/** The library and the AWS CDK plugin, which share chunks. zod stays external, because our types refer to its types. */
async function buildLibrary() {
  const { metafile } = await build({
    ...common,
    entryPoints: { index: 'src/index.ts', cdk: 'src/cdk-plugin.ts' },
    outdir,
    splitting: true,
    chunkNames: 'library-[hash]',
    format: 'esm',
    external: ['zod'],
    metafile: true,
    // Bundled CommonJS packages call require() for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return metafile;
}

const metafiles = await Promise.all([buildEntry(), buildCommand(), buildThread(), buildLibrary()]);
const { assets, metafile: ofPage } = await pageAssets();
await writeFile(`${outdir}/page.json`, JSON.stringify(assets));
await writeFile(`${outdir}/THIRD-PARTY-NOTICES.txt`, await notices([...metafiles, ofPage]));
// The pieces that `websocket-alb snippet` assembles.
await writeFile(`${outdir}/snippets.json`, JSON.stringify(await snippetPieces()));

// Without a cache, because a build must write nothing outside its folder.
const { status } = spawnSync(process.execPath, [BIN, 'template', '--set', 'name=x'], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' },
});
if (status !== 0) throw new Error('the built command does not run');

// In the repository itself `npx generate` runs this build, not a copy that npx installs into its cache.
for (const name of ['generate', 'websocket-alb']) {
  const link = `node_modules/.bin/${name}`;
  await rm(link, { force: true });
  await symlink(`../../${BIN}`, link).catch((error) =>
    console.warn(`npx ${name} will use another copy: ${error.message}`),
  );
}
