import { describe, expect, test } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { lines, withScript } from '../helpers/completion.ts';
import { optional } from '../helpers/tools.ts';

/** A line as readline passes it to a completion: split at whitespace and at COMP_WORDBREAKS, outside quotes. */
function splitByReadline(line: string): string[] {
  const parts = line.match(/\s+|[=:@]+|'[^']*|[^\s=:@']+/g) ?? [];
  return [...parts.filter((part) => part.trim() !== ''), ...(/\s$/.test(line) ? [''] : [])];
}

/** What the shell offers at the end of a line, in a folder that contains the file "my file.yaml". */
const SHELLS: Record<string, (folder: string, line: string) => string[]> = {
  bash: (folder, line) =>
    lines(folder, 'bash', [
      '--norc',
      '-c',
      `source ./script
      COMP_LINE=$1; COMP_POINT=\${#1}; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
      complete=$(complete -p "$1"); complete=\${complete##*-F }; \${complete%% *}; printf "%s\\n" "\${COMPREPLY[@]}"`,
      'bash',
      line,
      ...splitByReadline(line),
    ]),
  fish: (folder, line) =>
    lines(folder, 'fish', ['--no-config', '-c', 'source ./script; complete -C "$argv[1]"', line]).map(
      (each) => each.split('\t')[0] ?? '',
    ),
};

describe.each(Object.keys(SHELLS))('%s', (shell) => {
  test.each([
    ['commands', 'generate te', ['template']],
    ['commands of the other bin', 'websocket-alb te', ['template']],
    ['values that are given', 'generate template --format ', ['json', 'yaml']],
    [
      'presets',
      'generate template --preset ',
      ['api-and-sockets', 'fargate', 'internal', 'new-vpc', 'production', 'quick-start', 'service'],
    ],
    ['options', 'generate check --li', ['--list-rules']],
    ['files for an option', 'generate template -c my', ['my file.yaml']],
    ['files for an argument', 'generate check my', ['my file.yaml']],
    ['nothing where nothing is known', 'generate logs --since ', []],
    ['snippets', 'generate snippet cl', ['client', 'client-node']],
    ['shells', 'generate completion ', ['bash', 'fish', 'zsh']],
    ['commands to ask help for', 'generate help che', ['check']],
    ['a key of the config', 'generate template --set target.po', ['target.port=']],
    ['a group whose keys the user chooses', 'generate template --set tag', ['tags.']],
    ['a list, which is set whole', 'generate template --set rout', ['routes=']],
    [
      'values of a key',
      'generate init --set network.scheme=',
      ['internal', 'internet-facing'],
      'network.scheme=',
    ],
    [
      'variants of a key',
      'generate cdk --set target.stickiness.type=l',
      ['lb_cookie'],
      'target.stickiness.type=',
    ],
    ['true and false', 'generate deploy --set dashboard=t', ['true'], 'dashboard='],
    ['no values where any will do', 'generate template --set name=', []],
    ['no key twice', 'generate template --set target.port=9000 --set target.po', ['target.port=']],
    ['keys of conditions', 'generate logs --where st', ['status=']],
    ['values of conditions', 'generate logs --where type=ws', ['ws', 'wss'], 'type='],
    ['commands with npx', 'npx websocket-alb te', ['template']],
    ['after options of npx', 'npx --yes -p websocket-alb generate te', ['template']],
    ['a version', 'npx websocket-alb@latest template --set target.po', ['target.port=']],
    ['files with npx', 'npx websocket-alb check my', ['my file.yaml']],
  ])('%s', optional(shell), async (_, line, expected, kept = '') => {
    // In `path=value`, bash replaces what follows the `=`, fish the whole word.
    const answers = expected.map((word) => (shell === 'fish' ? `${kept}${word}` : word));
    expect(SHELLS[shell]!(await withScript(shell), line).toSorted()).toEqual(answers);
  });
});

describe('bash', optional('bash'), () => {
  test.each([
    ['sections first', 'generate template --set l', ['listener.', 'loadBalancer.', 'logs.']],
    ['one step of a path', 'generate template --set waf.', ['waf.create.', 'waf.create=', 'waf.webAclArn=']],
    ['values after an =', 'generate template --format=js', ['json']],
    ['an option in one word', 'generate template --set=target.algorithm=r', ['round_robin']],
    ['in quotes', "generate template --set 'target.algorithm=r", ['target.algorithm=round_robin']],
    ['nothing of its own for another package', 'npx something-else te', []],
    ['nothing of its own for the command of another', 'npx -p generate something te', []],
    ['nothing of its own for a shell command', 'npx -c generate te', []],
    ['nothing of its own for the name of a package', 'npx gen', []],
  ])('%s', async (_, line, expected) => {
    expect(SHELLS['bash']!(await withScript('bash'), line).toSorted()).toEqual(expected);
  });

  test('keeps an existing npx completion', async () => {
    const command = 'complete -W theirs npx; source ./script; complete -p npx';
    expect(lines(await withScript('bash'), 'bash', ['--norc', '-c', command])).toEqual([
      "complete -W 'theirs' npx",
    ]);
  });
});

describe('fish', optional('fish'), () => {
  test.each([
    ['files for another package', 'npx something-else my', ['my file.yaml']],
    ['files for a shell command', 'npx -c generate my', ['my file.yaml']],
    ['a part of a key', 'generate template --set idleTimeo', ['loadBalancer.idleTimeout=']],
  ])('%s', async (_, line, expected) => {
    expect(SHELLS['fish']!(await withScript('fish'), line)).toEqual(expected);
  });
});

test('refuses another shell, and lists those it knows', async () => {
  const { status, stdout, stderr } = await generate(['completion', 'tcsh']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('Allowed choices are bash, zsh, fish');
});
