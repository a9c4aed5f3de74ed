// The only place where text becomes markup. Everything in a page passes through here.

const IN_HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is safe to insert without escaping. */
export class Markup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

type Part = string | number | Markup;

/**
 * Characters that are invisible or reorder the text (U+202E and the like) are shown as their code points: clients
 * choose their own user agent.
 */
const UNSEEN = /(?![\t\n])\p{Cc}|[\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFFE\uFFFF]/gu;

export const visible = (text: string): string =>
  text
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll(UNSEEN, (unit) => `\\u{${unit.charCodeAt(0).toString(16)}}`);

const escaped = (text: string): string => visible(text).replaceAll(/[&<>"']/g, (unit) => IN_HTML[unit] ?? '');

/**
 * A template tag that escapes values, unless they are already markup. Values in attributes must be in double quotes.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly (Part | readonly Part[])[]): Markup {
  let all = texts[0] ?? '';
  for (const [index, part] of parts.entries()) {
    const each = Array.isArray(part) ? (part as readonly Part[]) : [part as Part];
    all += each.map((one) => (one instanceof Markup ? one.toString() : escaped(String(one)))).join('');
    all += texts[index + 1] ?? '';
  }
  return new Markup(all);
}

/** JSON for a data `<script>`: nothing in it can end the element or start a comment. */
export const scriptJson = (value: unknown): Markup =>
  new Markup(
    JSON.stringify(value).replaceAll(
      /[<>&\u2028\u2029]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
