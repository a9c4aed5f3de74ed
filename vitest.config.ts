import { defineConfig } from 'vitest/config';
import { assemble } from './scripts/wat.mjs';

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
      name: 'wat-as-base64',
      enforce: 'pre',
      transform: async (_, id) =>
        id.endsWith('.wat')
          ? { code: `export default ${JSON.stringify(await assemble(id))};`, map: null }
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
