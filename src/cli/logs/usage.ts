import { Option } from 'commander';
import { collect, type Usage } from '../shared/usage.ts';

export const logs: Usage = {
  name: 'logs',
  summary: "say what happened to the sockets, from the load balancer's logs",
  declare: (command) =>
    command
      .argument(
        '[paths...]',
        'logs, plain or gzip: files, folders, patterns, s3://bucket/prefix; - or none reads standard input',
      )
      .option('--since <time>', 'only what was logged from then on: 2026-07-01, 2026-07-01T10:00Z, 2h, 3d')
      .option('--until <time>', 'only what was logged before')
      .option('--idle-timeout <seconds>', 'of the load balancer; default: from the config, or 60')
      .option(
        '-c, --config <file>',
        'take idle timeout, stickiness, paths and hosts from a config; repeatable, later files override earlier ones',
        collect,
      )
      .option('--set <path=value>', 'set one key of the config, value as YAML; repeatable', collect)
      .option(
        '--path <pattern>',
        'a path of WebSockets, as in listener rules (/ws, /room/*); repeatable',
        collect,
      )
      .option('--load-balancer <name>', 'only that load balancer, by its name or app/name/id')
      .option(
        '--baseline <since..until>',
        'say what changed beyond noise against that earlier time; without --since the report is about what follows it',
      )
      .option(
        '--where <condition>',
        'only lines that meet it: client=10.0.0.0/8, target=, node=, host=, path=/room/*, status=5xx, agent=, type=wss, elb=; ! before it for the others; repeatable',
        collect,
      )
      .option(
        '--lines [n]',
        'print the lines themselves in place of the report, at most so many; default 1000',
      )
      .option('--top <n>', 'rows of each table; default 10, with csv 1000')
      .addOption(
        new Option('--type <type>', 'which log to read; others among the files are left out')
          .choices(['access', 'connection'])
          .default('access'),
      )
      .option('--show-malformed', 'show malformed lines with their places')
      .addOption(
        new Option('--format <format>', 'how to report; ndjson is one record a line, html a page with charts')
          .choices(['text', 'json', 'ndjson', 'csv', 'html'])
          .default('text'),
      )
      .option('--table <name>', 'the table that --format csv prints; without a name it lists them')
      .option('-o, --output <file>', 'write the report there; - or none is standard output')
      .option('--cache <folder>', 'keep copies of what is read from s3:// there, and fetch only what is new')
      .option('--athena', 'print the same questions as SQL for Athena; with --stack-name run them there')
      .option('--stack-name <name>', 'the stack whose tables --athena asks')
      // People try it, so it is recognized and refused with advice.
      .addOption(new Option('--log-group <name>', 'not read: refused with what to do').hideHelp())
      .option('--region <region>', 'of the bucket or stack; default: AWS_REGION, or that of the profile')
      .option('--profile <name>', 'a profile of the AWS config, as for the AWS CLI')
      .addHelpText(
        'after',
        `
A WebSocket is logged when it closes, so --since and --until go by that time; UTC unless an offset is given; a date is
its first moment; 2h and 3d count back from now. With --since, only those days are read from s3://.
An upgrade that failed is logged like any other request. It is recognised by transport=websocket in its query, by --path,
by host and path of others that succeeded, or by a status that only upgrades get; the report says by which.
Ctrl-C ends reading and prints the report on what was read; a second one ends at once.
Exit code: 0 all was counted, 1 something was damaged or malformed and the rest was counted, 2 nothing to read, wrong
usage, or AWS refused, 130 interrupted. Findings do not change it.

Examples:
  npx websocket-alb logs ./alb-logs/
  npx websocket-alb logs --since 3d --idle-timeout 600 s3://my-logs/alb-logs
  npx websocket-alb logs --path '/chat/*' --since 2h ./alb-logs/
  npx websocket-alb logs --format html -o report.html ./alb-logs/
  npx websocket-alb logs --where status=5xx --where '!client=10.0.0.0/8' ./alb-logs/
  npx websocket-alb logs --where target=10.0.1.11 --where agent=okhttp --lines 20 ./alb-logs/
  npx websocket-alb logs --baseline 2026-07-01T10:00Z..2026-07-01T11:00Z --since 2026-07-01T11:05Z ./alb-logs/
  npx websocket-alb logs --format csv --table clients ./alb-logs/
  zcat *.log.gz | npx websocket-alb logs --format json
  npx websocket-alb logs --athena --stack-name chat --since 2026-07-01 --until 2026-07-08`,
      )
      .action(async (paths, options) => {
        const { logs } = await import('./command.ts');
        await logs(paths, options);
      }),
};
