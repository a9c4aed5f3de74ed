// Bundles logs-scan.ts, which scans a folder as the command does, into the given file.
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
  // The folder of the package whose dist/ has the worker's file.
  define: { 'import.meta.url': JSON.stringify(`file://${root}dist/scan.cjs`) },
  plugins: [webAssembly],
  logLevel: 'warning',
});
