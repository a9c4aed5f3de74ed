// The page of `doctor` in a real Chromium.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageAssets } from '../../scripts/page.mjs';
import { report } from '../../src/doctor/diagnose.ts';
import { pageModel } from '../../src/doctor/report/page.ts';
import type { Observations } from '../../src/doctor/observations/observations.ts';
import { buildPage } from '../../src/page/build.ts';
import { context, groupOf, healthy, NOW, request, withGroup } from '../doctor/helpers/observed.ts';
import { startChromium, withChromium } from './chromium.ts';

const EVIL = '<img src=x onerror=window.hacked=1>';

const ill = (): Observations =>
  withGroup(healthy(), {}, [
    {
      id: EVIL,
      port: 8080,
      zone: 'eu-west-1a',
      state: 'unhealthy',
      reason: 'Target.Timeout',
      description: EVIL,
    },
  ]);

async function shown(observed: Observations) {
  const collected = { stack: undefined, loadBalancers: [observed], gone: [], missing: [] };
  const { from, to } = request.window;
  const { assets } = await pageAssets();
  return buildPage(pageModel(report(collected, context(), NOW, { from, to }), [observed], '1'), assets);
}

describe('the page of doctor', withChromium, () => {
  it('draws problems in red and with a sign, and none when all is well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'page-'));
    const browser = await startChromium();
    try {
      for (const [name, observed] of [
        ['well', healthy()],
        ['ill', ill()],
      ] as const) {
        const path = join(folder, `${name}.html`);
        writeFileSync(path, await shown(observed));
        for (const width of [400, 1400]) {
          const page = await browser.newPage({ viewport: { width, height: 800 } });
          const heard: string[] = [];
          page.on('console', (message) => heard.push(message.text()));
          page.on('request', (asked) => {
            if (asked.url() !== `file://${path}`) heard.push(asked.url());
          });
          await page.goto(`file://${path}`);
          await page.waitForSelector('html[data-ready]');
          expect(heard).toEqual([]);
          expect(await page.evaluate('window.hacked')).toBe(undefined);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
          const group = page.locator('svg .node', { hasText: groupOf(observed).name }).last();
          expect(await group.getAttribute('class')).toBe(name === 'ill' ? 'node error' : 'node good');
          expect(await group.locator('.name').textContent()).toMatch(name === 'ill' ? /^✕/ : /^✓/);
          expect(await page.locator('.card.error').count()).toBeGreaterThanOrEqual(name === 'ill' ? 1 : 0);
          await page.close();
        }
      }
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  });
});
