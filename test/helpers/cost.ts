// `generate cost` as tests run it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
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

/** Without saved prices. Shared by a test file, so that V8's code cache exists from the second command on. */
const EMPTY_CACHE = mkdtempSync(join(tmpdir(), 'websocket-alb-'));
afterAll(() => rmSync(EMPTY_CACHE, { recursive: true, force: true }));

/** In a folder without a config, with its own saved prices. */
export function cost(
  args: readonly string[],
  more: { cwd?: string; cache?: string; env?: Record<string, string> } = {},
) {
  const cwd = more.cwd ?? temporaryFolder();
  return generate(['cost', ...args], {
    cwd,
    env: { AWS_REGION: '', AWS_DEFAULT_REGION: '', XDG_CACHE_HOME: more.cache ?? EMPTY_CACHE, ...more.env },
  });
}

/** Its output as JSON. */
export const json = async (args: readonly string[], more?: Parameters<typeof cost>[1]) => {
  const { status, stdout, stderr } = await cost([...args, '--format', 'json'], more);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
};
