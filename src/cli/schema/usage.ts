import { SCHEMA_URL } from '../shared/schema-url.ts';
import type { Usage } from '../shared/usage.ts';

export const schema: Usage = {
  name: 'schema',
  summary: 'print the JSON Schema of the config, for editors',
  declare: (command) =>
    command
      .option('-o, --output <file>', 'write to a file instead of standard output')
      .addHelpText(
        'after',
        `
The schema is draft-07. An editor with a YAML language server completes and checks the config with this first line:
  # yaml-language-server: $schema=${SCHEMA_URL}
\`npx websocket-alb init\` writes it; where the package is installed, with the schema's path in node_modules instead.

Examples:
  npx websocket-alb schema -o websocket-alb.schema.json
  npx websocket-alb schema | jq '.properties | keys'`,
      )
      .action(async (options) => {
        const { schema } = await import('./command.ts');
        schema(options);
      }),
};
