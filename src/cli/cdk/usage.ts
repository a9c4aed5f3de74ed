import { withConfig, type Usage } from '../shared/usage.ts';

export const cdk: Usage = {
  name: 'cdk',
  summary: 'print the same load balancer as AWS CDK code, or write a complete app',
  declare: (command) =>
    withConfig(command)
      .option('--stack-class <name>', 'the class of the stack; default: from the name of the config')
      .option('-o, --output <path>', 'write to a file instead of standard output; with --app, the folder')
      .option('--app', 'write a complete app: the stack, bin/app.ts, cdk.json, package.json, tsconfig.json')
      .option('-f, --force', 'with --app: replace existing files that differ')
      .addHelpText(
        'after',
        `
TypeScript for aws-cdk-lib 2. What the config does not say, such as the VPC, becomes a property of the stack's props.

Examples:
  npx websocket-alb cdk > lib/websocket-alb-stack.ts
  npx websocket-alb cdk -c websocket-alb.yaml --stack-class ChatStack -o lib/chat-stack.ts
  npx websocket-alb cdk --app -o infrastructure && cd infrastructure && npm i && npx cdk synth`,
      )
      .action(async (options) => {
        const { cdk } = await import('./command.ts');
        await cdk(options);
      }),
};
