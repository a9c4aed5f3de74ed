import { expect, it } from 'vitest';
import { csvTables } from '../../../src/logs/report/csv-tables.ts';
import { reportCsv } from '../../../src/logs/report/csv.ts';
import type { Report } from '../../../src/logs/report/types.ts';
import { accessLine } from '../../athena/lines.ts';
import { crowd, handshake, refused, reportOf, times } from '../findings/scanned.ts';

const FORMULA = String.raw`=HYPERLINK(\x22http://evil.example\x22,\x22x\x22)`;
const AGENTS = [
  FORMULA,
  '-1+1',
  '-',
  'plain, with comma',
  '+1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '＝1',
  'a;=1',
  'a"b'.replace('"', String.raw`\"`),
  '</script>',
  '\u2028',
];

const hostile = () =>
  reportOf(
    AGENTS.map((agent, index) => accessLine({ agent, client: `198.51.100.${index}:1` })),
    { top: 100 },
  );

/** Rows of CSV, according to RFC 4180. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < csv.length) {
    const [all, quoted, plain = '', end = ''] =
      /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(csv.slice(at)) ?? [];
    if (all === undefined) throw new Error(`no cell at ${at}: ${JSON.stringify(csv.slice(at, at + 40))}`);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    at += all.length;
    if (end !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

it('a cell that a spreadsheet would take for a formula starts with an apostrophe; a single dash does not', async () => {
  const csv = reportCsv(await hostile(), 'user-agents');
  const [header = [], ...rows] = parsed(csv);
  expect(header[0]).toBe('word');
  expect(new Set(rows.map(([word]) => word))).toEqual(
    new Set(
      AGENTS.map((agent) =>
        (/^[=+@\t\r＝]|^-./.test(agent) ? `'${agent}` : agent).replace(/(?<=[;\t])=/, "'="),
      ),
    ),
  );
  // Where semicolons separate cells, what follows one must not be a formula either.
  expect(csv).toContain(`\r\n"a;'=1",`);
});

const outage = times(60, (index) => refused(index, '503', { target: '10.0.0.9:1', request: '- - - ' }));

/** Reports that together have rows in most tables. */
const reports = async (): Promise<readonly Report[]> => [
  await hostile(),
  await reportOf([...crowd(), ...times(60, (index) => refused(index, '503')), ...outage, 'odd']),
  await reportOf([handshake(1), handshake(2, { protocol: '-', cipher: '-' })], {
    kind: 'connection',
  }),
];

it('every table has a header with all columns of its rows, and each row as many cells', async () => {
  const seen = new Set<string>();
  for (const report of await reports())
    for (const [name, { columns, rows }] of csvTables(report.log)) {
      const [header, ...cells] = parsed(reportCsv(report, name));
      expect(header, name).toEqual(columns);
      expect(cells).toHaveLength(rows(report).length);
      for (const row of cells) expect(row).toHaveLength(columns.length);
      for (const row of rows(report)) expect(columns, name).toEqual(expect.arrayContaining(Object.keys(row)));
      if (cells.length > 0) seen.add(name);
    }
  expect([...seen]).toEqual(
    expect.arrayContaining(['failed', 'findings', 'handshakes', 'malformed', 'others']),
  );
});

it('every list of a report is a table', async () => {
  for (const { access, connection, log } of await reports())
    for (const [key, value] of Object.entries(access ?? connection ?? {}) as [string, unknown][]) {
      const isList = Array.isArray(value) || (typeof value === 'object' && value !== null && 'rows' in value);
      const name = key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (isList) expect([...csvTables(log).keys()]).toContain(name);
    }
});

it('an unknown table name lists the tables', async () => {
  const made = await hostile();
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
