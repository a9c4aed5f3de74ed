// All commands. A command's options are declared when it is called, and its code is imported when it runs, so that
// --help and --version load only the command-line library.
import type { Command } from 'commander';
import { VERSION } from '../common/version.ts';
import { printToStderr, writeOut } from './io/output.ts';
import { cdk } from './cdk/usage.ts';
import { check } from './check/usage.ts';
import { completion } from './completion/usage.ts';
import { cost } from './cost/usage.ts';
import { deploy } from './deploy/usage.ts';
import { doctor } from './doctor/usage.ts';
import { init } from './init/usage.ts';
import { logs } from './logs/usage.ts';
import { rollout } from './rollout/usage.ts';
import { schema } from './schema/usage.ts';
import type { Usage } from './shared/usage.ts';
import { snippet } from './snippet/usage.ts';
import { SuggestingCommand } from './suggesting-command.ts';
import { template } from './template/usage.ts';
import { verify } from './verify/usage.ts';

/** In the order of the help, which follows a typical workflow. */
const COMMANDS: readonly Usage[] = [
  init,
  template,
  deploy,
  cdk,
  cost,
  rollout,
  snippet,
  check,
  logs,
  doctor,
  verify,
  schema,
  completion,
];

/** The command line, ready to parse. */
export function createProgram(): Command {
  const program = new SuggestingCommand('websocket-alb')
    .description('Application Load Balancers for WebSockets: CloudFormation that deploys the first time.')
    .version(VERSION)
    .option('--debug', 'show the stack of an error')
    .showHelpAfterError('Run with --help for usage.')
    .configureOutput({ writeOut, writeErr: (text) => printToStderr(text.trimEnd()) })
    .showSuggestionAfterError(false)
    .exitOverride();
  program.addHelpText(
    'after',
    `
Data goes to standard output, messages to standard error. Colour: NO_COLOR and FORCE_COLOR are honoured.
Exit code: 0 success, 1 findings or damaged logs, 2 wrong usage, config or input, 70 a crash.

Examples:
  npx websocket-alb init
  npx websocket-alb template | npx websocket-alb deploy --stack-name chat
  npx websocket-alb check template.yaml`,
  );
  for (const usage of COMMANDS) program.command(usage.name).description(usage.summary);
  program.helpCommand(false);
  program.hook('preSubcommand', (_, command) => declare(command));
  program
    .command('help')
    .description('show the help of a command')
    .argument('[command]')
    .action((name: string | undefined) => {
      const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
      if (!command) return program.error(`error: unknown command '${name}'`);
      declare(command);
      command.help();
    });
  return program;
}

/** Declares a command's options. Does nothing for commands that are not in the list, such as `help`. */
function declare(command: Command): void {
  COMMANDS.find(({ name }) => name === command.name())?.declare(command, declaredProgram);
}

/** The whole program, with the options of every command declared. */
function declaredProgram(): Command {
  const program = createProgram();
  for (const command of program.commands) declare(command);
  return program;
}
