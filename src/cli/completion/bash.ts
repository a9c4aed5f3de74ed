import type { CompletedCommand, CompletedOption, Value } from './model.ts';

/** The script for bash 3.2 and later. Words come from our own declarations and hold no character that bash reads. */
export function bashScript(
  bins: readonly string[],
  commands: readonly CompletedCommand[],
  globals: readonly CompletedOption[],
): string {
  return `# bash completion for ${bins.join(' and ')}
_websocket_alb() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} command= index
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      -*) ;;
      *) command=\${COMP_WORDS[index]}; break ;;
    esac
  done
  _websocket_alb_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
  _websocket_alb_files() {
    local IFS=$'\\n'
    COMPREPLY=($(compgen -f -- "$current"))
    compopt -o filenames 2>/dev/null
  }
  case $command in
    '')
      _websocket_alb_words '${[...commands.map(({ name }) => name), ...flags(globals)].join(' ')}'
      return
      ;;
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _websocket_alb ${bins.join(' ')}
`;
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
  return value === 'anything' ? ':' : `_websocket_alb_words '${value.words.join(' ')}'`;
}
