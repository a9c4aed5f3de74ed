// Builds dist/: the command in parts with their code caches, its threads, the library, the pieces of the snippets.
import { spawnSync } from 'node:child_process';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { common, outdir } from './bundling.mjs';
import { buildCommand } from './command.mjs';
import { notices } from './notices.mjs';
import { snippetPieces } from './snippets.mjs';

await rm(outdir, { recursive: true, force: true });

/** A thread of `generate logs` starts from a file of its own. */
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

/** The library. zod stays outside: its types are part of ours. */
async function buildLibrary() {
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/index.ts'],
    outfile: `${outdir}/index.js`,
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

const metafiles = await Promise.all([buildCommand(), buildThread(), buildLibrary()]);
await writeFile(`${outdir}/THIRD-PARTY-NOTICES.txt`, await notices(metafiles));
// What `generate snippet` puts together.
await writeFile(`${outdir}/snippets.json`, JSON.stringify(await snippetPieces()));

// The first run that loads a file leaves its code cache beside it. `template` goes first: what others share with it is
// then compiled as far as it needs it.
for (const args of [
  ['template', '-o', '/dev/null'],
  ['template', '--set', 'name=x', '-o', '/dev/null'],
  ['--help'],
]) {
  const { status } = spawnSync(process.execPath, ['bin/generate.js', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`the built command does not run: ${args.join(' ')}`);
}

// In the repository itself `npx generate` shall run this build, not a copy that npx installs into its cache.
for (const name of ['generate', 'websocket-alb']) {
  const link = `node_modules/.bin/${name}`;
  await rm(link, { force: true });
  await symlink('../../bin/generate.js', link).catch((error) =>
    console.warn(`npx ${name} will take a detour: ${error.message}`),
  );
}
