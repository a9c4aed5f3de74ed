// What can be completed, read from the very declarations that the command line is parsed with.
import type { Argument, Command, Option } from 'commander';

/** What is at a place: one of some words, a file, or something that no shell can know. */
export type Value = { readonly words: readonly string[] } | 'file' | 'anything';

export interface CompletedOption {
  /** `-o`, when there is one. */
  readonly short: string | undefined;
  /** `--output` */
  readonly long: string;
  readonly description: string;
  /** Undefined for a flag. */
  readonly value: Value | undefined;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What the arguments are; undefined when there are none. */
  readonly argument: Value | undefined;
}

/** Everything that can be completed. `program` must have its commands declared. */
export function completionsOf(program: Command): readonly CompletedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: [...command.options.flatMap(completedOption), HELP],
    argument: argumentOf(command, program),
  }));
}

const HELP: CompletedOption = {
  short: '-h',
  long: '--help',
  description: 'display help for command',
  value: undefined,
};

/** Options of the program itself. */
export const globalOptions = (program: Command): readonly CompletedOption[] => [
  ...program.options.flatMap(completedOption),
  HELP,
];

function completedOption(option: Option): CompletedOption[] {
  if (option.long === undefined || option.long === null || option.hidden) return [];
  const takesValue = option.required || option.optional;
  const placeholder = /[<[]([^>\]]*)[>\]]/.exec(option.flags)?.[1] ?? '';
  return [
    {
      short: option.short ?? undefined,
      long: option.long,
      description: option.description,
      value: takesValue ? valueOf(placeholder, option.argChoices) : undefined,
    },
  ];
}

function argumentOf(command: Command, program: Command): Value | undefined {
  if (command.name() === 'help') return { words: program.commands.map((each) => each.name()) };
  const argument: Argument | undefined = command.registeredArguments[0];
  return argument && valueOf(argument.name(), argument.argChoices);
}

function valueOf(placeholder: string, choices: readonly string[] | undefined): Value {
  if (choices) return { words: choices };
  return /^(files?|folder|paths?)(\.\.\.)?$/.test(placeholder) ? 'file' : 'anything';
}
