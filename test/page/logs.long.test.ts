// The page of `logs` in a real Chromium: a week of traffic, and lines that try to break out of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageAssets } from '../../scripts/page.mjs';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { pageModel } from '../../src/logs/page/model.ts';
import { buildReport } from '../../src/logs/report/report.ts';
import type { Report } from '../../src/logs/report/types.ts';
import type { Access } from '../athena/lines.ts';
import { buildPage } from '../../src/page/build.ts';
import { get } from '../logs/services.ts';
import { startChromium, withChromium } from './chromium.ts';
import { week } from './week.ts';

const folder = mkdtempSync(join(tmpdir(), 'page-'));
let browser: Browser;

const SETTINGS = {
  idleTimeout: 60,
  idleTimeoutOrigin: 'default',
  stickiness: undefined,
  top: 10,
  source: 'files',
} as const;

/** @returns the page's address, and the report that it shows. */
async function made(
  name: string,
  lines: readonly string[],
): Promise<{ url: string; report: Report; bytes: number }> {
  const log = join(folder, `${name}.log`);
  writeFileSync(log, `${lines.join('\n')}\n`);
  const result = await scanPaths({ paths: [log], kind: 'access', pictures: true, workers: 0 });
  const report = buildReport(result, SETTINGS);
  const { assets } = await pageAssets();
  const text = buildPage(pageModel(result, report, {}), assets);
  const path = join(folder, `${name}.html`);
  writeFileSync(path, text);
  return { url: `file://${path}`, report, bytes: Buffer.byteLength(text) };
}

/** Opens a page, and records its messages and requests. */
async function opened(url: string, width = 1400, colorScheme: 'light' | 'dark' = 'light') {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', ({ message }) => heard.push(message));
  page.on('dialog', (dialog) => {
    heard.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) heard.push(request.url());
  });
  await page.goto(url);
  await page.waitForSelector('html[data-ready]');
  return { page, heard };
}

/** The table next to a chart: its header and rows. */
async function tableOf(page: Page, chart: string): Promise<string[][]> {
  await page.locator(`details[data-table="${chart}"] summary`).click();
  await page.waitForSelector(`details[data-table="${chart}"] tbody tr`);
  return page
    .locator(`details[data-table="${chart}"] tr`)
    .evaluateAll((rows) =>
      (rows as unknown as { cells: Iterable<{ textContent: string }> }[]).map((row) =>
        [...row.cells].map((cell) => cell.textContent),
      ),
    );
}

const sumOf = (rows: readonly string[][], column: number): number =>
  rows.slice(1).reduce((sum, row) => sum + Number((row[column] ?? '0').replaceAll(',', '')), 0);

describe('the page of logs', withChromium, () => {
  let built: Awaited<ReturnType<typeof made>>;
  beforeAll(async () => {
    browser = await startChromium();
    built = await made('week', week(20_000));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it('opens in light and dark, at three widths, without errors, requests or overflow', async () => {
    for (const scheme of ['light', 'dark'] as const)
      for (const width of [400, 1000, 1800]) {
        const { page, heard } = await opened(built.url, width, scheme);
        expect(heard).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
          scheme === 'light' ? 'rgb(246, 247, 249)' : 'rgb(16, 19, 24)',
        );
        await page.close();
      }
    expect(built.bytes).toBeLessThan(2_000_000);
  });

  it('can be used by keyboard alone: to a finding, into its minutes, and back', async () => {
    const { page } = await opened(built.url);
    const shown = () => page.locator('#range').textContent();
    const whole = await shown();
    for (let press = 0; press < 60; press++) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.className')) === 'zoom') break;
    }
    expect(await page.evaluate('document.activeElement.className')).toBe('zoom');
    const from = Number(await page.evaluate('document.activeElement.dataset.from'));
    await page.keyboard.press('Enter');
    const zoomed = await shown();
    expect(zoomed).not.toBe(whole);
    const [start = '', end = ''] = zoomed?.match(/\d{4}-\d\d-\d\d \d\d:\d\d/g) ?? [];
    const minutes = (words: string) => Date.parse(`${words}Z`) / 60_000;
    expect(minutes(start)).toBeLessThanOrEqual(from);
    expect(minutes(end)).toBeGreaterThan(from);
    await page.keyboard.press('Escape');
    expect(await shown()).toBe(whole);
    expect(await page.evaluate('document.activeElement.className')).toBe('zoom');
    await page.close();
  });

  it("shows the report's figures in its charts", async () => {
    const { page } = await opened(built.url);
    const access = built.report.access!;
    const from = built.report.input.firstTime!.slice(0, 16);
    const within = access.minutes.filter(({ minute }) => minute >= from);
    const sum = (of: (minute: (typeof within)[number]) => number) =>
      within.reduce((all, each) => all + of(each), 0);

    const flow = await tableOf(page, 'flow');
    expect(flow[0]).toEqual(['From (UTC)', 'opened', 'closed']);
    expect(sumOf(flow, 1)).toBe(sum(({ opened: many }) => many));
    expect(sumOf(flow, 2)).toBe(access.connections);

    const failures = await tableOf(page, 'failures');
    expect(sumOf(failures, 1) + sumOf(failures, 2)).toBe(access.failedUpgrades);

    const durations = await tableOf(page, 'durations');
    expect(sumOf(durations, 1)).toBe(access.connections);
    const heat = await tableOf(page, 'duration-by-minute');
    expect(heat[0]!.slice(1).reduce((all, _name, column) => all + sumOf(heat, column + 1), 0)).toBe(
      access.connections,
    );
    const targets = await tableOf(page, 'closed-by-target');
    for (const { target, connections } of access.targets.rows)
      expect(sumOf(targets, targets[0]!.indexOf(target))).toBe(connections);
    const open = await tableOf(page, 'open-by-target');
    expect(open[0]!.slice(1).toSorted()).toEqual(access.targets.rows.map(({ target }) => target).toSorted());

    // Whatever is drawn has visible pixels.
    const painted = await page
      .locator('.plot canvas')
      .evaluateAll((canvases) =>
        (canvases as unknown as { toDataURL(): string }[]).map((canvas) => canvas.toDataURL().length),
      );
    expect(painted).toHaveLength(6);
    for (const length of painted) expect(length).toBeGreaterThan(3000);
    await page.close();
  });

  it('escapes hostile text: nothing runs, nothing is sent', async () => {
    const { url } = await made('hostile', week(5000, hostile));
    const { page, heard } = await opened(url);
    expect(heard).toEqual([]);
    expect(await page.evaluate('window.hacked')).toBe(undefined);
    expect(
      await page.locator('img, iframe, object, embed, form, a[href]:not(.skip), base, link').count(),
    ).toBe(0);
    expect(await page.locator('script').count()).toBe(2);
    expect(await page.locator('style').count()).toBe(1);
    expect(await page.locator('[onerror], [onload], [onclick], [onmouseover]').count()).toBe(0);
    const agents = await page.locator('#who td').allTextContents();
    expect(agents.some((text) => text.includes('<script>window.hacked=1</script>'))).toBe(true);
    expect(agents.some((text) => /[\u2028\u202E]/.test(text))).toBe(false);
    for (const chart of ['closed-by-target', 'failures']) await tableOf(page, chart);
    expect(await page.evaluate('window.hacked')).toBe(undefined);
    await page.close();
  });
});

const WORDS = [
  '<script>window.hacked=1</script>',
  '</script><script>window.hacked=1</script>',
  '<img src=x onerror=window.hacked=1>',
  "' onmouseover='window.hacked=1",
  '&lt;script&gt;window.hacked=1&lt;/script&gt;',
  '<!--<script>',
  ']]><svg onload=window.hacked=1>',
  '\u2028window.hacked=1\u2029',
  '\u202Egnp.exe',
  '{{constructor.constructor("window.hacked=1")()}}',
  '${window.hacked=1}',
  '</title></style></textarea><base href=//evil.example>',
];

/** Hosts and paths have no spaces. */
const hostile = (index: number): Access => {
  const word = (WORDS[index % WORDS.length] ?? '').replaceAll('"', String.raw`\x22`);
  const bare = word.replaceAll(' ', '/');
  return {
    agent: `${word} ${index % 50}`,
    request: get(`/${bare}`, index % 3 === 0 ? `https://${bare.replaceAll('/', '')}.example:443` : undefined),
    ...(index % 7 === 0 && { target: `${bare}:80` }),
  };
};
