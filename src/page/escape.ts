// The one place where text becomes markup. Nothing is placed in a page but through here.

const IN_HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that is safe to place. Only `markup` and `join` make it. */
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
 * Characters that a page does not show, or shows in another order than they stand (U+202E and its like), as their number: a
 * client chooses its own user agent.
 */
const UNSEEN = /(?![\t\n])\p{Cc}|[\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFFE\uFFFF]/gu;

export const visible = (text: string): string =>
  text
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    .replaceAll(UNSEEN, (unit) => `\\u{${unit.charCodeAt(0).toString(16)}}`);

const escaped = (text: string): string => visible(text).replaceAll(/[&<>"']/g, (unit) => IN_HTML[unit] ?? '');

/** A template whose holes are escaped, unless they are markup already. Holes in attributes are in double quotes. */
export function markup(texts: TemplateStringsArray, ...parts: readonly (Part | readonly Part[])[]): Markup {
  let all = texts[0] ?? '';
  for (const [index, part] of parts.entries()) {
    const each = Array.isArray(part) ? (part as readonly Part[]) : [part as Part];
    all += each.map((one) => (one instanceof Markup ? one.toString() : escaped(String(one)))).join('');
    all += texts[index + 1] ?? '';
  }
  return new Markup(all);
}

/** JSON for a `<script>` of data: no character can end it, or begin a comment in it. */
export const scriptJson = (value: unknown): Markup =>
  new Markup(
    JSON.stringify(value).replaceAll(
      /[<>&\u2028\u2029]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
