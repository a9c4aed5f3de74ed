// What all bundles have in common.
import { webAssembly } from './kernel.mjs';

export const outdir = 'dist';

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
