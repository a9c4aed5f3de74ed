import { expect, it } from 'vitest';
import { reportCsv, tablesOf } from '../../../src/logs/report/csv.ts';
import { accessLine } from '../../athena/lines.ts';
import { reportOf } from '../findings/scanned.ts';

const report = () =>
  reportOf([
    accessLine({ agent: FORMULA }),
    accessLine({ agent: '-1+1', client: '198.51.100.2:1' }),
    accessLine({ agent: '-', client: '198.51.100.3:1' }),
    accessLine({ agent: 'plain, with comma', client: '198.51.100.4:1' }),
  ]);

const FORMULA = String.raw`=HYPERLINK(\x22http://evil.example\x22,\x22x\x22)`;

/** Rows of CSV, by RFC 4180. */
function parsed(csv: string): string[][] {
  expect(csv.endsWith('\r\n')).toBe(true);
  return csv
    .slice(0, -2)
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );
}

it('a cell that a spreadsheet would take for a formula begins with an apostrophe; a lone dash does not', async () => {
  const [header = [], ...rows] = parsed(reportCsv(await report(), 'user-agents'));
  expect(header[0]).toBe('word');
  expect(new Set(rows.map(([word]) => word))).toEqual(
    new Set(["'-1+1", `'${FORMULA}`, '-', 'plain, with comma']),
  );
});

it('every table has as many cells in each row as its header', async () => {
  const made = await report();
  for (const [name, rows] of tablesOf(made)) {
    if (rows.length === 0) expect(reportCsv(made, name)).toBe('');
    else {
      const [header = [], ...cells] = parsed(reportCsv(made, name));
      expect(cells).toHaveLength(rows.length);
      for (const row of cells) expect(row).toHaveLength(header.length);
    }
  }
});

it('an unknown name lists the tables', async () => {
  const made = await report();
  expect(() => reportCsv(made, 'client')).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          allowed: expect.stringContaining('user-agents'),
          remedy: 'Did you mean clients?',
        }),
      ],
    }),
  );
});
