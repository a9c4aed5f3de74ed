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

  program
    .command('init')
    .description('write a config by answering questions')
    .argument('[file]', 'the file to write, or to change', 'websocket-alb.yaml')
    .option('--set <path=value>', 'answer a question ahead, value as YAML; repeatable', collect)
    .option('-y, --yes', 'ask nothing: defaults, and what --set says')
    .option('-f, --force', 'with --yes: change a file that exists')
    .addHelpText(
      'after',
      `
Only keys that differ from their default are written. A file that exists is loaded, its values are the defaults of the
questions, and the change is shown before it is written.

Examples:
  generate init
  generate init chat.yaml --yes --set name=chat --set target.port=9000`,
    )
    .action(async (file, options) => {
      const { init } = await import('./commands/init.ts');
      await init(file, options);
    });

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

  withConfig(program.command('deploy'))
    .description('deploy the template of a config, or the one piped in, through the AWS CLI')
    .requiredOption('--stack-name <name>', 'the stack to create or update')
    .option('--region <region>', 'passed to the AWS CLI')
    .option('--profile <name>', 'passed to the AWS CLI')
    .option('--dry-run', 'show what would be added, changed and replaced, and change nothing')
    .option('-y, --yes', 'do not ask before something is replaced')
    .argument('[arguments...]', 'behind --: further arguments of `aws cloudformation deploy`')
    .addHelpText(
      'after',
      `
With --config, --preset or --set the template is built from the config and a pipe is not read.
The outputs of the stack go to standard output, all else to standard error. The exit code is the AWS CLI's own.

Examples:
  generate template | generate deploy --stack-name chat -- --parameter-overrides VPCId=vpc-1 SubnetIds=subnet-1,subnet-2
  generate deploy --stack-name chat -c websocket-alb.yaml --dry-run`,
    )
    .action(async (further, options) => {
      const { deploy } = await import('./commands/deploy.ts');
      process.exitCode = await deploy(options, further);
    });

  withConfig(program.command('cost'))
    .description('estimate what the load balancer costs a month, why, and what would lower it')
    .option('--connections <n>', 'sockets open at the same time')
    .option('--mean-connection <duration>', 'how long one stays open on average: 90s, 30m, 2h, 1d')
    .option('--messages-per-minute <n>', 'messages on one socket, both directions together')
    .option('--bytes-per-message <n>', 'the size of a message on average')
    .option('--heartbeat <duration>', 'time between pings; default: heartbeat of the config')
    .option('--from-clients <share>', 'the share of messages that clients send, 0-1; default 0.5')
    .option('--rules <n>', 'listener rules without the default rule; default 0')
    .option('--new-connections-per-second <n>', 'instead of a workload, rates: new client connections')
    .option('--active-connections <n>', 'connections of clients; half of the metric ActiveConnectionCount')
    .option('--gb-per-hour <n>', 'processed bytes, both directions together')
    .option('--rules-per-second <n>', 'rule evaluations that count: requests x (rules - 10 free)')
    .option(
      '--profile <hours x factor>',
      'the load over a day: 8x1,8x0.5,8x0.1; default: always the full load',
    )
    .option('--peak-hours <n>', 'hours of the day at the full load, with --trough')
    .option('--trough <factor>', 'the load in the other hours, 0-1')
    .option('--region <region>', 'whose prices; default us-east-1')
    .option('--price-hour <usd>', 'price of a load balancer for an hour')
    .option('--price-lcu <usd>', 'price of an LCU for an hour')
    .option('--refresh-prices', "fetch the Region's prices from AWS's public price list and keep them")
    .option('--transfer-price <usd>', 'price of a GB of data transfer out, shown apart')
    .option('--zones <n>', 'Availability Zones; default: from the config, or 2')
    .option('--targets <n>', 'targets, for the reconnect case; default: from the config')
    .option('--no-free-tier', "charge also CloudWatch's free alarms and dashboards")
    .option('--explain', 'show how each rate follows from the workload')
    .addOption(
      new Option('--format <format>', 'how to write it; csv is the table of 0.1 to 100 times the load')
        .choices(['text', 'json', 'csv'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `
Flags go before workload in the config. Prices: --price-hour and --price-lcu, else those that --refresh-prices kept
in XDG_CACHE_HOME or ~/.cache (websocket-alb/prices.json), else a built-in table. WEBSOCKET_ALB_PRICE_LIST names another
server than https://pricing.us-east-1.amazonaws.com, WEBSOCKET_ALB_PRICE_LIST_TIMEOUT the seconds to wait (30).

Examples:
  generate cost --connections 5000 --mean-connection 30m --messages-per-minute 12 --bytes-per-message 800 --explain
  generate cost --active-connections 5000 --new-connections-per-second 10 --gb-per-hour 0.5 --rules-per-second 100
  generate cost --connections 20000 --profile 8x1,8x0.5,8x0.1 --region eu-west-1 --refresh-prices
  generate cost -c websocket-alb.yaml --format json`,
    )
    .action(async (options) => {
      const { cost } = await import('./commands/cost.ts');
      await cost(options);
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
    .option('--ignore <codes>', 'leave rules out, separated by commas; repeatable', collect)
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
