import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canInflateDirectly } from '../../src/cli/logs/inflate.ts';
import type { ScanPathsOptions } from '../../src/cli/logs/options.ts';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { LINE_CAP, type ScanResult } from '../../src/logs/types.ts';
import { accessLine, connectionLine } from '../athena/lines.ts';
import { skipIf } from '../helpers/tools.ts';
import { gzipped, logTexts } from './generator/files.mjs';
import { newTruth } from './generator/truth.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'logs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const put = (bytes: string | Buffer, name = `${files++}.log`): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  return path;
};
const scan = (
  paths: string | string[],
  options: Partial<ScanPathsOptions & { inflate: 'best' | 'stream' }> = {},
) => scanPaths({ paths: [paths].flat(), kind: 'access', workers: 0, ...options });
const LINE = `${accessLine({ created: '2026-07-02T09:58:00.000000Z', received: 7, sent: 11 })}\n`;
const WAYS = ['best', 'stream'] as const;

/** The remarks, and how many lines were counted all the same. */
async function damage(
  bytes: string | Buffer,
): Promise<{ counted: number; malformed: number; remarks: unknown[] }> {
  const path = put(bytes);
  const [first, second] = await Promise.all(WAYS.map((inflate) => scan(path, { inflate })));
  expect(second).toEqual(first);
  const { counted, malformed, files } = first as ScanResult;
  return { counted, malformed, remarks: files[0]!.remarks.map(({ code, offset, of }) => [code, offset, of]) };
}

it('this Node has the fast way to gunzip', () => {
  expect(canInflateDirectly()).toBe(true);
});

describe('reports damage with its place, and counts everything else', () => {
  const text = [...take(logTexts({ seed: 9, bytes: 400_000, malformed: 0 }), 1)].join('');
  const count = text.split('\n').length - 1;
  const zipped = gzipSync(Buffer.from(text, 'latin1'));

  it('a whole file has none', async () => {
    expect(await damage(zipped)).toEqual({ counted: count, malformed: 0, remarks: [] });
  });
  it('gzip truncated', async () => {
    const cut = zipped.subarray(0, zipped.length - 20_000);
    const result = await damage(cut);
    expect(result.remarks).toEqual([['gzip-truncated', cut.length, 'file']]);
    expect(result.malformed).toBe(1);
    expect(result.counted).toBeGreaterThan(count / 2);
    expect(result.counted).toBeLessThan(count);
  });
  it('gzip truncated in its trailer: all lines are counted', async () => {
    const result = await damage(zipped.subarray(0, -4));
    expect(result).toEqual({
      counted: count,
      malformed: 0,
      remarks: [['gzip-truncated', zipped.length - 4, 'file']],
    });
  });
  it('junk after the last member', async () => {
    const result = await damage(Buffer.concat([zipped, Buffer.from('junk after the end')]));
    expect(result.counted).toBe(count);
    expect(result.remarks).toEqual([['trailing-junk', expect.closeTo(zipped.length, -1), 'file']]);
  });
  it('zero bytes after the last member', async () => {
    const result = await damage(Buffer.concat([zipped, Buffer.alloc(512)]));
    expect(result).toEqual({
      counted: count,
      malformed: 0,
      remarks: [['trailing-junk', zipped.length, 'file']],
    });
  });
  it('a wrong checksum', async () => {
    const wrong = Buffer.from(zipped);
    wrong[wrong.length - 8]! ^= 1;
    const result = await damage(wrong);
    expect(result.counted).toBe(count);
    expect(result.remarks).toEqual([['gzip-corrupt', expect.closeTo(zipped.length - 8, -1), 'file']]);
  });
  it('corrupt bytes in the middle: counts what comes before', async () => {
    const wrong = Buffer.from(zipped);
    wrong.fill(0xff, zipped.length >> 1, (zipped.length >> 1) + 64);
    const result = await damage(wrong);
    expect(result.counted).toBeGreaterThan(count / 3);
    expect(result.remarks).toEqual([['gzip-corrupt', expect.any(Number), 'file']]);
  });
  it('several members split within a line are not damage', async () => {
    expect(await damage(gzipped(text, 7))).toEqual({ counted: count, malformed: 0, remarks: [] });
  });
  it('NUL bytes', async () => {
    const odd = LINE.replace('Mozilla', 'Moz\0illa');
    expect(await damage(LINE + odd)).toEqual({
      counted: 2,
      malformed: 0,
      remarks: [['nul-bytes', LINE.length + odd.indexOf('\0'), 'text']],
    });
  });
  it('CR LF is reported, but is not damage', async () => {
    const crlf = LINE.replace('\n', '\r\n').repeat(3);
    const { files } = await scan(put(crlf));
    expect(files[0]!.remarks).toEqual([
      { code: 'crlf', isDamage: false, offset: LINE.length - 1, of: 'text', count: 3 },
    ]);
  });
  it.each(['\n', '', '\nrest'])('a line above the length limit, followed by %j', async (end) => {
    const long = 'x'.repeat(LINE_CAP * 3);
    const { counted, malformed, remarks } = await damage(
      `${LINE}${long}${end}${end === '' ? '' : `\n${LINE}`}`,
    );
    expect(remarks).toEqual([['line-too-long', LINE.length, 'text']]);
    expect(counted).toBe(end === '' ? 1 : 2);
    expect(malformed).toBe(end === '\nrest' ? 2 : 1);
  });
  it('a line at the length limit counts', async () => {
    const long = LINE.replace('Mozilla', 'M'.repeat(LINE_CAP - LINE.length + 'Mozilla'.length + 1));
    expect(long).toHaveLength(LINE_CAP + 1);
    expect(await damage(long)).toEqual({ counted: 1, malformed: 0, remarks: [] });
    expect(await damage(long.replace('MM', 'MMM'))).toMatchObject({ counted: 0, malformed: 1 });
  });
  it('UTF-16', async () => {
    const utf16 = Buffer.from(`\uFEFF${LINE}`, 'utf16le');
    expect(await damage(utf16)).toEqual({ counted: 0, malformed: 0, remarks: [['utf-16', 0, 'text']] });
    expect(await damage(utf16.subarray(2))).toMatchObject({ remarks: [['utf-16', 0, 'text']] });
  });
  it('a UTF-8 byte order mark does no harm', async () => {
    expect(await damage(`\xEF\xBB\xBF${LINE}`)).toEqual({ counted: 1, malformed: 0, remarks: [] });
  });
  it('a last line without a line feed counts when the file is complete', async () => {
    expect(await damage(LINE + LINE.trimEnd())).toEqual({ counted: 2, malformed: 0, remarks: [] });
  });
});

it('a damaged pipe gives the same result as a damaged file', async () => {
  const text = logTexts({ seed: 10, bytes: 300_000, malformed: 0 }).next().value ?? '';
  const path = put(Buffer.concat([gzipped(text), Buffer.from('junk')]));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  // A worker reads it, because opening a pipe blocks until somebody writes.
  const [piped] = await Promise.all([
    scan(pipe, { workers: 1 }),
    promisify(execFile)('sh', ['-c', 'cat "$1" > "$2"', 'sh', path, pipe]),
  ]);
  const { files, ...rest } = await scan(path);
  expect(rest.counted).toBe(text.split('\n').length - 1);
  expect(piped).toEqual({ ...rest, files: [{ ...files[0]!, path: pipe }] });
});

describe('recognises files by their contents', () => {
  it('kinds', async () => {
    const paths = [
      put(LINE),
      put(`${connectionLine()}\n`),
      put('http 2026-07-02T10:00:00.000000Z 0.004 10.0.0.10:8080 group PASS 200 - app/chat/0 10.0.1.9\n'),
      put('Enable AccessLog for ELB: chat at 2026-07-02T10:00:00.000Z'),
      put(''),
      put('# Read me\n'),
      put(gzipSync(LINE), 'named.txt'),
    ];
    const { files, counted } = await scan(paths);
    expect(files.map(({ kind, isScanned }) => [kind, isScanned])).toEqual([
      ['access', true],
      ['connection', false],
      ['health-check', false],
      ['test-file', false],
      ['empty', false],
      ['unknown', false],
      ['access', true],
    ]);
    expect(counted).toBe(2);
    const connections = await scan(paths, { kind: 'connection' });
    expect(connections.connection?.connections).toBe(1);
  });
  it('lines of the old connection log with 11 fields', async () => {
    const [, fields = ''] = /^(.*) TID_1$/.exec(connectionLine({ rest: '' })) ?? [];
    expect(fields.split(' ')).toHaveLength(11);
    const { counted, malformed, connection } = await scan(put(`${fields}\n`), { kind: 'connection' });
    expect({ counted, malformed }).toEqual({ counted: 1, malformed: 0 });
    expect(connection?.handshakes.rows).toMatchObject([{ port: '443', protocol: 'TLSv1.3', connections: 1 }]);
  });
  it('lines of another kind of log are counted separately', async () => {
    const { counted, foreign, malformed } = await scan(put(`${LINE}${connectionLine()}\n${LINE}`));
    expect({ counted, foreign, malformed }).toEqual({ counted: 2, foreign: 1, malformed: 0 });
  });
});

describe('inputs', () => {
  it('folders, patterns and links, each file once', async () => {
    const root = join(folder, 'tree');
    mkdirSync(join(root, 'a/b'), { recursive: true });
    put(LINE, 'tree/a/1.log');
    put(LINE, 'tree/a/b/2.log');
    symlinkSync(root, join(root, 'a/circle'));
    const counted = async (...paths: string[]) => (await scan(paths)).counted;
    expect(await counted(root)).toBe(2);
    expect(await counted(root, join(root, 'a/1.log'), `${root}/**/*.log`)).toBe(2);
    expect(await counted(`${root}/a/*.log`)).toBe(1);
    expect(await counted(`${root}/**/[2-9].{log,gz}`)).toBe(1);
  });
  it.each([
    ['no such path', () => join(folder, 'nowhere'), /no such file/],
    ['a pattern without files', () => join(folder, '*.nothing'), /No file matches/],
    ['a folder without files', () => mkdtempSync(join(folder, 'empty-')), /no file in the folder/],
    ['files that are not logs', () => put('hello\n'), /no log of a load balancer/],
  ])('%s', async (_, path, message) => {
    await expect(scan(path())).rejects.toThrow(message);
  });
  it('no permission', skipIf(process.getuid?.() === 0, 'root may read and write everything'), async () => {
    const path = put(LINE);
    chmodSync(path, 0);
    await expect(scan(path)).rejects.toThrow(/permission denied/);
  });
});

describe('the result depends on the inputs alone', () => {
  it('not on the number of threads or their order', async () => {
    const root = join(folder, 'many');
    mkdirSync(root);
    const truth = newTruth();
    let at = 0;
    for (const text of take(
      logTexts({ seed: 21, bytes: 200_000, clients: 50_000, malformed: 0.01 }, truth),
      13,
    ))
      put(gzipped(text, 1 + (at % 3)), `many/${at++}.log.gz`);
    const here = await scan(root);
    expect(here.counted).toBe(truth.counted);
    expect(here.malformed).toBe(truth.malformed);
    for (const workers of [1, 2, 3]) expect(await scan(root, { workers })).toEqual(here);
  });
  it('an aborted scan says so', async () => {
    const controller = new AbortController();
    controller.abort();
    const result = await scan(put(LINE), { signal: controller.signal });
    expect(result.isComplete).toBe(false);
    expect(result.counted).toBe(0);
  });
});

function* take<Value>(values: Iterable<Value>, count: number): Generator<Value> {
  if (count === 0) return;
  let taken = 0;
  for (const value of values) {
    yield value;
    // Exactly this many: the generator counts the lines it makes.
    if (++taken === count) return;
  }
}
