// What can be completed, taken from the declarations that the command line is parsed with.
import type { Argument, Command, Option } from 'commander';
import { ASSIGNMENTS, isAssignmentKind, type AssignmentKey, type AssignmentKind } from './assignments.ts';

/** A completable value: one of some words, a `key=value`, a file, or something no shell can complete. */
export type Value =
  { readonly words: readonly string[] } | { readonly assignment: AssignmentKind } | 'file' | 'anything';

/** Everything that can be completed. */
export interface CommandLine {
  readonly commands: readonly CompletedCommand[];
  /** Options of the program itself. */
  readonly globals: readonly CompletedOption[];
  readonly assignments: readonly (readonly [AssignmentKind, readonly AssignmentKey[]])[];
}

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

/** Reads a program whose commands are declared. */
export const commandLineOf = (program: Command): CommandLine => ({
  commands: program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: [...command.options.flatMap(completedOption), HELP],
    argument: argumentOf(command, program),
  })),
  globals: [...program.options.flatMap(completedOption), HELP],
  assignments: [
    ['path=value', ASSIGNMENTS['path=value']()],
    ['condition', ASSIGNMENTS.condition()],
  ],
});

const HELP: CompletedOption = {
  short: '-h',
  long: '--help',
  description: 'display help for command',
  value: undefined,
};

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
  if (isAssignmentKind(placeholder)) return { assignment: placeholder };
  return /^(files?|folder|paths?)(\.\.\.)?$/.test(placeholder) ? 'file' : 'anything';
}
