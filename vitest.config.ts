import { defineConfig } from 'vitest/config';
import { compileKernel, KERNEL } from './scripts/kernel.mjs';
import { SkippedReporter } from './test/helpers/skipped-reporter.ts';

/**
 * How much is tried: `npm test` runs everything short, `--mode long` what takes minutes and more cases of each property,
 * `--mode full` all of it, with the most cases. test/helpers/scale.ts has the counts.
 */
const INCLUDED: Readonly<Record<string, { include: string[]; exclude: string[] }>> = {
  quick: { include: ['test/**/*.test.ts'], exclude: ['test/**/*.long.test.ts'] },
  long: { include: ['test/**/*.long.test.ts', 'test/**/*property.test.ts'], exclude: [] },
  full: { include: ['test/**/*.test.ts', 'test/**/*.fuzz.ts'], exclude: [] },
};

/** The one limit, for what hangs. A slow machine does not reach it. */
const HANGS_AFTER = { quick: 1_200_000, long: 3_600_000, full: 14_400_000 };

export default defineConfig(({ mode }) => {
  const scale = mode === 'long' || mode === 'full' ? mode : 'quick';
  return {
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
      ...INCLUDED[scale],
      env: { TEST_SCALE: scale },
      testTimeout: HANGS_AFTER[scale],
      hookTimeout: HANGS_AFTER[scale],
      globalSetup: 'test/helpers/shared-aws.ts',
      // To start Node for each file, and to evaluate the source in it again, was a third of the run. What a test changes in
      // its process it therefore restores: environment, timers, spies.
      isolate: false,
      // What was skipped is listed before the closing lines of the default reporter.
      reporters: [new SkippedReporter(), 'default'],
      // The AWS CLI, cfn-lint and a fake AWS are started by test/real: give two cores room.
      maxWorkers: 2,
    },
  };
});
