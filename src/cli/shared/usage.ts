// What the command line understands of a command: one file a command, read only when that command is asked for.
import { Option, type Command } from 'commander';
import { PRESETS } from '../../config/presets.ts';

/** A command as a user sees it. The code that it runs is imported when it runs. */
export interface Usage {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /**
   * Adds arguments, options, the rest of the help, and what to do.
   *
   * @param wholeProgram makes another command line, with all commands declared, for completion
   */
  readonly declare: (command: Command, wholeProgram: () => Command) => Command;
}

/** --config, --preset and --set, as every command has them that reads a config. */
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
  // For completion only: a wrong name is reported by the config, together with its other mistakes.
  option.argChoices = Object.keys(PRESETS);
  return option;
}
