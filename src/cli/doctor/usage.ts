import { Option } from 'commander';
import { withConfig, type Usage } from '../shared/usage.ts';

export const doctor: Usage = {
  name: 'doctor',
  summary: 'report what is wrong with a live load balancer, and the command that shows or fixes it',
  declare: (command) =>
    withConfig(command)
      .option('--stack-name <name>', 'the stack; each of its Application Load Balancers is examined')
      .option('--load-balancer <name or ARN>', 'a load balancer; with --stack-name, one of that stack')
      .option('--region <region>', 'default: that of the ARN, else AWS_REGION or the profile')
      .option('--profile <name>', 'a profile of the AWS config, as for the AWS CLI')
      .option('--since <duration>', 'how far back to read metrics: 15m, 1h, 24h, 7d', '1h')
      .option('--timeout <duration>', 'how long one AWS call may take; all together, four times that', '30s')
      .addOption(
        new Option('--format <format>', 'how to report; html is a page with a diagram')
          .choices(['text', 'json', 'html'])
          .default('text'),
      )
      .option('-o, --output <file>', 'write the report to this file; default, and -: standard output')
      .option('--commands', 'print the equivalent AWS CLI commands instead of calling AWS')
      .option('--permissions', 'print the IAM policy that the calls need, and exit')
      .addHelpText(
        'after',
        `
It only reads and changes nothing. With a config, what is deployed is compared with it.
What a missing permission hides is said, and the rest is judged. docs/diagnoses.md lists what is looked for.
Exit code: 0 nothing found above info, 1 errors or warnings, 2 wrong usage, or nothing could be looked at.

Examples:
  npx websocket-alb doctor --stack-name chat
  npx websocket-alb doctor --stack-name chat -c websocket-alb.yaml --since 24h
  npx websocket-alb doctor --load-balancer my-alb --region eu-west-1 --format json
  npx websocket-alb doctor --stack-name chat --format html -o chat.html
  npx websocket-alb doctor --stack-name chat --commands > look.sh`,
      )
      .action(async (options) => {
        const { doctor } = await import('./command.ts');
        await doctor(options);
      }),
};
