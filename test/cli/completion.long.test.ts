// The scripts in interactive shells: what appears on the command line when Tab is pressed.
import { describe, expect, test } from 'vitest';
import { lines, withScript } from '../helpers/completion.ts';
import { KEYS, onTerminal } from '../helpers/terminal.ts';
import { optional } from '../helpers/tools.ts';

const ON_TERMINALS = {
  bash: { command: ['bash', '--norc', '-i'], load: 'source ./script' },
  zsh: { command: ['zsh', '-f', '-i'], load: 'autoload -U compinit; compinit -u -D; source ./script' },
};

describe.each(Object.entries(ON_TERMINALS))('%s on a terminal', (shell, { command, load }) => {
  test(
    'completes what is typed, and leaves other npx commands alone',
    optional(shell, 'script'),
    async () => {
      const cwd = await withScript(shell);
      const terminal = onTerminal(command, { cwd, env: { TERM: 'dumb', HOME: cwd, PS1: '> ' } });
      await terminal.type(`${load}; echo load''ed`, KEYS.enter);
      await terminal.see('loaded');
      for (const [typed, rest] of [
        ['generate template --set target.po', 'rt='],
        ['generate template --set target.algorithm=we', 'ighted_random'],
        ['generate template --set=target.algorithm=we', 'ighted_random'],
        ['generate template --format=js', 'on'],
        ['npx websocket-alb tem', 'plate'],
        ['npx -y websocket-alb@latest template --set network.sch', 'eme='],
        ['npx websocket-alb check my', String.raw`\ file.yaml`],
        ['npx something-else my', String.raw`\ file.yaml`],
      ] as const) {
        await terminal.type(`${typed}\t`);
        await terminal.see(`${typed}${rest}`);
        await terminal.type(KEYS.clear);
      }
      await terminal.type('exit', KEYS.enter);
      await terminal.end();
    },
  );
});

test(
  'zsh loads its script from a folder in fpath, and keeps an existing npx completion',
  optional('zsh'),
  async () => {
    const zsh = `mkdir fpath; cp script fpath/_websocket_alb; fpath=($PWD/fpath $fpath); autoload -U compinit; compinit -u -D
    print -l $_comps[generate] $_comps[websocket-alb] $_comps[npx]
    compdef _theirs npx; source ./script; print $_comps[npx]`;
    const ours = '_websocket_alb';
    expect(lines(await withScript('zsh'), 'zsh', ['-f', '-c', zsh])).toEqual([ours, ours, ours, '_theirs']);
  },
);
