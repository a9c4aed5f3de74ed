// What people see: no untrusted text is obeyed by a terminal or a CI runner, wherever it is printed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { safeText } from '../../../src/cli/io/safe-text.ts';
import { displayOf } from '../../../src/cli/io/terminal.ts';
import { generate } from '../../helpers/cli.ts';
import { ARN, fakeDeployment } from '../../helpers/deployment.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

/** How GitHub's runner parses a line: actions/runner, src/Runner.Common/ActionCommand.cs. */
const isCommand = (line: string): boolean => line.trimStart().startsWith('::') || line.includes('##[');
const commandsIn = (text: string): string[] => text.split('\n').filter(isCommand);

describe('untrusted names', () => {
  it.each([
    ['template', '-c', 'no\n::error::x'],
    ['template', '-c', 'no\n  \t::stop-commands::x'],
    ['template', '-c', 'no ##[error]x'],
    ['template', '-o', 'no\n::error::x/y'],
    ['template', '--preset', 'no\n::error::x'],
    ['template', '--set', 'no\n::error::x=1'],
    ['deploy', '--stack-name', 'no\n::error::x'],
    ['no\n::error::x'],
    ['check', 'no\n::error::x', '--format', 'text'],
  ])('%j: no line is a runner command', async (...args) => {
    const { status, stdout, stderr } = await generate(args);
    expect(status).toBe(2);
    expect(stdout + stderr).toMatch(/error:{1,2}|##/);
    expect(commandsIn(stdout + stderr)).toEqual([]);
  });

  it('start no runner command in a report on standard output', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '::error::x.yaml'), 'Resources: {}');
    const { stdout } = await generate(['check', '::error::x.yaml'], { cwd });
    expect(stdout).toContain('error::x.yaml');
    expect(commandsIn(stdout)).toEqual([]);
  });

  it('stay readable when harmless', () => {
    for (const text of ['arn:aws:iam::123:role/x', 'AWS::X', 'a ## b', '# [x]', 'Größe – 5\n\tx'])
      expect(safeText(text, true)).toBe(text);
    expect(safeText('\u001B[31m::error::x\u001B[39m', true)).toBe('\u001B[31m\\u{3a}:error::x\u001B[39m');
    expect(safeText('\u001B[8mhidden\u001B[28m', true)).toBe(String.raw`\u{1b}[8mhidden\u{1b}[28m`);
    expect(safeText('##vso[task.complete]', true)).toBe(String.raw`\u{23}#vso[task.complete]`);
  });
});

const ATTACK = String.raw`\033]0;pwn\007\033[2J\033[31mred\033[0m\n::error::INJ\n  ::warning::INJ\n##[error]INJ\n`;

describe('output of the AWS CLI', () => {
  const deploy = ['deploy', '--stack-name', 'chat', '--preset', 'quick-start', '--yes'];
  const VALUES = ['--parameter-overrides', 'VPCId=vpc-1', 'SubnetIds=subnet-1,subnet-2', 'InstanceIds=i-1'];

  it.each(['1', '2'])(
    'on file descriptor %s, when it fails, contains nothing that a terminal or a runner obeys',
    async (file) => {
      const { env } = await fakeDeployment({ cli: `printf '${ATTACK}What it is\n' >&${file}; exit 255` });
      const { status, stderr } = await generate([...deploy, ...VALUES], { env });
      expect(status).toBe(255);
      expect(stderr).toContain('mred');
      expect(stderr).toContain('INJ');
      expect(stderr).toContain('What it is\n');
      expect(stderr).not.toMatch(/[\u0000-\u0008\u000B-\u001F]/); // oxlint-disable-line no-control-regex
      expect(commandsIn(stderr)).toEqual([]);
    },
  );

  it('is not shown while it creates the change set', async () => {
    const change = `echo 'aws cloudformation describe-change-set --change-set-name ${ARN}'`;
    const { env } = await fakeDeployment({
      cli: `printf 'Uploading 1 %%\nINJ' >&2; ${change}`,
      after: [{ status: 'CREATE_COMPLETE' }],
    });
    const { status, stderr } = await generate([...deploy, ...VALUES], { env });
    expect(status).toBe(0);
    expect(stderr).not.toMatch(/Uploading|INJ/);
  });
});

it('only cli/io/ writes, so no text can bypass its escaping', () => {
  const root = fileURLToPath(new URL('../../../src/', import.meta.url));
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const containing = (pattern: RegExp) =>
    sources.filter((name) => pattern.test(readFileSync(join(root, name), 'utf8'))).toSorted();
  expect(containing(/\bconsole\.\w+\(|process\.(?:stdout|stderr)\.write|createWriteStream/)).toEqual([]);
  expect(containing(/\bwriteFully\(/)).toEqual([
    'cli/io/output.ts',
    'cli/io/write-files.ts',
    'cli/io/write-fully.ts',
  ]);
  // Those under logs/ wake a thread with one byte, inflate into memory, and keep copies of objects.
  expect(containing(/\bwriteSync\(/)).toEqual([
    'cli/io/write-fully.ts',
    'cli/logs/inflate.ts',
    'cli/logs/s3-cache.ts',
    'cli/logs/wake.ts',
  ]);
});

describe('what a terminal can show', () => {
  it('colours and redrawn lines need a terminal that is not dumb', () => {
    expect(displayOf({ TERM: 'xterm' }, true)).toMatchObject({ hasColour: true, canRedraw: true });
    expect(displayOf({ TERM: 'xterm' }, false)).toMatchObject({ hasColour: false, canRedraw: false });
    expect(displayOf({ TERM: 'dumb' }, true)).toMatchObject({ hasColour: false, canRedraw: false });
    expect(displayOf({ TERM: 'xterm', NO_COLOR: '1' }, true).hasColour).toBe(false);
    expect(displayOf({ TERM: 'dumb', FORCE_COLOR: '1' }, false).hasColour).toBe(true);
    expect(displayOf({ FORCE_COLOR: '0' }, true).hasColour).toBe(false);
  });

  it.each([
    [{}, true],
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LANG: 'C' }, false],
    [{ LANG: 'de_DE.ISO-8859-1' }, false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, false],
    [{ LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, true],
    [{ LC_ALL: '', LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'en_US.UTF-8', TERM: 'dumb' }, false],
    [{ LANG: 'en_US.UTF-8', TERM: 'linux' }, false],
  ])('characters beyond ASCII: %j %s', (env, isUnicode) => {
    expect(displayOf(env, false).isUnicode).toBe(isUnicode);
  });

  it('a locale without UTF-8 gets ASCII on stderr and in reports; data is unchanged', async () => {
    const env = { LC_ALL: 'C' };
    const { stderr } = await generate(['deploy', '--stack-name', '1ü'], { env });
    expect(stderr).toContain('allowed: 1-128 letters');
    expect(stderr).toContain(String.raw`"1\u{fc}"`);
    const report = await generate(['cost', '--connections', '1000'], { env });
    expect(report.stdout).toMatch(/^[\t\n -~]+$/);
    expect(await generate(['template'], { env })).toEqual(await generate(['template']));
  });
});
