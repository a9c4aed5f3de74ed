import { Argument } from 'commander';
import type { Usage } from '../shared/usage.ts';

export const completion: Usage = {
  name: 'completion',
  summary: 'print a script that completes commands, options and values in a shell',
  declare: (command, wholeProgram) =>
    command
      .addArgument(new Argument('<shell>', 'for which shell').choices(['bash', 'zsh', 'fish']))
      .addHelpText(
        'after',
        `
It completes \`websocket-alb\` and \`generate\`, alone and after \`npx\`; other commands of \`npx\` complete as before. --set
completes keys of the config and their values, --where of logs its conditions. Print the script again after an upgrade.

Examples:
  npx websocket-alb completion bash >> ~/.bashrc
  npx websocket-alb completion zsh > "\${fpath[1]}/_websocket_alb"
  npx websocket-alb completion fish > ~/.config/fish/conf.d/websocket-alb.fish`,
      )
      .action(async (shell) => {
        const { completion } = await import('./command.ts');
        completion(shell, wholeProgram());
      }),
};
