// Builds dist/: the command as one file with its code cache, and the library.
import { spawnSync } from 'node:child_process';
import { readFile, rm, symlink } from 'node:fs/promises';
import { build } from 'esbuild';
import { webAssembly } from './wat.mjs';

const outdir = 'dist';
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
await rm(outdir, { recursive: true, force: true });

/**
 * commander starts subcommands that are executables of their own, which we have none of; loading what it needs for
 * that costs more than commander itself.
 *
 * @type {import('esbuild').Plugin}
 */
const withoutChildProcess = {
  name: 'commander-without-child-process',
  setup(build) {
    build.onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      importer.includes('/node_modules/commander/')
        ? { path: 'child_process', namespace: 'empty' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * The prompts are half of all code and needed by few commands: a file of their own, loaded when a question is asked.
 *
 * @type {import('esbuild').Plugin}
 */
const promptsApart = {
  name: 'prompts-apart',
  setup(build) {
    build.onResolve({ filter: /^inquirer$/ }, () => ({ path: './inquirer.cjs', external: true }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // yaml-cfn requires the CommonJS js-yaml; both are given the same copy.
  alias: { 'js-yaml': './node_modules/js-yaml/dist/js-yaml.mjs' },
  // The queries for Athena; vitest.config.ts and src/sql.d.ts say the same.
  loader: { '.sql': 'text' },
  legalComments: 'none',
  logLevel: 'warning',
};

await Promise.all([
  // One file, because V8's code cache goes by file. What a command does not use is neither run nor compiled:
  // imports inside functions stay lazy.
  build({
    ...common,
    entryPoints: ['src/cli/main.ts'],
    outfile: `${outdir}/cli.cjs`,
    format: 'cjs',
    plugins: [withoutChildProcess, promptsApart, webAssembly],
    // import() of a file beside it: as a require, which the code cache's script understands.
    supported: { 'dynamic-import': false },
    define: { PACKAGE_VERSION: JSON.stringify(version), 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    minifySyntax: true,
    minifyWhitespace: true,
  }),
  build({
    ...common,
    entryPoints: ['inquirer'],
    outfile: `${outdir}/inquirer.cjs`,
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
  }),
  // A thread starts from a file of its own.
  build({
    ...common,
    entryPoints: ['src/cli/logs/worker.ts'],
    outfile: `${outdir}/logs-worker.cjs`,
    format: 'cjs',
    plugins: [webAssembly],
    minifySyntax: true,
    minifyWhitespace: true,
  }),
  build({
    ...common,
    entryPoints: ['src/index.ts'],
    outfile: `${outdir}/index.js`,
    format: 'esm',
    plugins: [webAssembly],
    // Bundled CommonJS packages call require() for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  }),
]);

// The first run leaves the code cache beside the file. Another version of Node ignores it, and is a little slower.
const { status } = spawnSync(process.execPath, ['bin/generate.js', 'template', '-o', '/dev/null'], {
  env: { ...process.env, WEBSOCKET_ALB_WRITE_CODE_CACHE: '1' },
  stdio: 'inherit',
});
if (status !== 0) throw new Error('the built command does not run');

// In the repository itself `npx generate` shall run this build, not a copy that npx installs into its cache.
for (const name of ['generate', 'websocket-alb']) {
  const link = `node_modules/.bin/${name}`;
  await rm(link, { force: true });
  await symlink('../../bin/generate.js', link).catch((error) =>
    console.warn(`npx ${name} will take a detour: ${error.message}`),
  );
}
