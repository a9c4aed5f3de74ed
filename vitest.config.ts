import { defineConfig } from 'vitest/config';
import { compileKernel, KERNEL } from './scripts/kernel.mjs';

export default defineConfig({
  // As esbuild does it in scripts/build.mjs.
  plugins: [
    {
      name: 'sql-as-text',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.sql') ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined,
    },
    {
      name: 'kernel-as-base64',
      enforce: 'pre',
      resolveId: (source) => (KERNEL.test(source) ? `\0${source}` : undefined),
      load: async (id) =>
        KERNEL.test(id)
          ? { code: `export default ${JSON.stringify(await compileKernel())};`, map: null }
          : undefined,
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // The AWS CLI, cfn-lint and a fake AWS are started by test/real: give two cores room.
    maxWorkers: 2,
  },
});
