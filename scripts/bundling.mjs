// esbuild options shared by all bundles.
import { webAssembly } from './kernel.mjs';

export const outdir = 'dist';

export const target = 'node20.19';

/** @type {import('esbuild').BuildOptions} */
export const common = {
  bundle: true,
  platform: 'node',
  target,
  // yaml-cfn requires the CommonJS js-yaml; give both the same copy.
  alias: { 'js-yaml': './node_modules/js-yaml/dist/js-yaml.mjs' },
  // The Athena queries; vitest.config.ts and src/sql.d.ts must agree.
  loader: { '.sql': 'text' },
  legalComments: 'none',
  plugins: [webAssembly],
  logLevel: 'warning',
};
