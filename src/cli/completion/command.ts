import type { Command } from 'commander';
import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { commandLineOf } from './model.ts';
import { zshScript } from './zsh.ts';
import { writeOut } from '../io/output.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `websocket-alb completion SHELL`. @param program with all commands declared */
export function completion(shell: keyof typeof SCRIPTS, program: Command): void {
  writeOut(SCRIPTS[shell](commandLineOf(program)));
}
