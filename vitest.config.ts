import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // The AWS CLI, cfn-lint and a fake AWS are started by test/real: give two cores room.
    maxWorkers: 2,
  },
});
