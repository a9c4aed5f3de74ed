// Vended logs made from the same events as lines in S3 give the same report, except for the files themselves.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { scanPaths } from '../../../src/cli/logs/scan-paths.ts';
import { buildReport } from '../../../src/logs/report/report.ts';
import type { Report } from '../../../src/logs/report/types.ts';
import { FIELDS, type VendedLog } from '../../../src/logs/vended/fields.ts';
import { vendedFormatOf } from '../../../src/logs/vended/format.ts';
import { accessLine, connectionLine, REST } from '../../athena/lines.ts';
import { temporaryFolder } from '../../helpers/tools.ts';
import { scenario } from '../scenario.ts';

type Fields = readonly (string | undefined)[];

const fieldsOf = (line: string): Fields =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

const namesOf = (log: VendedLog): string[] => FIELDS[log].map(([name]) => name);

/** Numbers as numbers, `-` as null, absent or empty, plus unknown keys, in any order. */
const json = (log: VendedLog) => (line: string, index: number) => {
  const fields = fieldsOf(line);
  const pairs = namesOf(log).map((name, at): [string, unknown] => {
    const value = fields[at] ?? '-';
    if (value === '-') return [name, [null, '-', '', undefined][index % 4]];
    return [name, /^\d{1,12}$/.test(value) && index % 2 === 0 ? Number(value) : value];
  });
  return JSON.stringify(
    Object.fromEntries([['future_field', { a: 1 }], ...(index % 3 === 0 ? pairs.toReversed() : pairs)]),
  );
};

const stamp = (line: string): string => `${/\d{4}-\d\d-\d\dT[\d:]+/.exec(line)?.[0] ?? ''}.000Z `;
const delimited = (log: VendedLog, delimiter: string) => (line: string) =>
  fieldsOf(line)
    .slice(0, namesOf(log).length)
    .map((field = '-') => (/[ ,"\t]/.test(field) ? `"${field}"` : field))
    .join(delimiter);

const FORMATS: Record<string, (lines: readonly string[], log: VendedLog) => readonly string[]> = {
  json: (lines, log) => lines.map(json(log)),
  'json of an export': (lines, log) => lines.map((line, index) => `${stamp(line)}${json(log)(line, index)}`),
  'plain of an export': (lines) => lines.map((line) => `${stamp(line)}${line}`),
  'w3c with tabs': (lines, log) => [
    '#Version: 1.0',
    `#Fields: ${namesOf(log).join(' ')}`,
    ...lines.map(delimited(log, '\t')),
  ],
  'w3c with spaces': (lines, log) => [
    `#Fields: ${namesOf(log).join(' ')}`,
    ...lines.map(delimited(log, ' ')),
  ],
  'plain with tabs': (lines, log) => lines.map(delimited(log, '\t')),
  'plain with commas and a header': (lines, log) => [
    namesOf(log).join(','),
    ...lines.map(delimited(log, ',')),
  ],
};

async function reportOf(text: string, kind: 'access' | 'connection' = 'access'): Promise<Report> {
  const file = join(temporaryFolder(), 'log');
  writeFileSync(file, gzipSync(text));
  const result = await scanPaths({ kind, paths: [file], workers: 0 });
  return buildReport(result, {
    idleTimeout: 60,
    idleTimeoutOrigin: 'given',
    stickiness: undefined,
    top: 1000,
    source: 'files',
  });
}

/** Without the parts about the file. */
function ofEvents({ input, ...report }: Report): object {
  const { lines, counted, malformed, outsideTime, foreign, firstTime, lastTime } = input;
  return { ...report, input: { lines, counted, malformed, outsideTime, foreign, firstTime, lastTime } };
}

const LOGS: Record<'access' | 'connection', readonly string[]> = {
  access: [
    ...scenario().slice(0, 400),
    ...(['https', 'http', 'h2'] as const).map((type, index) =>
      accessLine({
        type,
        status: ['502', '464', '400'][index] ?? '',
        targetStatus: '-',
        target: '-',
        agent: 'a, b',
        rest: REST[34],
      }),
    ),
  ],
  connection: Array.from({ length: 30 }, (_, index) => connectionLine({ client: `198.51.100.${index}` })),
};

const ofS3: Partial<Record<VendedLog, Promise<Report>>> = {};

for (const kind of ['access', 'connection'] as const)
  for (const [name, of] of Object.entries(FORMATS))
    it(`${kind} log, ${name}: gives the same report`, async () => {
      const expected = await (ofS3[kind] ??= reportOf(`${LOGS[kind].join('\n')}\n`, kind));
      const { input, ...got } = await reportOf(`${of(LOGS[kind], kind).join('\n')}\n`, kind);
      expect(input.counted).toBe(LOGS[kind].length);
      expect(input.vended).toHaveLength(1);
      expect(ofEvents({ input, ...got })).toEqual(ofEvents(expected));
    });

it('a line of unknown shape counts as malformed, and affects no other', async () => {
  const [first = '', ...rest] = LOGS.access.map(json('access'));
  const odd = ['{"type":"wss"', '{}', 'null', '{"time":1,"elb_status_code":[1],"request_line":{}}', '[]'];
  const { input } = await reportOf([first, ...odd, ...rest].join('\n'));
  expect(input.counted).toBe(LOGS.access.length);
  expect(input.malformed).toBe(odd.length);
});

it('reads times as DuckDB writes them from Parquet', async () => {
  const lines = LOGS.access.map(json('access'));
  const spaced = lines.map((line) => line.replaceAll(/"(\d{4}-\d\d-\d\d)T([\d:.]+)Z"/g, '"$1 $2"'));
  expect(spaced).not.toEqual(lines);
  expect(ofEvents(await reportOf(spaced.join('\n')))).toEqual(ofEvents(await reportOf(lines.join('\n'))));
});

it('the content of a field stays in its field', async () => {
  const line = JSON.parse(json('access')(accessLine({ rest: REST[34] }), 1)) as Record<string, unknown>;
  const agent = 'x" 200 200 "\n\u2028é\\';
  const { access, input } = await reportOf(`${JSON.stringify({ ...line, user_agent: agent })}\n`);
  expect(input.malformed).toBe(0);
  expect(access?.userAgents.rows.map(({ word }) => word)).toEqual([
    String.raw`x\x22 200 200 \x22\x0A\xE2\x80\xA8\xC3\xA9\\`,
  ]);
  const { input: other } = await reportOf(
    `${JSON.stringify({ ...line, elb: 'a b' })}\n${JSON.stringify(line)}\n`,
  );
  expect([other.counted, other.malformed]).toEqual([1, 1]);
});

it.each([
  ['lines of S3', LOGS.access.join('\n')],
  ['lines of a connection log', LOGS.connection.join('\n')],
  ['another JSON', '{"level":"info","time":"2026-07-02T10:00:00Z","message":"x"}'],
  ['another W3C-like comment', '# a comment\nsome text'],
  ['nothing', ''],
])('%s: not a vended log', (_, text) => {
  expect(vendedFormatOf(text)).toBeUndefined();
});
