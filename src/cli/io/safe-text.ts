// Escapes text for people at the one place where it leaves: names of files, keys and resources come from outside.
import { stripVTControlCharacters } from 'node:util';
import { printable } from '../../common/printable.ts';

const ESCAPE = '\u{1B}';

/**
 * What passes unescaped: our own colour sequences (red, green, yellow, bold, dim, and their ends), line feeds and tabs.
 */
const OURS = new RegExp(String.raw`(\n|\t|${ESCAPE}\[(?:1|2|22|31|32|33|39)m)`);

/**
 * Text that is safe for a terminal and a CI runner. Except for line feeds, tabs and our own colours, it contains
 * nothing that a terminal interprets, and no line that a runner would take for a command.
 *
 * @param isUnicode false: ASCII only.
 */
export function safeText(text: string, isUnicode: boolean): string {
  const shown = text
    .split(OURS)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
  return (isUnicode ? shown : ascii(shown)).split('\n').map(withoutCommand).join('\n');
}

/** The same for a single line: line feeds and tabs are escaped too. */
export const safeLine = (text: string, isUnicode: boolean): string => safeText(printable(text), isUnicode);

/**
 * GitHub's runner obeys lines that begin with `::`, after any spaces, or contain `##[`; Azure Pipelines obeys `##vso[`,
 * TeamCity `##teamcity[`. Source: actions/runner, src/Runner.Common/ActionCommand.cs (`TryParseV2`, `TryParse`).
 */
const withoutCommand = (line: string): string => {
  const isCommand = stripVTControlCharacters(line).trimStart().startsWith('::');
  return (isCommand ? line.replace('::', String.raw`\u{3a}:`) : line).replaceAll(
    /#(?=#\w*\[)/g,
    String.raw`\u{23}`,
  );
};

const ASCII: Readonly<Record<string, string>> = {
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '→': '->',
  '←': '<-',
  '≤': '<=',
  '≥': '>=',
  '≈': '~',
  '×': 'x',
  '·': '*',
  '•': '*',
  '░': '.',
  '▏': '|',
  '▁': '.',
  '▂': ':',
  '▃': '-',
  '▄': '=',
  '▅': '+',
  '▆': '*',
  '▇': '%',
  '█': '#',
};

const ascii = (text: string): string =>
  text.replaceAll(
    /[^\p{ASCII}]/gu,
    (character) => ASCII[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
