import { Option } from 'commander';
import { withConfig, type Usage } from '../shared/usage.ts';

export const template: Usage = {
  name: 'template',
  summary: 'print the CloudFormation template of a config',
  declare: (command) =>
    withConfig(command)
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .addOption(new Option('--format <format>', 'how to write it').choices(['yaml', 'json']).default('yaml'))
      .addHelpText(
        'after',
        `
Without --config, websocket-alb.yaml, .yml or .json in the working directory is read, if there is one.
Order: defaults < preset < file < --set. With none of them: the production template.

Examples:
  npx websocket-alb template > template.yaml
  npx websocket-alb template --set loadBalancer.idleTimeout=600 --set heartbeat=60
  npx websocket-alb template --preset quick-start --format json -o template.json`,
      )
      .action(async (options) => {
        const { template } = await import('./command.ts');
        await template(options);
      }),
};
