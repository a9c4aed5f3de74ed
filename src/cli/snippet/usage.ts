import { Argument, Option } from 'commander';
import { SNIPPETS } from '../../snippets/names.ts';
import { withConfig, type Usage } from '../shared/usage.ts';

export const snippet: Usage = {
  name: 'snippet',
  summary: 'print code that goes with the template; without a name, list the snippets',
  declare: (command) =>
    withConfig(command)
      .addArgument(nameArgument())
      .addOption(
        new Option(
          '--language <language>',
          'JavaScript or TypeScript; default: from the output file’s extension, else JavaScript',
        ).choices(['js', 'ts']),
      )
      .option('--emf', 'metrics as lines in CloudWatch’s embedded metric format, without the AWS SDK')
      .option(
        '-o, --output <file>',
        'write to a file instead of standard output; for server, a folder gets a whole project',
      )
      .option('--region <region>', 'of the load balancer; fills in the policy of an existing log bucket')
      .option('--force', 'replace existing files in a folder')
      .addHelpText(
        'after',
        `
Each snippet of server-side code is one ES module with the values of the config in named settings at its top.

Examples:
  npx websocket-alb snippet
  npx websocket-alb snippet heartbeat -o src/heartbeat.ts
  npx websocket-alb snippet metrics --emf --set metrics=true
  npx websocket-alb snippet server -o chat-server
  npx websocket-alb snippet github-actions -c base.yaml -c prod.yaml -o .github/workflows/load-balancer.yaml
  npx websocket-alb snippet log-bucket-policy --set logs.bucket=my-logs --region cn-north-1`,
      )
      .action(async (name, options) => {
        const { snippet } = await import('./command.ts');
        await snippet(name, options);
      }),
};

function nameArgument(): Argument {
  const argument = new Argument('[name]', 'which one');
  // For completion only: a wrong name is reported by the command.
  argument.argChoices = Object.keys(SNIPPETS);
  return argument;
}
