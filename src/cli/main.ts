// The entry point of the command: parses, runs, reports errors, and sets the exit code.
// 0 done; 1 findings; 2 wrong usage, wrong config, bad input; 70 a crash.
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { reportError } from './shared/error-report.ts';

async function main(): Promise<void> {
  const program = createProgram();
  try {
    await program.parseAsync();
  } catch (error) {
    // commander has already printed the error. Its exit code for wrong usage is 1, which here means findings.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = reportError(error, program.opts());
  }
}

void main();
