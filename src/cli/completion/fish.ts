import type { CompletedCommand, CompletedOption, Value } from './model.ts';

/** The script for fish 3 and later. */
export function fishScript(
  bins: readonly string[],
  commands: readonly CompletedCommand[],
  globals: readonly CompletedOption[],
): string {
  return bins
    .flatMap((bin) => [
      `complete -c ${bin} -f`,
      ...globals.map((option) => `complete -c ${bin} -n __fish_use_subcommand ${optionWords(option)}`),
      ...commands.map(
        ({ name, summary }) =>
          `complete -c ${bin} -n __fish_use_subcommand -a ${name} -d ${fishQuoted(summary)}`,
      ),
      ...commands.flatMap((command) => commandLines(bin, command)),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function commandLines(bin: string, { name, options, argument }: CompletedCommand): string[] {
  const start = `complete -c ${bin} -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...options.map((option) => `${start} ${optionWords(option)}`),
    ...(argument === undefined || argument === 'anything' ? [] : [`${start} ${valueWords(argument)}`]),
  ];
}

function optionWords({ short, long, description, value }: CompletedOption): string {
  return [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    `-l ${long.slice(2)}`,
    ...(value === undefined ? [] : ['-r', valueWords(value)]),
    `-d ${fishQuoted(description)}`,
  ].join(' ');
}

function valueWords(value: Value): string {
  if (value === 'file') return '-F';
  return value === 'anything' ? '-f' : `-f -a ${fishQuoted(value.words.join(' '))}`;
}

/** fish reads a backslash inside quotes. */
const fishQuoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
