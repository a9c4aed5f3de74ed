import { withConfig, type Usage } from '../shared/usage.ts';

export const deploy: Usage = {
  name: 'deploy',
  summary: 'deploy the template of a config, or the one piped in, through the AWS CLI',
  declare: (command) =>
    withConfig(command)
      .option('--stack-name <name>', 'the stack to create or update; required')
      .option('--region <region>', 'passed to the AWS CLI')
      .option('--profile <name>', 'passed to the AWS CLI')
      .option(
        '--dry-run',
        'show what would be added, changed, replaced, removed or left behind, and change nothing',
      )
      .option('--parameter-overrides <key=value...>', 'values of the parameters, as the AWS CLI takes them')
      .option('-y, --yes', 'do not ask before something is replaced')
      .argument('[arguments...]', 'behind --: further arguments of `aws cloudformation deploy`')
      .addHelpText(
        'after',
        `
With --config, --preset or --set the template is built from the config and a pipe is not read.
Values that an existing stack has are kept. A new stack needs one for every parameter without a default: those that lack
one are listed before anything is sent, and so are values that the template does not allow.
A dry run deletes the change set that it makes, and the empty stack too, if there was no stack of that name before.
Nothing to change is a success. When a first deployment fails, the command that removes what stays behind is printed.
The outputs of the stack go to standard output, all else to standard error. The exit code is the AWS CLI's own.

Examples:
  generate template | generate deploy --stack-name chat --parameter-overrides VPCId=vpc-… SubnetIds=subnet-…,subnet-…
  generate deploy --stack-name chat -c websocket-alb.yaml --dry-run
  generate deploy --stack-name chat -- --tags team=chat`,
      )
      .action(async (further, options) => {
        const { deploy } = await import('./command.ts');
        process.exitCode = await deploy(options, further);
      }),
};
