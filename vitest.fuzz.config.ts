// `npm run fuzz`: many more cases than the tests run. FUZZ_RUNS sets how many (20,000 each).
import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

export default defineConfig({
  ...base,
  test: { include: ['test/fuzz/**/*.fuzz.ts'], testTimeout: 3_600_000, maxWorkers: 2 },
});
