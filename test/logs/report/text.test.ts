// The report as text, and as data.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanPaths } from '../../../src/cli/logs/scan-paths.ts';
import { newPage } from '../../../src/logs/report/page.ts';
import { reportJson, reportNdjson } from '../../../src/logs/report/data.ts';
import { clip, duration, size, span } from '../../../src/logs/report/quantities.ts';
import { buildReport } from '../../../src/logs/report/report.ts';
import { reportText } from '../../../src/logs/report/text.ts';
import { timeline } from '../../../src/logs/report/timeline.ts';
import type { Report } from '../../../src/logs/report/types.ts';
import { accessLine } from '../../athena/lines.ts';
import { temporaryFolder } from '../../helpers/tools.ts';
import { refused, socket, times } from '../findings/scanned.ts';
import { scenario } from '../scenario.ts';
import { oddities } from './oddities.ts';

async function reportOn(text: string, top = 10): Promise<Report> {
  const folder = temporaryFolder();
  const file = join(folder, 'access.log');
  writeFileSync(file, text);
  const result = await scanPaths({ kind: 'access', paths: [file], workers: 0 });
  const named = <Row extends { readonly path: string }>(row: Row): Row => ({ ...row, path: 'access.log' });
  return buildReport(
    { ...result, files: result.files.map(named), malformedSamples: result.malformedSamples.map(named) },
    { idleTimeout: 60, idleTimeoutOrigin: 'default', stickiness: undefined, top, source: 'files' },
  );
}

const HOSTILE = '\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Eabc\u200B\u0301\rover';

describe('text', () => {
  it('matches report.test.ts for every generation and oddity', async () => {
    const expected = readFileSync(new URL('oddities.txt', import.meta.url), 'utf8');
    expect(reportText(await reportOn(oddities()), { showMalformed: true })).toBe(expected);
  });

  it('fits 100 columns, however long the text in the logs', async () => {
    const long = 'very-long'.repeat(40);
    const lines = [
      ...scenario(),
      ...times(40, (index) =>
        socket(index, 60, { agent: long, request: `GET https://chat.example.com:443/${long} HTTP/1.1` }),
      ),
      refused(1, '502', { request: `GET https://chat.example.com:443/${long} HTTP/1.1`, reason: long }),
      long,
    ];
    const text = reportText(await reportOn(lines.join('\n')), { showMalformed: true });
    expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('passes on nothing that a terminal would obey', async () => {
    const lines = [
      ...times(40, (index) =>
        socket(index, 60, { agent: HOSTILE, request: `GET https://h:443/${HOSTILE} HTTP/1.1` }),
      ),
      refused(1, '502', { request: `GET https://h:443/${HOSTILE} HTTP/1.1`, reason: HOSTILE }),
      HOSTILE,
      accessLine({ client: `${HOSTILE}:1` }),
    ];
    const report = await reportOn(lines.join('\n'));
    const outputs = [
      reportText(report, { showMalformed: true }),
      reportJson(report),
      ...reportNdjson(report),
    ];
    for (const output of outputs) expect(output).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{M}]/u);
    // It is shown escaped, not dropped.
    expect(outputs[0]).toContain('\\u{1b}]0;owned\\u{7}');
    expect((JSON.parse(outputs[1]!) as Report).access?.userAgents.rows[0]?.word).toBe(HOSTILE);
  });

  it('reports when there is no WebSocket, and why', async () => {
    const text = reportText(await reportOn(refused(1, '502')));
    expect(text).toContain('No WebSocket closed in these lines.');
    expect(text).not.toContain('What it says');
  });

  it('reports when nothing was found, what it looked for, and how many died young', async () => {
    const lines = times(40, (index) => socket(index, (index === 0 ? 2 : 7) + index * 53));
    const text = reportText(await reportOn(lines.join('\n')));
    expect(text).toContain('What it says: nothing found\n  2.5 % of the WebSockets ended within 5 s');
    expect(text).toContain('Looked for: lost stickiness, failed upgrades');
  });
});

describe('ndjson', () => {
  it('has the same content as the JSON, one record per line', async () => {
    const report = JSON.parse(reportJson(await reportOn(scenario().join('\n'), 5))) as Report;
    const records = [...reportNdjson(report)].map((line) => JSON.parse(line) as { record: string });
    const of = (name: string) => records.filter(({ record }) => record === name);
    const named = (record: string, rows: readonly object[] = []) => rows.map((row) => ({ record, ...row }));
    expect(records[0]).toMatchObject({
      record: 'summary',
      version: 1,
      input: { counted: report.input.counted },
      access: {
        connections: report.access?.connections,
        clients: { keys: report.access?.clients.keys, error: 0 },
      },
    });
    expect(of('minute')).toEqual(named('minute', report.access?.minutes));
    expect(of('target')).toEqual(named('target', report.access?.targets.rows));
    expect(of('client')).toEqual(named('client', report.access?.clients.rows));
    expect(of('client')).toHaveLength(5);
    expect(of('range')).toEqual(named('range', report.access?.histogram));
    expect(of('failed-upgrade')).toEqual(named('failed-upgrade', report.access?.failed.rows));
    expect(of('finding')).toEqual(named('finding', report.findings));
  });
});

describe('the timeline', () => {
  const minute = (at: string, opened: number, open: number) => ({
    minute: `2026-07-0${at}Z`,
    opened,
    closed: 0,
    failed: 0,
    open,
  });

  it('uses one column per minute while they fit, then as few minutes per column as possible', () => {
    const rows = [minute('2T10:00', 1, 5), minute('2T11:03', 2, 3)];
    expect(timeline(rows, 64)).toMatchObject({ step: 1, columns: 64 });
    expect(timeline(rows, 63)).toMatchObject({ step: 2, columns: 32 });
    expect(timeline([minute('1T00:00', 1, 1), minute('2T00:00', 1, 1)], 64)).toMatchObject({
      step: 30,
      columns: 49,
    });
    expect(timeline([], 64)).toBeUndefined();
  });

  it('sums events, shows the highest open count, and carries it over minutes without events', () => {
    const rows = [
      minute('2T10:00', 1, 5),
      minute('2T10:03', 2, 7),
      minute('2T10:04', 3, 2),
      minute('2T10:09', 4, 1),
    ];
    expect(timeline(rows, 5)).toMatchObject({ step: 2, opened: [1, 2, 3, 0, 4], open: [5, 7, 7, 2, 2] });
  });

  it('covers days with all columns, and dates the busiest one', async () => {
    const lines = times(150, (index) => socket(index * 3600 * 2, 100));
    const text = reportText(await reportOn(lines.join('\n')));
    const shown = /column is (\d+) h: (.*) to (.*)\n {2}opened {2}(\S+) {2}1 at 2026-07-02 09:58\n/.exec(
      text,
    );
    const hours = (Date.parse(`${shown?.[3]}Z`) - Date.parse(`${shown?.[2]}Z`)) / 3_600_000;
    expect(shown?.[4]).toHaveLength(hours / Number(shown?.[1]) + 1);
    expect(shown?.[4]?.length).toBeGreaterThan(40);
  });

  it('no WebSocket, but requests: shows where failed upgrades are', async () => {
    const text = reportText(await reportOn(refused(1, '502')));
    expect(text).toMatch(
      /Other requests\n.*\n +1  https  GET {5}502 {5}load balancer.* chat\.example\.com\/ws/,
    );
    expect(text).not.toContain('nothing found');
  });

  it('distinguishes different other requests', async () => {
    const one = (request: string, targetStatus = '-') =>
      refused(1, '502', { request: `${request} HTTP/1.1`, targetStatus });
    const text = reportText(
      await reportOn(
        [
          one('GET https://chat.example.com:443/api'),
          one('POST https://chat.example.com:443/api'),
          one('GET https://chat.example.com:8443/api'),
          one('GET http://chat.example.com:80/api'),
          one('GET https://chat.example.com:443/api', '200'),
          one('POST https://chat.example.com:443/api', '502'),
        ].join('\n'),
      ),
    );
    const [, rows = ''] = /Other requests\n.*\n((?: +\d.*\n)+)/.exec(text) ?? [];
    const lines = rows.trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(new Set(lines).size).toBe(6);
    for (const word of [':8443/api', 'http://chat', 'other', 'target (200)']) expect(rows).toContain(word);
  });

  it('names several load balancers, and the option that judges one', async () => {
    const of = (name: string) => socket(5, 3).replace(/ app\/\S+ /, ` app/${name}/0123456789abcdef `);
    const text = reportText(await reportOn([of('chat'), of('events')].join('\n')));
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'of 2 load balancers (app/chat/0123456789abcdef, app/events/0123456789abcdef), and this is about all of them together: --load-balancer NAME judges one',
    );
    expect(reportText(await reportOn(of('chat')))).not.toContain('--load-balancer');
  });

  it('a sparkline shows every value above zero', () => {
    expect(newPage().sparkline([0, 1, 100, 800])).toBe(' ▁▁█');
    const page = newPage();
    expect([page.bar(0, 9, 10), page.bar(1, 900, 10), page.bar(9, 9, 4)]).toEqual(['', '▏', '████']);
  });
});

describe('describes quantiles in words', () => {
  it.each([
    [size(999), '999 B'],
    [size(1000), '1.0 kB'],
    [size(999_960), '1.0 MB'],
    [size(12e15), '12.0 PB'],
    [duration(0.0421), '0.042 s'],
    [duration(59.9), '60 s'],
    [duration(4000), '4,000 s (1 h 7 min)'],
    [span(59), '59 s'],
    [span(172_800), '2 d'],
    [span(100 * 3600), '4 d 4 h'],
    [clip('abcdef', 6), 'abcdef'],
    [clip('abcdefg', 6), 'abc...'],
  ])('%s', (shown, expected) => {
    expect(shown).toBe(expected);
  });
});
