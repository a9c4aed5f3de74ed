import { singleQuoted } from '../../common/shell.ts';
import { SHELL_FUNCTIONS, type AssignmentKey, type AssignmentKind } from './assignments.ts';
import type { CommandLine, CompletedCommand, CompletedOption, Value } from './model.ts';
import { BINS, NPX_CALL, NPX_VALUES } from './npx.ts';

/** The script for zsh: works as a file in a folder of fpath, and with `source`. */
export function zshScript({ commands, globals, assignments }: CommandLine): string {
  return `#compdef ${BINS.join(' ')} npx
# One step of a path at a time, then the values that a key may have.
_websocket_alb_assignment() {
  local key=\${(Q)PREFIX%%=*}
  if compset -P '*='; then
    compadd -- \${=values[$key=]}
    return
  fi
  local base=\${(M)PREFIX##*.} word
  local -a here
  compset -P '*.'
  for word in $keys; do
    [[ $word == \${(b)base}?* ]] || continue
    word=\${word#$base}
    [[ \${\${word%%:*}%.} == *.* ]] || here+=("$word")
  done
  _describe -t keys key here -S ''
}
${assignments.map(assignmentFunction).join('\n')}
_websocket_alb_command() {
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
# Other npx commands complete as they would without this function.
_websocket_alb() {
  if [[ \${words[1]:t} != npx ]]; then
    _websocket_alb_command
    return
  fi
  local index
  for ((index = 2; index < CURRENT; index++)); do
    case $words[index] in
      ${NPX_CALL.join(' | ')}) break ;;
      ${NPX_VALUES.join(' | ')}) ((index++)) ;;
      -*) ;;
      ${BINS.flatMap((bin) => [bin, `${bin}@*`]).join(' | ')})
        words=("\${(@)words[index,-1]}")
        ((CURRENT -= index - 1))
        _websocket_alb_command
        return
        ;;
      *) break ;;
    esac
  done
  _default
}
if [[ $funcstack[1] == _websocket_alb ]]; then
  _websocket_alb "$@"
else
  compdef _websocket_alb ${BINS.join(' ')}
  (( $+_comps[npx] )) || compdef _websocket_alb npx
fi
`;
}

function assignmentFunction([kind, keys]: readonly [AssignmentKind, readonly AssignmentKey[]]): string {
  return `${SHELL_FUNCTIONS[kind]}() {
  local -a keys=(
${keys.map(({ word, description }) => `    ${singleQuoted(description === '' ? word : `${word}:${description}`)}`).join('\n')}
  )
  local -A values=(
${keys
  .filter(({ values }) => values.length > 0)
  .map(({ word, values }) => `    ${word} ${singleQuoted(values.join(' '))}`)
  .join('\n')}
  )
  _websocket_alb_assignment
}`;
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
  const name = value === undefined ? long : `${long}=`;
  if (short === undefined) return singleQuoted(`*${name}${text}${argument}`);
  return `'*'{${short},${name}}${singleQuoted(`${text}${argument}`)}`;
}

function action(value: Value): string {
  if (value === 'file') return '_files';
  if (value === 'anything') return ' ';
  return 'assignment' in value ? SHELL_FUNCTIONS[value.assignment] : `(${value.words.join(' ')})`;
}

/** Brackets and colons are special in descriptions for _arguments. */
const escape = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');
