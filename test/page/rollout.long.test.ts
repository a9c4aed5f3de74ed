// The page of `rollout` in a real Chromium.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageAssets } from '../../scripts/page.mjs';
import { buildPage } from '../../src/page/build.ts';
import { courseOf, type Course } from '../../src/rollout/course.ts';
import { pageModel } from '../../src/rollout/page/model.ts';
import { rolloutReport, type RolloutReport } from '../../src/rollout/report.ts';
import type { RolloutSettings } from '../../src/rollout/types.ts';
import { SETTINGS } from '../rollout/settings.ts';
import { startChromium, withChromium } from './chromium.ts';

const EVIL = '</script><img src=x onerror=window.hacked=1> \u202Egnp "\' onmouseover=window.hacked=1';
const folder = mkdtempSync(join(tmpdir(), 'page-'));
let browser: Browser;

interface Made {
  readonly url: string;
  readonly report: RolloutReport;
  readonly course: Course;
}

async function made(name: string, changes: Partial<RolloutSettings>): Promise<Made> {
  const workload = { sockets: 20_000, life: { kind: 'exponential', mean: 1800 } } as const;
  const settings = { ...SETTINGS, jitter: 10, ...changes };
  const report = rolloutReport({
    workload,
    settings,
    drain: { poll: 15, spread: 230 },
    jitter: 10,
    notes: [EVIL],
  });
  const course = courseOf(settings.strategy, workload, settings, report.outcome.seconds);
  const model = pageModel(report, course, { gracePeriod: 60, stopTimeout: 120 });
  const hostile = model.charts.map((chart) =>
    chart.kind === 'lines' ? { ...chart, marks: [...(chart.marks ?? []), { at: 1, label: EVIL }] } : chart,
  );
  const { assets } = await pageAssets();
  const path = join(folder, `${name}.html`);
  writeFileSync(path, buildPage({ ...model, subtitle: EVIL, charts: hostile }, assets));
  return { url: `file://${path}`, report, course };
}

async function opened(url: string, width = 1400, colorScheme: 'light' | 'dark' = 'light') {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', ({ message }) => heard.push(message));
  page.on('request', (request) => {
    if (request.url() !== url) heard.push(request.url());
  });
  await page.goto(url);
  await page.waitForSelector('html[data-ready]');
  return { page, heard };
}

/** The table next to a chart, without its header. */
async function rowsOf(page: Page, chart: string): Promise<string[][]> {
  const details = page.locator(`details[data-table="${chart}"]`);
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  await details.locator('tbody tr').first().waitFor();
  return details
    .locator('tbody tr')
    .evaluateAll((rows) =>
      (rows as unknown as { cells: Iterable<{ textContent: string }> }[]).map((row) =>
        [...row.cells].map((cell) => cell.textContent),
      ),
    );
}

const valueOf = (text = ''): number => Number(text.replaceAll(',', ''));

describe('the page of rollout', withChromium, () => {
  let strategies: Made[];
  beforeAll(async () => {
    browser = await startChromium();
    strategies = await Promise.all(
      (['rolling', 'blue-green', 'canary', 'linear'] as const).map((strategy) =>
        made(strategy, { strategy }),
      ),
    );
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it('opens for each strategy, in light and dark, at two widths, without errors or requests; nothing runs', async () => {
    for (const [index, { url }] of strategies.entries())
      for (const width of [400, 1400]) {
        const scheme = index % 2 === 0 ? 'light' : 'dark';
        const { page, heard } = await opened(url, width, scheme);
        expect(heard).toEqual([]);
        expect(await page.evaluate('window.hacked')).toBe(undefined);
        expect(await page.locator('img').count()).toBe(0);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
          scheme === 'light' ? 'rgb(246, 247, 249)' : 'rgb(16, 19, 24)',
        );
        expect(await page.locator('.plot canvas').count()).toBe(4);
        await page.close();
      }
  });

  it('shows the computed figures in its tables, including the peak of one second, however many are merged', async () => {
    for (const { url, report, course } of strategies) {
      const { page } = await opened(url);
      const rows = await rowsOf(page, 'reconnects');
      // One hour in sixty rows.
      expect(rows.length).toBeLessThanOrEqual(60);
      expect(Math.max(...rows.map(([, count]) => valueOf(count)))).toBe(
        Math.round(report.outcome.peakReconnects),
      );
      const cuts = await rowsOf(page, 'ends');
      expect(Math.max(...cuts.map(([, , count]) => valueOf(count)))).toBe(
        Math.round(report.outcome.cutAtOnce),
      );
      const sockets = await rowsOf(page, 'sockets');
      expect(sockets[0]).toEqual([expect.stringMatching(/^−\d:\d\d$/), '20,000', '0', '0']);
      expect(sockets.at(-1)?.slice(1)).toEqual(['0', '20,000', '0']);
      // A row is the second in its first column.
      const [time = '', old] = sockets.find(([from = '']) => /^[1-9]/.test(from)) ?? [];
      const [seconds = 0, minutes = 0, hours = 0] = time.split(':').map(Number).toReversed();
      expect(valueOf(old)).toBe(Math.round(course.old[hours * 3600 + minutes * 60 + seconds] ?? -1));
      await page.close();
    }
  });

  it('can be used by keyboard alone: to a part of the period, and back', async () => {
    const { page } = await opened(strategies[1]!.url);
    const range = () => page.locator('#range').textContent();
    const whole = await range();
    expect(whole).toMatch(/^Whole period: −\d:\d\d to \d+:\d\d$/);
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.textContent')) === 'Around the last cut') break;
    }
    await page.keyboard.press('Enter');
    // The bake of 15 minutes plus the delay of 5, when the sockets are cut.
    expect(await range()).toMatch(/^Shown: 19:\d\d to 20:\d\d$/);
    const rows = await rowsOf(page, 'ends');
    expect(valueOf(rows.find(([from]) => from === '20:00')?.[2])).toBe(
      Math.round(strategies[1]!.report.outcome.cut),
    );
    await page.keyboard.press('Escape');
    expect(await range()).toBe(whole);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Around the last cut');
    await page.close();
  });
});
