// Commands that write a folder: what is in the way stops them before the first file, in words.
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

  it('a file where the folder should be, or somewhere above', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'file'), '');
    expect(await refused('file', cwd)).toContain('directory');
    expect(await refused('file/a/b', cwd)).toContain('a part of the path is not a directory');
    expect(await refused('/dev/null', cwd)).toContain('directory');
  });

  it('a link to nowhere', async () => {
    const cwd = temporaryFolder();
    symlinkSync('/nowhere/at/all', join(cwd, 'link'));
    expect(await refused('link', cwd)).toContain('Cannot create the folder link: it exists');
  });

  it('a place where no folder can be made', async () => {
    expect(await refused('/proc/out/in', temporaryFolder())).toContain('Cannot create the folder /proc/out');
  });

  it('a name that is empty', async () => {
    const cwd = temporaryFolder();
    expect(await refused('', cwd)).toContain('The name of the folder is empty.');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('a folder where a file should be, also with --force', async () => {
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

it('an ending that says CommonJS is refused: it is neither a folder nor a module', async () => {
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

it('--force without --app is refused', async () => {
  const { status, stdout, stderr } = await generate(['cdk', '--force']);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('error: --force');
});
