// The built command when the system refuses: full disks, links, signals in the middle of a write, non-blocking pipes.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BIN, generate } from '../../helpers/cli.ts';
import { fakeDeployment } from '../../helpers/deployment.ts';
import { yamlOf } from '../../helpers/template.ts';
import { optional, run, skipIf, temporaryFolder } from '../../helpers/tools.ts';

/** A script that is loaded before the command. */
function preload(code: string): { NODE_OPTIONS: string } {
  const file = join(temporaryFolder(), 'preload.cjs');
  writeFileSync(file, code);
  return { NODE_OPTIONS: `--require=${file}` };
}

/** Runs code after the nth file was written, before it is renamed into place. */
const atSync = (nth: number, code: string) =>
  preload(`
    const fs = require('node:fs');
    const sync = fs.fsyncSync;
    let calls = 0;
    fs.fsyncSync = (file) => {
      sync(file);
      if (++calls === ${nth}) { ${code} }
    };
  `);

const SETS = [
  { args: ['cdk', '--app', '-o', 'out'], name: 'bin/app.ts' },
  { args: ['snippet', 'server', '-o', 'out'], name: 'server.js' },
];

describe.each(SETS)('generate $args', ({ args, name }) => {
  it('a disk that fills up at the third file: nothing was changed, and nothing is left behind', async () => {
    const cwd = temporaryFolder();
    const full = `throw Object.assign(new Error('full'), { code: 'ENOSPC' });`;
    const { status, stderr } = await generate(args, { cwd, env: atSync(3, full) });
    expect(status).toBe(2);
    expect(stderr).toMatch(/Cannot write out\/.*: no space left on the device\./);
    expect(stderr).toContain('Nothing was changed.');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a signal in the middle: all files or none, and nothing else', async () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      const cwd = temporaryFolder();
      const { status, signal: by } = spawnSync(process.execPath, [BIN, ...args], {
        cwd,
        env: { ...process.env, ...atSync(2, `process.kill(process.pid, '${signal}');`) },
      });
      expect({ status, by }).toEqual({
        status: { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }[signal],
        by: null,
      });
      const names = readdirSync(cwd, { recursive: true }).map(String);
      expect(names.filter((each) => each.endsWith('.tmp'))).toEqual([]);
      expect(existsSync(join(cwd, 'out', name))).toBe(true);
    }
  });

  it('a file that cannot be renamed into place: says what has been written so far', async () => {
    const cwd = temporaryFolder();
    const refusing = preload(`
      const fs = require('node:fs');
      const rename = fs.renameSync;
      let calls = 0;
      fs.renameSync = (from, to) => {
        if (++calls === 2) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
        rename(from, to);
      };
    `);
    const { status, stderr } = await generate(args, { cwd, env: refusing });
    expect(status).toBe(2);
    expect(stderr).toContain('it is in use, or something is mounted there');
    const files = readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    expect(files).toHaveLength(1);
    expect(stderr).toContain(`Already written: out/`);
    expect(stderr).toContain(files[0]?.name);
    expect(stderr).not.toContain('Nothing was changed');
  });
});

/** Whether a small file system can be mounted here: as root on Linux only. */
function canMount(): boolean {
  if (process.getuid?.() !== 0 || optional('mount').skip) return false;
  const probe = mkdtempSync(join(tmpdir(), 'websocket-alb-test-mount-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', probe]).status === 0;
  if (isMounted) execFileSync('umount', [probe]);
  rmdirSync(probe);
  return isMounted;
}

describe(
  'a disk with room for only part of the files',
  skipIf(!canMount(), 'no file system can be mounted'),
  () => {
    it.each([
      ['cdk', '--app'],
      ['snippet', 'server'],
    ])('%s %s: nothing was changed, as the message says', async (...args) => {
      const disk = join(temporaryFolder(), 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'none', disk]);
      onTestFinished(() => void execFileSync('umount', [disk]));
      const { status, stderr } = await generate([...args, '-o', join(disk, 'out')]);
      expect(status).toBe(2);
      expect(stderr).toContain('no space left on the device');
      expect(stderr).toContain('Nothing was changed.');
      expect(readdirSync(disk)).toEqual([]);
    });
  },
);

describe('websocket-alb template -o', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s in the middle leaves no other file behind', (signal) => {
    const cwd = temporaryFolder();
    const { status } = spawnSync(process.execPath, [BIN, 'template', '-o', 'out.yaml'], {
      cwd,
      env: { ...process.env, ...atSync(1, `process.kill(process.pid, '${signal}');`) },
    });
    expect(status).toBe(signal === 'SIGINT' ? 130 : 143);
    expect(readdirSync(cwd)).toEqual(['out.yaml']);
    expect(readFileSync(join(cwd, 'out.yaml'), 'utf8')).toBe(yamlOf({}));
  });

  it('a later run removes what SIGKILL left behind, but not the file of a run that may still be writing', async () => {
    const cwd = temporaryFolder();
    const killed = spawnSync(process.execPath, [BIN, 'template', '-o', 'out.yaml'], {
      cwd,
      env: { ...process.env, ...atSync(1, `process.kill(process.pid, 'SIGKILL');`) },
    });
    expect(killed.signal).toBe('SIGKILL');
    const [left = ''] = readdirSync(cwd);
    expect(left).toMatch(/^\.out\.yaml\..*\.tmp$/);
    await generate(['template', '-o', 'out.yaml'], { cwd });
    expect(readdirSync(cwd).toSorted()).toEqual([left, 'out.yaml']);
    const old = new Date(Date.now() - 2 * 3_600_000);
    writeFileSync(join(cwd, '.out.yaml.mine.tmp'), '');
    for (const name of [left, '.out.yaml.mine.tmp']) utimesSync(join(cwd, name), old, old);
    await generate(['template', '-o', 'out.yaml'], { cwd });
    expect(readdirSync(cwd).toSorted()).toEqual(['.out.yaml.mine.tmp', 'out.yaml']);
  });

  it('follows links to a file that does not exist yet', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'there'));
    symlinkSync('there/second.yaml', join(cwd, 'first.yaml'));
    symlinkSync('../real.yaml', join(cwd, 'there/second.yaml'));
    const { status, stderr } = await generate(['template', '-o', 'first.yaml'], { cwd });
    expect(status, stderr).toBe(0);
    expect(lstatSync(join(cwd, 'first.yaml')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(cwd, 'there/second.yaml')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(cwd, 'real.yaml'), 'utf8')).toBe(yamlOf({}));
  });

  it.each([
    ['into a folder that does not exist', 'no/such/out.yaml', 'there is no folder'],
    ['to itself', 'link.yaml', 'too many symbolic links'],
  ])('a link %s is one clear error, and is kept', async (_, target, reason) => {
    const cwd = temporaryFolder();
    symlinkSync(target, join(cwd, 'link.yaml'));
    const { status, stderr } = await generate(['template', '-o', 'link.yaml'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('Cannot write link.yaml: ');
    expect(stderr).toContain(reason);
    expect(readdirSync(cwd)).toEqual(['link.yaml']);
    expect(lstatSync(join(cwd, 'link.yaml')).isSymbolicLink()).toBe(true);
  });

  it('accepts a name of 255 bytes', async () => {
    const cwd = temporaryFolder();
    const name = `${'x'.repeat(250)}.yaml`;
    expect((await generate(['template', '-o', name], { cwd })).status).toBe(0);
    expect(readdirSync(cwd)).toEqual([name]);
  });
});

describe('the temporary folder', () => {
  it('missing or full: one clear error', async () => {
    const full = preload(`
      const fs = require('node:fs');
      fs.writeFileSync = () => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }); };
    `);
    const TMPDIR = temporaryFolder();
    const fake = await fakeDeployment({});
    for (const [env, reason] of [
      [{ TMPDIR: '/no/such/folder' }, 'no such file or directory'],
      [{ TMPDIR, ...full }, 'no space left on the device'],
    ] as const) {
      const { status, stdout, stderr } = await generate(['deploy', '--stack-name', 'chat', '--dry-run'], {
        input: 'Resources: {T: {Type: AWS::SNS::Topic}}',
        env: { ...fake.env, ...env },
      });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe(
        `error: ${env.TMPDIR}\n  Cannot write a temporary file: ${reason}.\n  remedy:  Set TMPDIR to a folder that exists, has space and can be written to.\n`,
      );
    }
    // The code cache may exist.
    expect(readdirSync(TMPDIR).filter((name) => name.startsWith('websocket-alb-file-'))).toEqual([]);
  });
});

describe('standard output and standard error', () => {
  it('a slow non-blocking pipe gets everything', optional('mkfifo'), async () => {
    const pipe = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    // Little room is left: a pipe holds 64 KiB.
    const first = 'x'.repeat(60_000);
    writeSync(writer, first);
    const child = spawn(process.execPath, [BIN, 'schema'], { stdio: ['ignore', writer, 'pipe'] });
    let isOver = false;
    const status = new Promise<number | null>((resolve) => {
      child.on('close', (code) => {
        isOver = true;
        resolve(code);
      });
    });
    closeSync(writer);
    const { stdout: expected } = await generate(['schema']);
    const chunks: Buffer[] = [];
    const buffer = Buffer.alloc(4096);
    for (let turn = 0; turn < 10_000; turn++) {
      let bytes = 0;
      try {
        bytes = readSync(reader, buffer);
      } catch (error) {
        expect(error).toMatchObject({ code: 'EAGAIN' });
      }
      chunks.push(Buffer.from(buffer.subarray(0, bytes)));
      if (bytes === 0 && isOver) break;
      await sleep(bytes === 0 ? 10 : 1);
    }
    closeSync(reader);
    expect(await status).toBe(0);
    expect(Buffer.concat(chunks).toString()).toBe(first + expected);
  });

  it.each(['2> /dev/full', '2>&-'])('%s: the exit code still shows the result', async (redirection) => {
    const { status } = await run('sh', [
      '-c',
      `"$0" "$1" template --preset nosuch ${redirection}`,
      process.execPath,
      BIN,
    ]);
    expect(status).toBe(2);
  });
});
