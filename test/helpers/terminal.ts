// A real terminal: util-linux's `script` provides one to the command, and forwards what is typed.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './sockets.ts';

export const KEYS = {
  enter: '\r',
  up: '\u001B[A',
  down: '\u001B[B',
  ctrlC: '\u0003',
  clear: '\u0015',
} as const;

export interface Terminal {
  /** Waits until a text appears after what was seen before. */
  readonly see: (text: string) => Promise<void>;
  readonly type: (...keys: string[]) => Promise<void>;
  /** Waits for it to exit; returns the exit code. */
  readonly end: () => Promise<number>;
  /** Everything shown, without colours and cursor movements. */
  readonly screen: () => string;
}

/** Starts a command on a terminal. Arguments are quoted for the shell that `script` starts. */
export function onTerminal(
  command: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string | undefined>> },
): Terminal {
  const line = command.map((part) => `'${part.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  const child = spawn('script', ['-qfec', `stty cols 150 rows 50; ${line}`, '/dev/null'], {
    cwd,
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '1', ...env },
  });
  let shown = '';
  let seen = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  const screen = () => stripVTControlCharacters(shown).replaceAll('\r', '');
  const ended = new Promise<number>((resolve) => {
    child.on('close', (status) => resolve(status ?? -1));
  });
  return {
    screen,
    see: async (text) => {
      await until(`"${text}" appears on the screen`, () => {
        const at = screen().indexOf(text, seen);
        if (at >= 0) seen = at + text.length;
        return at >= 0;
      }).catch((error: Error) => {
        throw new Error(`${error.message}. The screen:\n${screen().slice(-3000)}`);
      });
    },
    type: async (...keys) => {
      for (const key of keys) {
        child.stdin.write(key);
        await sleep(60);
      }
    },
    end: () => ended,
  };
}
