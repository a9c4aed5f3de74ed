// Bundles the command and the library into dist/. Code-split, so that a command loads only its own part.
import { readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const outdir = 'dist';
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
await rm(outdir, { recursive: true, force: true });

/** @type {import('esbuild').BuildOptions} */
const common = {
  outdir,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  // yaml-cfn requires the CommonJS js-yaml; both are given the same copy.
  alias: { 'js-yaml': './node_modules/js-yaml/dist/js-yaml.mjs' },
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  define: { PACKAGE_VERSION: JSON.stringify(version) },
  legalComments: 'none',
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: '[name]-[hash]',
});
