import type { AssignmentKey, AssignmentKind } from './assignments.ts';
import type { CommandLine, CompletedCommand, CompletedOption, Value } from './model.ts';
import { BINS, NPX_CALL, NPX_VALUES } from './npx.ts';

const [WRAPPED, BIN] = BINS;

/** The script for fish 3 and later. */
export function fishScript({ commands, globals, assignments }: CommandLine): string {
  return [
    ...assignments.flatMap(assignmentFunction),
    ...NPX,
    `complete -c ${BIN} -f`,
    ...globals.map((option) => `complete -c ${BIN} -n __fish_use_subcommand ${optionWords(option)}`),
    ...commands.map(
      ({ name, summary }) =>
        `complete -c ${BIN} -n __fish_use_subcommand -a ${name} -d ${fishQuoted(summary)}`,
    ),
    ...commands.flatMap((command) => commandLines(BIN, command)),
    `complete -c ${WRAPPED} -w ${BIN}`,
    `complete -c npx -n __websocket_alb_after_npx -f -a '(complete -C (__websocket_alb_after_npx))'`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** A function that prints the command line of `npx [options] websocket-alb …` without npx, or fails. */
const NPX = [
  'function __websocket_alb_after_npx',
  `    set -l line '^(?:.*\\s)?npx\\s+(?:(?:${NPX_VALUES.join('|')})\\s+\\S+\\s+|(?!(?:${[...NPX_VALUES, ...NPX_CALL].join('|')})\\s)-\\S*\\s+)*(?:${BINS.join('|')})(?:@\\S*)?\\s'`,
  `    string replace -fr -- $line '${BIN} ' (commandline -cp | string collect)`,
  'end',
];

const FUNCTIONS: Readonly<Record<AssignmentKind, string>> = {
  'path=value': '__websocket_alb_config',
  condition: '__websocket_alb_condition',
};

/** All keys at once, since fish also matches substrings; after a `=`, the values of that key. */
function assignmentFunction([kind, keys]: readonly [AssignmentKind, readonly AssignmentKey[]]): string[] {
  const words = keys.filter(
    ({ word }) =>
      word.endsWith('=') || !keys.some((other) => other.word !== word && other.word.startsWith(word)),
  );
  const valued = keys.filter(({ values }) => values.length > 0);
  return [
    `function ${FUNCTIONS[kind]}`,
    `    set -l key (commandline -ct | string replace -r -- '^--[a-z-]+=' '' | string trim -lc '\\'"' | string match -r -- '^[^=]*=')`,
    '    switch "$key"',
    `        case ''`,
    `            printf '%s\\t%s\\n' ${words.map(({ word, description }) => `${word} ${fishQuoted(description)}`).join(' ')}`,
    ...valued.flatMap(({ word, values }) => [
      `        case ${word}`,
      `            printf '%s\\n' ${values.map((value) => `${word}${value}`).join(' ')}`,
    ]),
    '    end',
    'end',
  ];
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
  if (value === 'anything') return '-f';
  if (typeof value === 'object' && 'assignment' in value) return `-f -a '(${FUNCTIONS[value.assignment]})'`;
  return `-f -a ${fishQuoted(value.words.join(' '))}`;
}

/** fish interprets backslashes inside single quotes. */
const fishQuoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
