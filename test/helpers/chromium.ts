// Chromium for tests that need a real browser.
import { existsSync } from 'node:fs';
import { onTestFinished, type TestOptions } from 'vitest';
import { chromium, type Page } from 'playwright-core';
import { skipIf } from './tools.ts';

const PLACES = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const found = PLACES.find((place) => place !== '' && existsSync(place));

/** Skips if there is no Chromium; with REQUIRE_BROWSER=1 that is a failure. */
export function needsChromium(): TestOptions {
  if (found === undefined && process.env['REQUIRE_BROWSER'] === '1')
    throw new Error(`REQUIRE_BROWSER is set, and there is no Chromium at ${PLACES.join(' ')}`);
  return skipIf(found === undefined, 'there is no Chromium');
}

/** An empty page in its own browser, which is closed after the test. */
export async function openPage(): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: found ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  onTestFinished(() => browser.close());
  return browser.newPage();
}
