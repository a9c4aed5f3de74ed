import { collect, type Usage } from '../shared/usage.ts';

export const init: Usage = {
  name: 'init',
  summary: 'ask questions and write a config, or write one from a live load balancer',
  declare: (command) =>
    command
      .argument('[file]', 'the file to write, or to change', 'websocket-alb.yaml')
      .option('--set <path=value>', 'answer a question in advance, value as YAML; repeatable', collect)
      .option('-y, --yes', 'ask nothing: use the defaults and --set')
      .option('-f, --force', 'with --yes: change an existing file')
      .option(
        '--from-load-balancer <name or ARN>',
        'write the config of a live load balancer, and list what a config cannot express',
      )
      .option(
        '--region <region>',
        'the Region whose VPCs, certificates and so on are offered; default: AWS_REGION or the profile',
      )
      .option('--profile <name>', 'a profile of the AWS config, as for the AWS CLI')
      .addHelpText(
        'after',
        `
With --from-load-balancer nothing is asked: the load balancer is read with your credentials, and left as it is.
Only keys that differ from their default are written. A file that exists is loaded, its values are the defaults of the
questions, and the change is shown before it is written. At the end it offers to deploy: it asks for the values that the
template needs, makes a change set, shows it, and executes it after a yes.

Examples:
  npx websocket-alb init
  npx websocket-alb init --from-load-balancer my-alb --region eu-west-1
  npx websocket-alb init chat.yaml --yes --set name=chat --set target.port=9000`,
      )
      .action(async (file, options) => {
        const { init } = await import('./command.ts');
        process.exitCode = await init(file, options);
      }),
};
