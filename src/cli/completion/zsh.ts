import { singleQuoted } from '../../common/shell.ts';
import type { CompletedCommand, CompletedOption, Value } from './model.ts';

/** The script for zsh: a file for a folder of fpath, or text for `source`. */
export function zshScript(
  bins: readonly string[],
  commands: readonly CompletedCommand[],
  globals: readonly CompletedOption[],
): string {
  return `#compdef ${bins.join(' ')}
_websocket_alb() {
  local state line
  _arguments -C \\
${globals.map((option) => `    ${optionSpec(option)} \\`).join('\n')}
    '1: :->command' \\
    '*:: :->arguments' && return
  if [[ $state == command ]]; then
    local -a commands=(
${commands.map(({ name, summary }) => `      ${singleQuoted(`${name}:${summary}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  case $line[1] in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _websocket_alb ]]; then
  _websocket_alb "$@"
else
  compdef _websocket_alb ${bins.join(' ')}
fi
`;
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const specs = [
    ...options.map(optionSpec),
    ...(argument === undefined ? [] : [singleQuoted(`*:argument:${action(argument)}`)]),
  ];
  return `    ${name})\n      _arguments \\\n        ${specs.join(' \\\n        ')}\n      ;;`;
}

function optionSpec({ short, long, description, value }: CompletedOption): string {
  const text = `[${escape(description)}]`;
  const argument = value === undefined ? '' : `:value:${action(value)}`;
  if (short === undefined) return singleQuoted(`*${long}${text}${argument}`);
  return `'*'{${short},${long}}${singleQuoted(`${text}${argument}`)}`;
}

function action(value: Value): string {
  if (value === 'file') return '_files';
  return value === 'anything' ? ' ' : `(${value.words.join(' ')})`;
}

/** Inside a description of _arguments, brackets and colons have a meaning. */
const escape = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');
