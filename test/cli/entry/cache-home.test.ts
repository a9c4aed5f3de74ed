import os from 'node:os';
import { expect, test } from 'vitest';
import { cacheFolders, userCacheFolder } from '../../../src/cli/entry/cache-home.ts';

test.each<[NodeJS.Platform, Record<string, string>, string | undefined]>([
  ['linux', { XDG_CACHE_HOME: '/xdg', HOME: '/home/a' }, '/xdg'],
  ['linux', { HOME: '/home/a' }, '/home/a/.cache'],
  ['linux', { XDG_CACHE_HOME: 'relative', HOME: '/home/a' }, '/home/a/.cache'],
  ['linux', { XDG_CACHE_HOME: '', HOME: '/home/a' }, '/home/a/.cache'],
  ['darwin', { HOME: '/Users/a' }, '/Users/a/Library/Caches'],
  ['darwin', { XDG_CACHE_HOME: '/xdg', HOME: '/Users/a' }, '/xdg'],
  // A drive is not an absolute path here; this has the same shape.
  ['win32', { LOCALAPPDATA: '/local' }, '/local'],
  ['win32', { LOCALAPPDATA: 'relative', HOME: '/home/a' }, undefined],
])('%s %j', (platform, env, expected) => {
  expect(userCacheFolder({ env, platform, os: () => os })).toBe(expected);
});

test.each([{}, { HOME: '' }, { HOME: 'relative' }])('%j: uses the home that the system reports', (env) => {
  expect(userCacheFolder({ env, platform: 'linux', os: () => os })).toMatch(/^\/.*\/\.cache$/);
});

test('falls back to a folder in the temporary folder, named after the user', () => {
  expect([
    ...cacheFolders({ env: { XDG_CACHE_HOME: '/xdg' }, platform: 'linux', user: 1000, os: () => os }),
  ]).toEqual([
    ['/xdg', 'websocket-alb', 'code-cache'],
    [os.tmpdir(), 'websocket-alb-1000', 'code-cache'],
  ]);
});
