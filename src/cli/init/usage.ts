import { collect, type Usage } from '../shared/usage.ts';

export const init: Usage = {
  name: 'init',
  summary: 'write a config by answering questions',
  declare: (command) =>
    command
      .argument('[file]', 'the file to write, or to change', 'websocket-alb.yaml')
      .option('--set <path=value>', 'answer a question ahead, value as YAML; repeatable', collect)
      .option('-y, --yes', 'ask nothing: defaults, and what --set says')
      .option('-f, --force', 'with --yes: change a file that exists')
      .addHelpText(
        'after',
        `
Only keys that differ from their default are written. A file that exists is loaded, its values are the defaults of the
questions, and the change is shown before it is written.

Examples:
  generate init
  generate init chat.yaml --yes --set name=chat --set target.port=9000`,
      )
      .action(async (file, options) => {
        const { init } = await import('./command.ts');
        await init(file, options);
      }),
};
