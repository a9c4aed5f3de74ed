// How a command declares itself to the command line.
import { Option, type Command } from 'commander';
import { PRESETS } from '../../config/presets.ts';

/** A command as a user sees it. Its code is imported when it runs. */
export interface Usage {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /**
   * Adds the arguments, the options, the rest of the help, and the action.
   *
   * @param wholeProgram creates another program with all commands declared, for completion
   */
  readonly declare: (command: Command, wholeProgram: () => Command) => Command;
}

/** Adds --config, --preset and --set, for commands that read a config. */
export const withConfig = (command: Command): Command =>
  command
    .option(
      '-c, --config <file>',
      'the config, YAML or JSON; - reads standard input; repeatable, later files override earlier ones',
      collect,
    )
    .addOption(presetOption())
    .option('--set <path=value>', 'set one key, value as YAML; repeatable', collect);

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, previous: readonly string[] = []): string[] => [...previous, value];

function presetOption(): Option {
  const option = new Option('--preset <name>', 'start from a preset');
  // For completion only: loading the config reports a wrong name together with its other mistakes.
  option.argChoices = Object.keys(PRESETS);
  return option;
}
