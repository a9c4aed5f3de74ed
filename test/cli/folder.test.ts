// Commands that write a folder: an obstacle stops them before the first file, with an error message.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

describe.each([
  { args: ['cdk', '--app'], last: 'tsconfig.json' },
  { args: ['snippet', 'server', '--set', 'metrics=true'], last: 'settings.js' },
])('generate $args', ({ args, last }) => {
  const refused = async (output: string, cwd: string): Promise<string> => {
    const { status, stdout, stderr } = await generate([...args, '-o', output], { cwd });
    expect({ status, stdout }, stderr).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toMatch(/^\s+at /m);
    return stderr;
  };

  it('a file in place of the folder or of a parent', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), '');
    expect(await refused('file', cwd)).toContain('directory');
    expect(await refused('file/a/b', cwd)).toContain('a part of the path is not a directory');
    expect(await refused('/dev/null', cwd)).toContain('directory');
  });

  it('a dangling link', async () => {
    const cwd = temporaryFolder();
    symlinkSync('/nowhere/at/all', join(cwd, 'link'));
    expect(await refused('link', cwd)).toContain('Cannot create the folder link: it exists');
  });

  it('a place where no folder can be created', async () => {
    expect(await refused('/proc/out/in', temporaryFolder())).toContain('Cannot create the folder /proc/out');
  });

  it('an empty name', async () => {
    const cwd = temporaryFolder();
    expect(await refused('', cwd)).toContain('The name of the folder is empty.');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a folder in place of a file, even with --force', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'out', last), { recursive: true });
    for (const force of [[], ['--force']]) {
      const { status, stderr } = await generate([...args, '-o', 'out', ...force], { cwd });
      expect(status).toBe(2);
      expect(stderr).toContain(`These are folders, not files: ${last}. Nothing was written.`);
    }
    expect(readdirSync(join(cwd, 'out'))).toEqual([last]);
  });
});

it('refuses an extension for CommonJS: it is neither a folder nor an ES module', async () => {
  const cwd = temporaryFolder();
  for (const [name, file] of [
    ['server', 'server.cjs'],
    ['heartbeat', 'heartbeat.cts'],
  ] as const) {
    const { status, stderr } = await generate(['snippet', name, '-o', file], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(`${file} would be taken for CommonJS`);
    expect(existsSync(join(cwd, file))).toBe(false);
  }
});

it('refuses --force without --app', async () => {
  const { status, stdout, stderr } = await generate(['cdk', '--force']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('error: --force');
});
