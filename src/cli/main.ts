// The entry of the command: parse, run, tell what went wrong, exit with a code that means something.
// 0 done; 1 findings; 2 wrong usage, wrong config, bad input; 70 a crash.
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { reportError } from './shared/error-report.ts';

async function main(): Promise<void> {
  const program = createProgram();
  try {
    await program.parseAsync();
  } catch (error) {
    // commander has already printed the error; it calls wrong usage 1, which here means findings.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = reportError(error, program.opts());
  }
}

void main();
