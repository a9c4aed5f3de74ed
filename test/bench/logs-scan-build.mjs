// Bundles logs-scan.ts, which scans a folder as the command does, to the file named.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { webAssembly } from '../../scripts/kernel.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
await build({
  entryPoints: [fileURLToPath(new URL('logs-scan.ts', import.meta.url))],
  outfile: process.argv[2] ?? '',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // Where the package is, whose dist/ holds the threads' file.
  define: { 'import.meta.url': JSON.stringify(`file://${root}dist/scan.cjs`) },
  plugins: [webAssembly],
  logLevel: 'warning',
});
