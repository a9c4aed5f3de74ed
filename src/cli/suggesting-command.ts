import { Command } from 'commander';
import { didYouMean, suggestions } from '../common/nearest.ts';
import { quote } from '../common/shell.ts';

/**
 * A command that answers unknown options, commands and arguments with a suggestion. It overrides three methods that commander
 * calls; commander's own suggestions are too loose.
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

  /** A config without its option, and a value that a space parts from the key of `--set`, are what people write. */
  _excessArguments(received: readonly string[]): void {
    const extra = received.slice(this.registeredArguments.length);
    if (extra.length === 0) return;
    this.refuse(
      `error: unexpected argument${extra.length === 1 ? '' : 's'} ${extra.map((each) => `'${each}'`).join(', ')}`,
      'commander.excessArguments',
      this.meantByArgument(extra[0] ?? ''),
    );
  }

  private meantByArgument(argument: string): string[] {
    const { set } = this.opts<{ readonly set?: readonly string[] }>();
    const unfinished = set?.findLast((assignment) => !assignment.includes('='));
    if (unfinished !== undefined) return [`--set ${quote(`${unfinished}=${argument}`)}`];
    const takesConfig = this.options.some(({ long }) => long === '--config');
    return takesConfig && /\.(?:ya?ml|json)$/i.test(argument) ? [`-c ${quote(argument)}`] : [];
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
