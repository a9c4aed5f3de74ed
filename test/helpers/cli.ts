import { fileURLToPath } from 'node:url';
import { run, type Run } from './tools.ts';

export const BIN = fileURLToPath(new URL('../../bin/generate.js', import.meta.url));

/** Runs the built command as a user would. Colours off, no config of the working directory unless `cwd` says so. */
export const generate = (
  args: readonly string[],
  options: { env?: Record<string, string | undefined>; input?: string; cwd?: string } = {},
): Promise<Run> =>
  run(process.execPath, [BIN, ...args], {
    ...options,
    env: { NO_COLOR: '1', FORCE_COLOR: undefined, ...options.env },
  });
