// The built command, run as a user would run it.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/logs/report/types.ts';
import { connectionLine } from '../athena/lines.ts';
import { BIN, generate } from '../helpers/cli.ts';
import { onTerminal } from '../helpers/terminal.ts';
import { skipIf, temporaryFolder } from '../helpers/tools.ts';
import { crowd, refused, socket } from '../logs/findings/scanned.ts';

const TEXT = `${crowd(50).join('\n')}\n`;

function folder(files: Record<string, string | Buffer>): string {
  const cwd = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(cwd, name, '..'), { recursive: true });
    writeFileSync(join(cwd, name), content);
  }
  return cwd;
}
const jsonOf = async (args: readonly string[], options: Parameters<typeof generate>[1]) =>
  JSON.parse((await generate(['logs', '--format', 'json', ...args], options)).stdout) as Report;

describe('input', () => {
  const cwd = () =>
    folder({
      'a/b/one.log.gz': gzipSync(TEXT),
      'a/two': TEXT,
      'a/conn_log_x.gz': gzipSync(connectionLine()),
    });

  it('files, folders, patterns and standard input give the same lines', async () => {
    const at = cwd();
    for (const [paths, files] of [
      [['a'], 2],
      [['a/two', 'a/b/one.log.gz'], 2],
      [['a/**/*'], 2],
      [['a/b/*.gz'], 1],
    ] as const) {
      const { input, access } = await jsonOf(paths, { cwd: at });
      expect([input.files, access?.connections], paths.join()).toEqual([files, files * 50]);
    }
    for (const args of [[], ['-']])
      expect((await jsonOf(args, { cwd: at, input: TEXT })).access?.connections).toBe(50);
  });

  it('files that are not logs are named; damaged ones are not called empty', async () => {
    const at = cwd();
    writeFileSync(join(at, 'a', 'notes.txt'), 'buy milk\n');
    writeFileSync(join(at, 'a', 'list.txt'), 'and bread\n');
    writeFileSync(join(at, 'a', 'cut.gz'), gzipSync(TEXT).subarray(0, 6));
    const { stdout, status } = await generate(['logs', 'a'], { cwd: at });
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toContain('2 files that are not ELB logs: a/list.txt, a/notes.txt');
    expect(stdout).not.toContain('empty file');
    expect(stdout).toContain('a/cut.gz: the compressed data ends early');
  });

  it('reads the connection log only on request', async () => {
    const at = cwd();
    expect((await jsonOf(['a'], { cwd: at })).input.skipped).toMatchObject([
      { kind: 'connection', files: 1 },
    ]);
    const report = await jsonOf(['a', '--type', 'connection'], { cwd: at });
    expect([report.log, report.access, report.connection?.connections]).toEqual(['connection', null, 1]);
    const text = await generate(['logs', 'a', '--type', 'connection'], { cwd: at });
    expect(text.stdout).toContain('Opened: 1 connection, of HTTP and WebSockets alike');
  });

  it('--since and --until compare the closing time; the end is exclusive', async () => {
    const at = cwd();
    const args = ['a/two', '--since', '2026-07-02T10:00:10', '--until', '2026-07-02T12:00:20+02:00'];
    const { input } = await jsonOf(args, { cwd: at });
    expect([input.counted, input.outsideTime, input.firstTime]).toEqual([
      10,
      40,
      '2026-07-02T10:00:10.000000Z',
    ]);
    expect((await jsonOf(['a/two', '--since', '1h'], { cwd: at })).input.counted).toBe(0);
  });

  it('the idle timeout and its origin: a named config, the one in the folder, or the default of 60', async () => {
    const at = folder({ two: TEXT });
    const timeout = async (...args: string[]) => (await jsonOf(['two', ...args], { cwd: at })).idleTimeout;
    expect(await timeout()).toEqual({ seconds: 60, origin: 'default' });
    writeFileSync(join(at, 'websocket-alb.yaml'), 'loadBalancer: { idleTimeout: 600 }');
    writeFileSync(join(at, 'other.yaml'), 'loadBalancer: { idleTimeout: 700 }');
    expect(await timeout()).toEqual({ seconds: 600, origin: 'config' });
    expect(await timeout('-c', 'other.yaml')).toEqual({ seconds: 700, origin: 'config' });
    expect(await timeout('--idle-timeout', '350')).toEqual({ seconds: 350, origin: 'given' });
  });

  it('paths and hosts of WebSockets: from --path, otherwise from the config', async () => {
    const request = 'GET https://chat.example.com:443/live/news HTTP/1.1';
    const at = folder({ log: `${TEXT}${refused(5, '503', { request })}\n` });
    const failed = async (config: string, ...args: string[]) => {
      writeFileSync(join(at, 'a.yaml'), config);
      const { access } = await jsonOf(['log', '-c', 'a.yaml', ...args], { cwd: at });
      return access?.failed.rows.map(({ recognisedBy, path }) => `${recognisedBy} ${path}`);
    };
    expect(await failed('target: { paths: [/ws] }')).toEqual([]);
    expect(await failed('target: { paths: [/live/*] }')).toEqual(['path /live/news']);
    expect(await failed('target: { webSocketPath: /live/news?v=1 }')).toEqual(['path /live/news']);
    expect(await failed('target: { paths: [/live/*], hosts: [other.example.com] }')).toEqual([]);
    expect(await failed('target: { paths: [/ws], hosts: [other.example.com] }', '--path', '/live/*')).toEqual(
      ['path /live/news'],
    );
  });
});

describe('exit codes', () => {
  it('0: everything was counted, whatever was found', async () => {
    const { status, stderr, stdout } = await generate(['logs', '-'], { input: TEXT });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Closed: 50 WebSockets');
  });

  it('1: reports what is damaged, and counts everything else', async () => {
    const packed = gzipSync(TEXT);
    const cwd = folder({
      'whole.gz': packed,
      'cut.gz': packed.subarray(0, packed.length - 200),
      'odd.log': `${TEXT}nonsense\n`,
    });
    for (const file of ['cut.gz', 'odd.log']) {
      const { status, stdout, stderr } = await generate(['logs', 'whole.gz', file], { cwd });
      expect(status, file).toBe(1);
      expect(stderr).toContain('damaged or malformed');
      expect(stdout).toMatch(
        file === 'cut.gz' ? /cut\.gz: the compressed data ends early/ : /Malformed lines: 1 fields/,
      );
    }
    expect((await generate(['logs', 'odd.log', '--show-malformed'], { cwd })).stdout).toContain(
      'odd.log:51 ',
    );
  });

  it.each([
    ['no such path', ['missing'], 'Cannot read the logs: no such file or directory.'],
    ['a folder without files', ['empty'], 'There is no file in the folder.'],
    ['a folder without logs', ['notes'], 'There is no log of a load balancer.'],
    ['a pattern without files', ['*.nothing'], 'No file matches the pattern.'],
    ['another log only', ['conn'], 'There is no access log, only 1 connection log.'],
    ['the test file only', ['test'], 'only the test file that ELB writes'],
    ['no bucket', ['s3://-x/'], 'This is not a place in S3.'],
    ['a key that leads elsewhere', ['s3://bucket/../x'], 'This is not a place in S3.'],
    ['no time', ['conn', '--since', 'yesterday'], '"yesterday" is not a time.'],
    ['an impossible date', ['conn', '--since', '2026-02-30'], '"2026-02-30" is not a time.'],
    [
      'an end before the start',
      ['conn', '--since', '2026-07-02', '--until', '2026-07-02'],
      'It is not after --since',
    ],
    ['an idle timeout that ELB does not allow', ['conn', '--idle-timeout', '4001'], '"4001" is not allowed.'],
    ['--athena with paths', ['conn', '--athena'], 'takes no paths'],
    ['config and logs from one pipe', ['-c', '-'], 'Standard input cannot be both'],
    ['an invalid path', ['conn', '--path', 'ws'], '"ws" is not a path.'],
    ['an invalid load balancer', ['conn', '--load-balancer', 'a b'], '"a b" is not a load balancer.'],
    ['--stack-name alone', ['conn', '--stack-name', 'x'], 'It goes with --athena.'],
    ['--cache without S3', ['conn', '--cache', 'kept'], 'none of the paths begins with s3://'],
    ['--cache with Athena', ['--athena', '--cache', 'kept'], 'It keeps copies from S3'],
    ['--cache without a name', ['s3://a/b', '--cache', ''], 'The name of the folder is empty.'],
  ])('2: %s', async (_, args, message) => {
    const cwd = folder({
      'notes/a.txt': 'words\n',
      'conn/a.log': `${connectionLine()}\n`,
      'test/ELBAccessLogTestFile': 'Enable AccessLog for ELB: app/chat/0123456789abcdef\n',
    });
    mkdirSync(join(cwd, 'empty'));
    const { status, stdout, stderr } = await generate(['logs', ...args], { cwd });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr.split('\n').filter((line) => line.startsWith('error:'))).toHaveLength(1);
  });

  it(
    '2: missing permission',
    skipIf(process.getuid?.() === 0, 'root may read and write everything'),
    async () => {
      const cwd = folder({ 'a.log': TEXT });
      chmodSync(join(cwd, 'a.log'), 0);
      const { status, stderr } = await generate(['logs', 'a.log'], { cwd });
      expect(status).toBe(2);
      expect(stderr).toContain('permission denied');
    },
  );

  it('130: SIGINT prints what was read so far', async () => {
    const child = spawn(process.execPath, [BIN, 'logs', '--format', 'json', '-']);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stdin.on('error', () => undefined);
    // An endless pipe. It holds less than is written at once, so what was taken has been read.
    const taken = (): Promise<void> =>
      new Promise((resolve) => child.stdin.write(TEXT.repeat(100), () => resolve()));
    await taken();
    await taken();
    const writing = setInterval(() => child.stdin.write(TEXT), 20);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    clearInterval(writing);
    expect((JSON.parse(stdout) as Report).isComplete).toBe(false);
    expect(stderr).toContain('Interrupted');
  });

  /** Waits until a thread of a process blocks on reading a pipe: by then SIGINT is handled. */
  const untilIdle = async (pid: number): Promise<void> => {
    const threads = `/proc/${pid}/task`;
    const waits = () =>
      readdirSync(threads).map((thread) => readFileSync(join(threads, thread, 'wchan'), 'utf8'));
    await expect.poll(waits, { timeout: 20_000 }).toContainEqual(expect.stringContaining('pipe_read'));
  };

  /** Starts it in a shell, after a pipe that delivers some lines and then nothing for a long time. */
  const idle = (input: string) => {
    const shell = `{ ${input}; exec sleep 60; } | { exec 3<&0; "$1" "$2" logs --format json - <&3 & echo $! >&2; wait $!; echo "status $?"; }`;
    const child = spawn('sh', ['-c', shell, 'sh', process.execPath, BIN], { detached: true });
    return { child, end: () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL') };
  };

  it.each([
    // More than a pipe holds: when all of it is in, reading has begun.
    ['some lines', 'cat TEXT; echo sent >&2', 1],
    ['nothing', 'echo sent >&2', 0],
  ])(
    '130: SIGINT while standard input is idle, after %s',
    skipIf(process.platform !== 'linux', 'only Linux says which process reads'),
    async (_, input, least) => {
      const cwd = folder({ TEXT: TEXT.repeat(10) });
      const { child, end } = idle(input.replace('TEXT', join(cwd, 'TEXT')));
      let [stdout, stderr, isSent] = ['', '', false];
      const done = new Promise<void>((resolve) => {
        child.stdout.on('data', (chunk: Buffer) => {
          stdout += chunk.toString();
          if (stdout.includes('status ')) resolve();
        });
        child.on('close', () => resolve());
      });
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        const pid = Number(/^\d+$/m.exec(stderr)?.[0]);
        if (stderr.includes('sent\n') && pid > 0 && !isSent) {
          isSent = true;
          void untilIdle(pid).then(() => process.kill(pid, 'SIGINT'));
        }
      });
      await done;
      end();
      const [json = '', status] = stdout.split('status ');
      expect(Number(status)).toBe(130);
      const report = JSON.parse(json) as Report;
      expect(report.isComplete).toBe(false);
      expect(report.access?.connections).toBeGreaterThanOrEqual(least);
      expect(report.input.malformed).toBe(0);
    },
  );
});

describe('on a terminal', () => {
  it('shows a bar while reading, clears it at the end, and prints the report', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => socket(index % 3600, 30)).join('\n');
    const cwd = folder({ 'big.log.gz': gzipSync(lines, { level: 1 }) });
    const terminal = onTerminal([process.execPath, BIN, 'logs', 'big.log.gz'], { cwd });
    await terminal.see('WebSockets in the access log');
    expect(await terminal.end()).toBe(0);
    expect(terminal.screen()).toMatch(/[█░]{24} \d+ % {2}[\d.]+ .?B of [\d.]+ .?B {2}/);
  });
});

describe('--athena', () => {
  it('2: an end before yesterday without a start, which would query nothing', async () => {
    const { status, stdout, stderr } = await generate(['logs', '--athena', '--until', '2026-01-01']);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Give --since too');
  });

  it('prints the SQL with its days and times filled in', async () => {
    const args = ['logs', '--athena', '--since', '2026-07-01T06:00', '--until', '2026-07-03'];
    const { status, stdout } = await generate(args);
    expect(status).toBe(0);
    expect(stdout.match(/;\n/g)).toHaveLength(4);
    expect(stdout).toContain("day BETWEEN '2026/07/01' /* first day */ AND '2026/07/03' /* last day */");
    expect(stdout).toContain("time >= '2026-07-01T06:00:00.000000Z' /* since */");
    expect(stdout).toContain("time < '2026-07-03T00:00:00.000000Z' /* until */");
  });
});
