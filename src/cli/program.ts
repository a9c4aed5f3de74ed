// Every command and its options. The code of a command is imported when it runs, so that --help and --version
// load the command-line library only.
import { Command, Option } from 'commander';
import { PRESETS } from '../config/presets.ts';
import { tell, writeOut } from './output.ts';

declare const PACKAGE_VERSION: string;

const withConfig = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'the config, YAML or JSON; - reads standard input')
    .option('--preset <name>', `start from a preset: ${Object.keys(PRESETS).join(', ')}`)
    .option('--set <path=value>', 'set one key, value as YAML; repeatable', collect);

const collect = (value: string, previous: readonly string[] = []): string[] => [...previous, value];

/** The command line, ready to parse. */
export function createProgram(): Command {
  const program = new Command('generate')
    .description('Application Load Balancers for WebSockets: CloudFormation that deploys the first time.')
    .version(PACKAGE_VERSION)
    .option('--debug', 'show the stack of an error')
    .showHelpAfterError('Run with --help for usage.')
    .configureOutput({ writeOut, writeErr: (text) => tell(text.trimEnd()) })
    .exitOverride();

  withConfig(program.command('template'))
    .description('print the CloudFormation template of a config')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .addOption(new Option('--format <format>', 'how to write it').choices(['yaml', 'json']).default('yaml'))
    .addHelpText(
      'after',
      `
Without --config, websocket-alb.yaml, .yml or .json in the working directory is read, if there is one.
Order: defaults < preset < file < --set. With none of them: the production template.

Examples:
  generate template > template.yaml
  generate template --set loadBalancer.idleTimeout=600 --set heartbeat=60
  generate template --preset quick-start --format json -o template.json`,
    )
    .action(async (options) => {
      const { template } = await import('./commands/template.ts');
      await template(options);
    });

  withConfig(program.command('snippet'))
    .description('print code that goes with the template; without a name, list what there is')
    .argument('[name]', 'which one')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .action(async (name, options) => {
      const { snippet } = await import('./commands/snippet.ts');
      await snippet(name, options);
    });

  program
    .command('check')
    .description('say what ELB will refuse in CloudFormation templates, and what will hurt WebSockets')
    .argument('[files...]', 'templates, YAML or JSON; - or none reads standard input')
    .addOption(
      new Option('--format <format>', 'how to report')
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .option('--strict', 'let info count as findings too')
    .option('--ignore <code>', 'leave a rule out; repeatable', collect)
    .option('--list-rules', 'list all rules and exit')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .addHelpText(
      'after',
      `
Exit code: 0 nothing found above info (with --strict: nothing at all), 1 errors or warnings, 2 a file that is no template.
A template accepts a finding beside the resource, with a reason:
  Metadata: { websocket-alb: { ignore: [{ code: tls-policy-old, reason: old set-top boxes }] } }

Examples:
  generate check template.yaml
  generate template | generate check
  generate check --format sarif -o websocket-alb.sarif templates/*.yaml`,
    )
    .action(async (files, options) => {
      const { check } = await import('./commands/check.ts');
      check(files, options);
    });

  program
    .command('schema')
    .description('print the JSON Schema of the config, for editors')
    .option('-o, --output <file>', 'write to a file instead of standard output')
    .action(async (options) => {
      const { schema } = await import('./commands/schema.ts');
      schema(options);
    });

  return program;
}
