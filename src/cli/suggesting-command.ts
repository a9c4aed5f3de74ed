import { Command } from 'commander';
import { didYouMean, suggestions } from '../common/nearest.ts';

/**
 * A command that answers unknown options and commands with a suggestion. It overrides two methods that commander calls;
 * commander's own suggestions are too loose.
 */
export class SuggestingCommand extends Command {
  override createCommand(name?: string): SuggestingCommand {
    return new SuggestingCommand(name);
  }

  /** @param flag as typed, with its dashes but without a value */
  unknownOption(flag: string): void {
    const known = [this, this.parent].flatMap((command) => (command ? visibleOptions(command) : []));
    const isLong = flag.startsWith('--');
    const meant = isLong ? suggestions(flag.slice('--'.length), [...new Set(known)]) : [];
    this.refuse(
      `error: unknown option '${flag}'`,
      'commander.unknownOption',
      meant.map((name) => `--${name}`),
    );
  }

  unknownCommand(): void {
    const [word = ''] = this.args;
    const meant = suggestions(
      word,
      this.commands.map((command) => command.name()),
    );
    this.refuse(`error: unknown command '${word}'`, 'commander.unknownCommand', meant);
  }

  private refuse(message: string, code: string, meant: readonly string[]): void {
    this.error(meant.length === 0 ? message : `${message}\n(${didYouMean(meant)})`, { code });
  }
}

/** Long option names, without dashes. */
const visibleOptions = (command: Command): string[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => (long ? [long.slice('--'.length)] : []));
