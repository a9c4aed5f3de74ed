// What all bundles have in common.
import { readFile } from 'node:fs/promises';
import { webAssembly } from './kernel.mjs';

export const outdir = 'dist';

/** @type {{ version: string }} */
export const { version } = JSON.parse(await readFile('package.json', 'utf8'));

export const target = 'node20.19';

/** @type {import('esbuild').BuildOptions} */
export const common = {
  bundle: true,
  platform: 'node',
  target,
  // yaml-cfn requires the CommonJS js-yaml; both are given the same copy.
  alias: { 'js-yaml': './node_modules/js-yaml/dist/js-yaml.mjs' },
  // The queries for Athena; vitest.config.ts and src/sql.d.ts say the same.
  loader: { '.sql': 'text' },
  legalComments: 'none',
  plugins: [webAssembly],
  logLevel: 'warning',
};
