import { withConfig, type Usage } from './shared.ts';

export const snippet: Usage = {
  name: 'snippet',
  summary: 'print code that goes with the template; without a name, list what there is',
  declare: (command) =>
    withConfig(command)
      .argument('[name]', 'which one')
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .action(async (name, options) => {
        const { snippet } = await import('../commands/snippet.ts');
        await snippet(name, options);
      }),
};
