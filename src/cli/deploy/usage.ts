import { withConfig, type Usage } from '../shared/usage.ts';

export const deploy: Usage = {
  name: 'deploy',
  summary: 'deploy the template of a config, or the one piped in, through the AWS CLI',
  declare: (command) =>
    withConfig(command)
      .option('--stack-name <name>', 'the stack to create or update; default: `name`, if the config sets it')
      .option('--region <region>', 'passed to the AWS CLI')
      .option('--profile <name>', 'passed to the AWS CLI')
      .option(
        '--dry-run',
        'show what would be added, changed, replaced, removed or retained, and change nothing',
      )
      .option('--parameter-overrides <key=value...>', 'values of the parameters, in the AWS CLI’s syntax')
      .option('-y, --yes', 'agree to everything that would be destroyed, without being asked')
      .argument('[arguments...]', 'after --: further arguments of `aws cloudformation deploy`')
      .addHelpText(
        'after',
        `
With --config, --preset or --set the template is built from the config and standard input is not read. Otherwise a template
that arrives there is deployed, an empty pipe is an error, and only a terminal, /dev/null or closed input means the config of
the folder.
The change set is read first. Before a resource is removed that is not retained, before a load balancer, target group,
listener, ECS service, cluster, security group, VPC or bucket is replaced, and before a stack is changed that this program did
not create, it asks on a terminal; elsewhere it refuses with exit code 1 unless --yes is given. What was read is what is
executed. Then the events of the stack are shown until it is done, however long that takes; Ctrl-C leaves it running.
Values that an existing stack has are kept. A new stack needs one for every parameter without a default: those that lack
one are listed before anything is sent, and so are values that the template does not allow. CAPABILITY_IAM is added when the
template creates IAM resources without names of their own.
A change set that is not executed is removed, and the empty stack with it, if there was no stack of that name before.
Nothing to change is a success. When a first deployment fails, the command that removes what stays is printed.
The outputs of the stack go to standard output, all else to standard error. A stack that fails ends with exit code 255, as with
the AWS CLI.

Examples:
  npx websocket-alb template | npx websocket-alb deploy --stack-name chat --parameter-overrides VPCId=vpc-… SubnetIds=subnet-…,subnet-…
  npx websocket-alb deploy -c base.yaml -c prod.yaml --dry-run
  npx websocket-alb deploy --stack-name chat -- --tags team=chat`,
      )
      .action(async (further, options) => {
        const { deploy } = await import('./command.ts');
        process.exitCode = await deploy(options, further);
      }),
};
