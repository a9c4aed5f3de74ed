// Strings as TypeScript literals. Whatever a string contains, the literal cannot end early and evaluates to that
// string.

const SHORT: Readonly<Record<string, string>> = {
  '\\': String.raw`\\`,
  '\b': String.raw`\b`,
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\v': String.raw`\v`,
  '\f': String.raw`\f`,
  '\r': String.raw`\r`,
};

/**
 * Characters that are not written as they are: control characters, which an editor may change; U+2028 and U+2029, which
 * end a line; characters without width or that reverse the direction of writing, which make code read differently from
 * how it runs (CVE-2021-42574); and lone surrogates, which UTF-8 cannot encode.
 */
const UNSAFE =
  // eslint-disable-next-line no-control-regex
  /[\\\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const escape = (character: string): string =>
  SHORT[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const count = (text: string, character: string): number => text.split(character).length - 1;

/** A string literal in single quotes, unless double quotes need fewer escapes: Prettier's rule. */
export function stringLiteral(text: string): string {
  const quote = count(text, "'") > count(text, '"') ? '"' : "'";
  return quote + text.replaceAll(UNSAFE, escape).replaceAll(quote, `\\${quote}`) + quote;
}

/**
 * The text between the expressions of a template literal. Line feeds stay, because they are the reason for a template
 * literal.
 */
export const templateText = (text: string): string =>
  text
    .replaceAll(UNSAFE, (character) => (character === '\n' ? character : escape(character)))
    .replaceAll('`', '\\`')
    .replaceAll('${', '\\${');

/** A number, as Prettier writes it. */
export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`${value} is no literal`);
  return String(value).replace('e+', 'e');
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Whether a text has the form of an identifier; it may still be a reserved word. */
export const isIdentifier = (text: string): boolean => IDENTIFIER.test(text);

/** An object key: unquoted where Prettier would remove the quotes. A plain `__proto__` would set the prototype. */
export function keyLiteral(key: string): string {
  if (key === '__proto__') return "['__proto__']";
  return /^[$_a-z][$_a-z0-9]*$/i.test(key) ? key : stringLiteral(key);
}

/** A line of a comment: nothing in it can end the comment. */
export const commentText = (text: string): string =>
  text.replaceAll(UNSAFE, (character) => (character === '\\' ? character : ' ')).replaceAll('*/', '* /');
