// `npm run lab`: deployments with real sockets. It takes minutes and the machine, so it is no part of the tests.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/lab/*.lab.ts'], testTimeout: 480_000, hookTimeout: 480_000, maxWorkers: 1 },
});
