import type { Usage } from './shared.ts';

export const schema: Usage = {
  name: 'schema',
  summary: 'print the JSON Schema of the config, for editors',
  declare: (command) =>
    command
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .action(async (options) => {
        const { schema } = await import('../commands/schema.ts');
        schema(options);
      }),
};
