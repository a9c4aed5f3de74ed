// --where, --lines, --baseline, --format csv and html in the built command, and what they cannot be combined with.
import { linkSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/logs/report/types.ts';
import { BIN, generate } from '../helpers/cli.ts';
import { onTerminal } from '../helpers/terminal.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { client, crowd, refused, socket, times } from '../logs/findings/scanned.ts';

const ESCAPE = '\u001B';
const HOSTILE = `</script><img src=x onerror=alert(1)>${ESCAPE}[31m\u2028,;`;
/** Ten minutes of sockets, 40 refused by one target, and 20 of a hostile client. */
const LINES = [
  ...crowd(),
  ...times(40, (index) => refused(300 + index, '502', { target: '10.0.0.9:8080', client: client(index) })),
  ...times(20, (index) => socket(index * 20, 2, { agent: HOSTILE, client: '2001:db8::7:50000' })),
];
const cwd = mkdtempSync(join(tmpdir(), 'logs-questions-'));
afterAll(() => rmSync(cwd, { recursive: true }));
writeFileSync(join(cwd, 'a.log'), `${LINES.slice(0, 300).join('\n')}\nnot a line\n`);
writeFileSync(join(cwd, 'b.log.gz'), gzipSync(`${LINES.slice(300).join('\n')}\n`));

const logs = (args: readonly string[], input?: string) =>
  generate(['logs', ...args], { cwd, ...(input !== undefined && { input }) });
const jsonOf = async (args: readonly string[], input?: string) =>
  JSON.parse((await logs(['--format', 'json', ...args], input)).stdout) as Report;
/** Without the parts about files. */
const ofEvents = ({ input, ...report }: Report) => ({
  ...report,
  counted: input.counted,
  times: [input.firstTime, input.lastTime],
});

describe('--where and --lines', () => {
  it.each([
    [['--where', 'status=5xx', '--where', 'target=10.0.0.9'], (line: string) => line.includes(' 502 - ')],
    [
      ['--where', '!agent=alert', '--where', 'type=ws,wss'],
      (line: string) => / 101 101 .*Mozilla/.test(line),
    ],
  ])('%j: prints exactly the matching lines, and reports on them alone', async (where, isMet) => {
    const { status, stdout, stderr } = await logs([...where, 'a.log', 'b.log.gz', '--lines']);
    expect([status, stdout]).toEqual([
      1,
      LINES.filter(isMet)
        .map((line) => `${line}\n`)
        .join(''),
    ]);
    expect(stderr).toContain('damaged or malformed');
    const asked = await jsonOf([...where, 'a.log', 'b.log.gz']);
    expect(asked.input).toMatchObject({
      where: where.filter((word) => word !== '--where'),
      notAskedFor: LINES.length - asked.input.counted,
      malformed: 1,
    });
    expect(ofEvents(asked)).toEqual(ofEvents(await jsonOf([...where, '-'], stdout)));
  });

  it('--lines N prints the first N, and how to see more; reports when none match', async () => {
    const some = await logs(['--lines', '7', 'b.log.gz']);
    expect(some).toMatchObject({
      status: 0,
      stdout: LINES.slice(300, 307)
        .map((line) => `${line}\n`)
        .join(''),
    });
    expect(some.stderr).toContain('the first 7 lines; --lines 70 shows more');
    const none = await logs(['--lines', '7', '--where', 'status=418', 'b.log.gz']);
    expect(none).toMatchObject({ status: 0, stdout: '' });
    expect(none.stderr).toContain('No line counts');
  });

  it('lets nothing through that a terminal obeys', async () => {
    const args = ['logs', '--lines', '1', '--where', 'agent=alert', 'b.log.gz'];
    const terminal = onTerminal([process.execPath, BIN, ...args], { cwd });
    await terminal.see('onerror');
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).not.toContain(`${ESCAPE}[31m`);
    expect(terminal.screen()).toContain(String.raw`\u{1b}[31m\u{2028}`);
  });
});

describe('--baseline', () => {
  const text = async (lines: readonly string[], ...args: string[]) => {
    writeFileSync(join(cwd, 'times.log'), lines.join('\n'));
    return (
      await logs(['--baseline', '2026-07-02T10:00Z..2026-07-02T10:05Z', ...args, 'times.log'])
    ).stdout.replaceAll(/\s+/g, ' ');
  };
  const failing = times(100, (index) => refused(310 + index, '502'));

  it('reports what changed, or that nothing did; the report covers what follows', async () => {
    const changed = await text([...crowd(), ...failing]);
    expect(changed).toMatch(/\(300 WebSockets and 0 failed upgrades\): \d changes? beyond noise/);
    expect(changed).toContain('upgrades that failed: 0.0 % before, 25.0 % now');
    expect(changed).toContain('400 counted, 0 malformed, 300 outside');
    expect(await text(crowd())).toContain('no change beyond noise');
  });

  it('combines with --where: both periods are limited to these lines', async () => {
    expect(await text([...crowd(), ...failing], '--where', 'type=wss')).toContain('no change beyond noise');
  });

  it('reports when the logs do not cover the period', async () => {
    const later = times(50, (index) => socket(400 + index, 3));
    expect(await text(later)).toContain('(0 WebSockets and 0 failed upgrades): nothing to compare with');
  });
});

describe('--format csv', () => {
  it('prints the rows of the JSON, keeps hostile text in its cell, and prints only a header for an empty table', async () => {
    const { stdout } = await logs(['--format', 'csv', '--table', 'user-agents', 'b.log.gz']);
    expect(stdout).toContain(`\r\n"${HOSTILE}",20,`);
    const { access } = await jsonOf(['b.log.gz', '--top', '1000']);
    const minutes = await logs(['--format', 'csv', '--table', 'minutes', 'b.log.gz']);
    expect(minutes.stdout).toBe(
      [
        'minute,opened,closed,open,failed',
        ...(access?.minutes ?? []).map((row) => Object.values(row).join(',')),
        '',
      ].join('\r\n'),
    );
    const empty = await logs(['--format', 'csv', '--table', 'remarks', 'b.log.gz']);
    expect(empty).toMatchObject({ status: 0, stdout: 'path,code,isDamage,offset,of,count,reason\r\n' });
    expect(empty.stderr).toContain('no rows');
  });
});

describe('--format html', () => {
  const html = async (...args: string[]) => (await logs(['--format', 'html', ...args])).stdout;
  const verdictOf = (page: string) =>
    /<p class="verdict (\w+)">.*?<\/span> (.*?)<\/p>/s.exec(page)?.slice(1) ?? [];

  it('covers the lines that were asked for, says so, and runs nothing hostile', async () => {
    const page = await html('--where', 'agent=alert', '--where', '!client=10.0.0.0/8', 'b.log.gz');
    expect(page).toContain('20 lines · only lines with agent=alert and !client=10.0.0.0/8');
    expect(page.match(/<script/g)).toHaveLength(2);
    for (const each of ['<img', ESCAPE, '\u2028']) expect(page).not.toContain(each);
    expect(page).toContain(String.raw`&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;\u{1b}[31m\u{2028}`);
  });

  it('does not claim that all is well when no line is left', async () => {
    expect(verdictOf(await html('--where', 'status=418', 'b.log.gz'))).toEqual([
      'info',
      'No line counts, so there is nothing to judge.',
    ]);
    const [severity, words] = verdictOf(await html('--where', 'status=502', 'b.log.gz'));
    expect(severity).not.toBe('good');
    expect(words).not.toContain('None of what was looked for');
  });

  it('shows each load balancer, and what changed', async () => {
    const other = times(60, (index) => refused(300 + index, '503', { target: '-' })).map((line) =>
      line.replace('app/chat/0123456789abcdef', 'app/down/fedcba9876543210'),
    );
    writeFileSync(join(cwd, 'two.log'), [...crowd(), ...other].join('\n'));
    const page = await html('--baseline', '2026-07-02T10:00Z..2026-07-02T10:05Z', '--top', '1', 'two.log');
    expect(page).toContain('<h1>WebSockets in the access log</h1>');
    expect(page).toMatch(
      /<td>app\/down\/fedcba9876543210<\/td><td[^>]*>60<\/td><td[^>]*>60 \(100\.0 %\)<\/td>/,
    );
    expect(page).toMatch(/Against 2026-07-02 10:00:00 to .* beyond noise/);
    expect(page).toMatch(/<td>upgrades that failed<\/td>/);
  });
});

describe('--output', () => {
  it('does not overwrite a log, under any name', async () => {
    writeFileSync(join(cwd, 'kept.log'), LINES.join('\n'));
    symlinkSync('kept.log', join(cwd, 'soft.html'));
    linkSync(join(cwd, 'kept.log'), join(cwd, 'hard.html'));
    for (const output of ['soft.html', 'hard.html']) {
      const { status, stdout, stderr } = await logs(['-o', output, '--format', 'json', 'kept.log']);
      expect([status, stdout], output).toEqual([2, '']);
      expect(stderr).toContain('It is one of the logs: kept.log.');
    }
    expect(readFileSync(join(cwd, 'kept.log'), 'utf8')).toBe(LINES.join('\n'));
  });
});

describe('is refused before anything is read:', () => {
  it.each<[readonly string[], number, string]>([
    [['--where', 'Status=1', '--where', 'ip=x', '--where', 'type=ftp'], 3, 'Did you mean status?'],
    [['--lines', 'missing'], 1, 'write --lines after the paths'],
    [['--lines', '0'], 1, 'a whole number from 1 to 100000'],
    [['--lines', '100001'], 1, 'a whole number from 1 to 100000'],
    [['--lines', '5', '--format', 'json'], 1, 'Leave out --lines or --format.'],
    [['--lines', '5', '-o', 'x'], 1, '--lines > some.log'],
    [['--lines', '5', '--top', '3'], 1, '--lines 20'],
    [['--lines', '5', '--path', '/ws'], 1, '--lines --where path=/ws'],
    [['--lines', '5', '--show-malformed'], 1, 'Leave out --lines or --show-malformed.'],
    [['--baseline', '2d..1d', '--lines', '5'], 1, '--since and --until choose the time of the lines'],
    [['--baseline', '1d..2d'], 1, 'Swap the two'],
    [['--baseline', '2026-07-01..2026-07-03', '--since', '2026-07-02'], 1, 'from 2026-07-02T00:00:00'],
    [['--format', 'csv'], 1, 'closed, minutes, histogram'],
    [['--format', 'csv', '--table', 'target'], 1, 'Did you mean targets?'],
    [['--format', 'csv', '--table', 'changes'], 1, 'Add --baseline SINCE..UNTIL.'],
    [['--format', 'csv', '--table', 'paths', '--type', 'connection'], 1, 'handshakes, minutes, clients'],
    [['--table', 'clients'], 1, 'Add --format csv.'],
    [['--type', 'connection', '--where', 'status=502'], 1, 'Leave out --where or --type connection.'],
    [['--log-group', '/aws/vendedlogs/x'], 1, 'aws logs create-export-task'],
  ])('%j', async (args, errors, words) => {
    const { status, stdout, stderr } = await logs(['missing.log', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.match(/^error: /gm)).toHaveLength(errors);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('no such file');
  });

  it.each<[readonly string[], string]>([
    [['--where', 'status=5xx'], 'put the condition into the SQL that --athena prints'],
    [['--lines'], 'Athena answers with counts'],
    [['--baseline', '2d..1d'], 'Athena is asked about one time.'],
    [['--format', 'html'], 'Add --stack-name'],
    [['--show-malformed'], 'Lines that Athena’s table cannot read'],
    [['--stack-name', 'chat', '--format', 'csv', '--table', 'client'], 'Did you mean clients?'],
  ])('--athena %j', async (args, words) => {
    const { status, stdout, stderr } = await logs(['--athena', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(words);
  });

  it('--athena -o writes the SQL to a file', async () => {
    const { status, stdout } = await logs(['--athena', '--since', '2026-07-01', '-o', 'queries.sql']);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(readFileSync(join(cwd, 'queries.sql'), 'utf8').match(/;\n/g)).toHaveLength(4);
  });
});

describe('arguments and files that are not readable logs', () => {
  const parquet = Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(200, 7), Buffer.from('PAR1')]);

  it.each<[string, Buffer]>([
    ['x.parquet.gz', gzipSync(parquet)],
    ['-', parquet],
  ])('Parquet, as %s: suggests tools that convert it to logs', async (path, bytes) => {
    if (path !== '-') writeFileSync(join(cwd, path), bytes);
    const { status, stderr } = await generate(['logs', path], {
      cwd,
      ...(path === '-' && { input: bytes.toString('latin1') }),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /Parquet: DuckDB makes JSON of it .*; or let the delivery write json, w3c or plain/,
    );
  });

  it('gzip within gzip, and Parquet next to logs, which still count', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.log'), LINES.join('\n'));
    writeFileSync(join(folder, 'b.log.gz'), gzipSync(gzipSync(LINES.join('\n'))));
    writeFileSync(join(folder, 'c.parquet'), parquet);
    const { input } = await jsonOf([folder]);
    expect([input.files, input.counted]).toEqual([1, LINES.length]);
    expect(input.remarks.map(({ code, of, reason }) => [code, of, reason?.split(':')[0]])).toEqual([
      ['compressed', 'text', 'gzip in gzip'],
      ['compressed', 'file', 'Parquet'],
    ]);
  });

  it.each([
    ['/aws/vendedlogs/alb', 'aws logs create-export-task'],
    ['arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/alb:*', 'aws logs create-export-task'],
    ['arn:aws:s3:::my-logs/alb', 's3://my-logs/alb'],
    ['https://my-logs.s3.eu-west-1.amazonaws.com/alb/x.gz?X-Amz-Date=1', 's3://my-logs/alb/x.gz'],
    ['S3://my-logs/alb', 's3://my-logs/alb'],
    [
      'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/chat/0123456789abcdef',
      'access_logs.s3.bucket',
    ],
  ])('%s', async (path, words) => {
    const { status, stdout, stderr } = await logs([path]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});
