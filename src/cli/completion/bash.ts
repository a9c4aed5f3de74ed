import { BINS, NPX_CALL, NPX_VALUES } from './npx.ts';
import { SHELL_FUNCTIONS, type AssignmentKey, type AssignmentKind } from './assignments.ts';
import type { CommandLine, CompletedCommand, CompletedOption, Value } from './model.ts';

/**
 * The script for bash 3.2 and later. Words come from our own declarations and contain nothing that bash would
 * interpret.
 *
 * bash splits `target.port=9` at `=` (COMP_WORDBREAKS) and replaces only the last part; `_websocket_alb_join` joins
 * words again, and `_websocket_alb_finish` strips from the completions what bash leaves on the line. bash before 4 has
 * no compopt, so a space follows `path=` there.
 */
export function bashScript({ commands, globals, assignments }: CommandLine): string {
  return `# bash completion for ${BINS.join(' and ')}, and for them after npx
# Reads the words up to the cursor into words, and into part the piece of the last one that bash replaces.
_websocket_alb_join() {
  local line=\${COMP_LINE:0:COMP_POINT} index gap
  words=()
  for ((index = 0; index <= COMP_CWORD; index++)); do
    gap=\${line%%[![:space:]]*}
    line=\${line#"$gap"}
    part=\${COMP_WORDS[index]}
    ((index < COMP_CWORD)) || part=$line
    line=\${line#"$part"}
    if [[ -n $gap || $index == 0 ]]; then
      words+=("$part")
    else
      words[\${#words[@]} - 1]+=$part
    fi
  done
}
_websocket_alb_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
_websocket_alb_files() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -f -- "$current"))
  compopt -o filenames 2>/dev/null
}
# One step of a path at a time, then the values that a key may have: KEYS, then KEY=VALUE.
_websocket_alb_assignment() {
  local IFS=$' \\t\\n' word base=
  if [[ $current == *=* ]]; then
    _websocket_alb_words "$2"
    return
  fi
  [[ $current != *.* ]] || base=\${current%.*}.
  for word in $1; do
    [[ $word != "$current"* || $word == "$base" ]] && continue
    word=\${word#"$base"}
    [[ \${word%.} == *.* ]] || COMPREPLY+=("$base$word")
  done
  compopt -o nospace 2>/dev/null
}
${assignments.map(assignmentFunction).join('\n')}
# Strips from the completions what bash leaves on the line, or adds what it removes from it.
_websocket_alb_finish() {
  local index cut= tail=\${part#[\\"\\']}
  if [[ -z $lead && $part != "$word" ]]; then
    case $tail in
      [=:@]*) cut=$current ;;
      *) cut=\${current%"$tail"} ;;
    esac
  fi
  for index in "\${!COMPREPLY[@]}"; do
    COMPREPLY[index]=$lead\${COMPREPLY[index]#"$cut"}
  done
}
# Completes the last of words; the word at START is the command.
_websocket_alb_complete() {
  local index last=$((\${#words[@]} - 1)) command=
  local word=\${words[last]} previous=\${words[last - 1]} lead=
  local current=$word
  case $word in
    --*=*)
      previous=\${word%%=*} current=\${word#*=}
      [[ $part != "$word" ]] || lead=$previous=
      ;;
  esac
  current=\${current#[\\"\\']}
  COMPREPLY=()
  for ((index = $1 + 1; index < last; index++)); do
    case \${words[index]} in
      -*) ;;
      *) command=\${words[index]}; break ;;
    esac
  done
  _websocket_alb_arguments
  _websocket_alb_finish
}
_websocket_alb_arguments() {
  case $command in
    '')
      _websocket_alb_words '${[...commands.map(({ name }) => name), ...flags(globals)].join(' ')}'
      return
      ;;
${commands.map(commandCase).join('\n')}
  esac
}
_websocket_alb() {
  local words part
  _websocket_alb_join
  _websocket_alb_complete 0
}
# Other npx commands complete as they would without this function.
_websocket_alb_npx() {
  local words part index
  COMPREPLY=()
  _websocket_alb_join
  for ((index = 1; index < \${#words[@]} - 1; index++)); do
    case \${words[index]} in
      ${NPX_CALL.join(' | ')}) return ;;
      ${NPX_VALUES.join(' | ')}) ((index++)) ;;
      -*) ;;
      ${BINS.flatMap((bin) => [bin, `${bin}@*`]).join(' | ')})
        compopt +o default +o bashdefault 2>/dev/null
        _websocket_alb_complete "$index"
        return
        ;;
      *) return ;;
    esac
  done
}
complete -F _websocket_alb ${BINS.join(' ')}
complete -p npx >/dev/null 2>&1 || complete -o bashdefault -o default -F _websocket_alb_npx npx
`;
}

function assignmentFunction([kind, keys]: readonly [AssignmentKind, readonly AssignmentKey[]]): string {
  const pairs = keys.flatMap(({ word, values }) => values.map((value) => `${word}${value}`));
  return `${SHELL_FUNCTIONS[kind]}() {
  _websocket_alb_assignment '${keys.map(({ word }) => word).join(' ')}' '${pairs.join(' ')}'
}`;
}

const flags = (options: readonly CompletedOption[]): string[] => options.map(({ long }) => long);

function commandCase({ name, options, argument }: CompletedCommand): string {
  const values = options.flatMap((option) =>
    option.value === undefined
      ? []
      : [
          `        ${[option.short, option.long].filter((each) => each !== undefined).join(' | ')}) ${completed(option.value)}; return ;;`,
        ],
  );
  const afterOption =
    values.length === 0 ? '' : `      case $previous in\n${values.join('\n')}\n      esac\n`;
  return `    ${name})
${afterOption}      case $current in
        -*) _websocket_alb_words '${flags(options).join(' ')}' ;;
        *) ${argument ? completed(argument) : ':'} ;;
      esac
      ;;`;
}

function completed(value: Value): string {
  if (value === 'file') return '_websocket_alb_files';
  if (value === 'anything') return ':';
  if ('assignment' in value) return SHELL_FUNCTIONS[value.assignment];
  return `_websocket_alb_words '${value.words.join(' ')}'`;
}
