import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { optional, temporaryFolder } from '../helpers/tools.ts';

/** What the shell offers at the end of a line typed in a folder with the file "my file.yaml". */
const SHELLS: Record<string, (folder: string, words: readonly string[]) => string[]> = {
  bash: (folder, words) =>
    lines(folder, 'bash', [
      '--norc',
      '-c',
      'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _websocket_alb; printf "%s\\n" "${COMPREPLY[@]}"',
      'bash',
      ...words,
    ]),
  fish: (folder, words) =>
    lines(folder, 'fish', [
      '--no-config',
      '-c',
      'source ./script; complete -C "$argv[1]"',
      words.join(' '),
    ]).map((line) => line.split('\t')[0] ?? ''),
};

const lines = (cwd: string, command: string, args: readonly string[]): string[] => {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.split('\n').filter((line) => line !== '');
};

async function prepared(shell: string): Promise<string> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'my file.yaml'), '');
  writeFileSync(join(folder, 'script'), (await generate(['completion', shell])).stdout);
  return folder;
}

describe.each(Object.keys(SHELLS))('%s', (shell) => {
  test.each([
    ['commands', ['generate', 'te'], ['template']],
    ['commands of the other bin', ['websocket-alb', 'te'], ['template']],
    ['values that are given', ['generate', 'template', '--format', ''], ['json', 'yaml']],
    [
      'presets',
      ['generate', 'template', '--preset', ''],
      ['api-and-sockets', 'fargate', 'internal', 'new-vpc', 'production', 'quick-start', 'service'],
    ],
    ['options', ['generate', 'check', '--li'], ['--list-rules']],
    ['files for an option', ['generate', 'template', '-c', 'my'], ['my file.yaml']],
    ['files for an argument', ['generate', 'check', 'my'], ['my file.yaml']],
    ['nothing where nobody can know', ['generate', 'template', '--set', ''], []],
    ['shells', ['generate', 'completion', ''], ['bash', 'fish', 'zsh']],
    ['commands to ask help for', ['generate', 'help', 'che'], ['check']],
  ])('%s', optional(shell), async (_, words, expected) => {
    expect(SHELLS[shell]!(await prepared(shell), words).toSorted()).toEqual(expected);
  });
});

test('zsh reads its script', optional('zsh'), async () => {
  const zsh = 'autoload -U compinit; compinit -u -D; source ./script; print $_comps[generate]';
  expect(lines(await prepared('zsh'), 'zsh', ['-f', '-c', zsh])).toEqual(['_websocket_alb']);
});

test('another shell is refused with those that there are', async () => {
  const { status, stdout, stderr } = await generate(['completion', 'tcsh']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('Allowed choices are bash, zsh, fish');
});
