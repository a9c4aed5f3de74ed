// `generate cost` as tests run it.
import { join } from 'node:path';
import { expect } from 'vitest';
import { generate } from './cli.ts';
import { temporaryFolder } from './tools.ts';

/** The rates of the guide's example. */
export const GUIDE = [
  '--new-connections-per-second',
  '10',
  '--active-connections',
  '5000',
  '--gb-per-hour',
  '0.5',
  '--rules-per-second',
  '100',
];

/** In a folder without a config, with a cache of its own. */
export function cost(
  args: readonly string[],
  more: { cwd?: string; cache?: string; env?: Record<string, string> } = {},
) {
  const cwd = more.cwd ?? temporaryFolder();
  return generate(['cost', ...args], {
    cwd,
    // Of its own for the prices only.
    env: {
      XDG_CACHE_HOME: more.cache ?? join(cwd, 'cache'),
      NODE_DISABLE_COMPILE_CACHE: '1',
      ...more.env,
    },
  });
}

/** Its JSON. */
export const json = async (args: readonly string[], more?: Parameters<typeof cost>[1]) => {
  const { status, stdout, stderr } = await cost([...args, '--format', 'json'], more);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
};
