import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As esbuild does it in scripts/build.mjs.
  plugins: [
    {
      name: 'sql-as-text',
      enforce: 'pre',
      transform: (code, id) =>
        id.endsWith('.sql') ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined,
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // The AWS CLI, cfn-lint and a fake AWS are started by test/real: give two cores room.
    maxWorkers: 2,
  },
});
