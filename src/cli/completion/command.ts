import { bashScript } from './bash.ts';
import { fishScript } from './fish.ts';
import { completionsOf, globalOptions } from './model.ts';
import { zshScript } from './zsh.ts';
import { writeOut } from '../io/output.ts';
import { createProgram, declare } from '../program.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
const BINS = ['generate', 'websocket-alb'];

/** `generate completion SHELL` */
export function completion(shell: keyof typeof SCRIPTS): void {
  const program = createProgram();
  for (const command of program.commands) declare(command);
  writeOut(SCRIPTS[shell](BINS, completionsOf(program), globalOptions(program)));
}
