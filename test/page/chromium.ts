// A real Chromium, if there is one on PATH: REQUIRE_BROWSER=1 requires it.
import { spawnSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';
import { skipIf } from '../helpers/tools.ts';

const path = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim())
  .find((found) => found !== '');

if (path === undefined && process.env['REQUIRE_BROWSER'] === '1')
  throw new Error('REQUIRE_BROWSER is set, and chromium is not on PATH');

export const withChromium = skipIf(path === undefined, 'chromium is not on PATH');

/** Chromium's sandbox cannot create namespaces in a container. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ ...(path !== undefined && { executablePath: path }), args: ['--no-sandbox'] });
