// Prints values and imports as TypeScript or JavaScript, formatted as by Prettier.
import type { Import, Language } from './piece.ts';

const WIDTH = 110;

export type Literal = string | number | boolean;

/** A setting: its name, its value, and a comment on it. */
export type Setting = readonly [name: string, value: Literal, why: string];

/** A string, number or boolean as a literal. No string can break out of its quotes. */
export function literal(value: Literal): string {
  if (typeof value !== 'string') return String(value);
  const inner = JSON.stringify(value)
    .slice(1, -1)
    // Line separators end a line comment and, before ES2019, a string.
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`);
  // Like Prettier, use the quotes that need fewer escapes.
  const single = value.split("'").length <= value.split('"').length;
  return single ? `'${inner.replaceAll(String.raw`\"`, '"').replaceAll("'", String.raw`\'`)}'` : `"${inner}"`;
}

/** `export const NAME = { … };` with a comment above each setting. */
export function settingsObject(name: string, about: string, settings: readonly Setting[]): string {
  return [
    ...comment(about),
    `export const ${name} = {`,
    ...settings.flatMap(([key, value, why]) => [...comment(why, '  '), `  ${key}: ${literal(value)},`]),
    '};',
  ].join('\n');
}

/** Import declarations, one per line or, if that is too long, one name per line. Types are left out in JavaScript. */
export function importLines(imports: readonly Import[], language: Language): string {
  return imports
    .map(({ from, names }) => ({
      from,
      names: language === 'js' ? names.filter(({ isType }) => isType !== true) : names,
    }))
    .filter(({ names }) => names.length > 0)
    .map(({ from, names }) => {
      const allTypes = names.every(({ isType }) => isType === true);
      const list = names.map(
        ({ name, as, isType }) =>
          `${isType === true && !allTypes ? 'type ' : ''}${name}${as === undefined ? '' : ` as ${as}`}`,
      );
      const keyword = allTypes ? 'import type' : 'import';
      const line = `${keyword} { ${list.join(', ')} } from '${from}';`;
      return line.length <= WIDTH
        ? line
        : `${keyword} {\n${list.map((each) => `  ${each},\n`).join('')}} from '${from}';`;
    })
    .join('\n');
}

/** Wraps a text into line comments. */
function comment(words: string, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(' ')) {
    if (line !== '' && indent.length + 3 + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `${indent}// ${each}`);
}
