import { escapeSub } from './intrinsics.ts';

/** A string that goes into Fn::Sub as it is, because it holds variables. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export const verbatim = (text: string): Verbatim => new Verbatim(text);

/** How a string is written: as plain JSON, or so that Fn::Sub leaves it alone. */
type Quote = (text: string) => string;

const plain: Quote = (text) => JSON.stringify(text);
const forSub: Quote = (text) => escapeSub(JSON.stringify(text));

/** Wide enough for one metric of a dashboard on one line. */
const WIDTH = 180;

/** JSON for people to read: what fits on a line stays on it. */
export const compactJson = (value: unknown): string => block(value, plain, '');

/** The same inside a Fn::Sub: strings are escaped for it too, except those marked {@link verbatim}. */
export const compactJsonForSub = (value: unknown): string => block(value, forSub, '');

function block(value: unknown, quote: Quote, indent: string): string {
  const flat = inline(value, quote);
  if (!isContainer(value) || indent.length + flat.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  const lines: string[] = [];
  const isList = Array.isArray(value);
  let previousWasScalar = false;
  for (const [key, item] of isList ? value.map((element) => ['', element] as const) : Object.entries(value)) {
    const text = (isList ? '' : `${quote(key)}: `) + block(item, quote, deeper);
    const last = lines.at(-1);
    // Scalars of an object share a line: a widget begins with its type and place.
    const isScalar = !isList && !isContainer(item);
    if (
      isScalar &&
      previousWasScalar &&
      last !== undefined &&
      deeper.length + last.length + text.length + 2 <= WIDTH
    )
      lines[lines.length - 1] = `${last}, ${text}`;
    else lines.push(text);
    previousWasScalar = isScalar;
  }
  const [open, close] = isList ? '[]' : '{}';
  return `${open}\n${lines.map((line) => deeper + line).join(',\n')}\n${indent}${close}`;
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Verbatim);

function inline(value: unknown, quote: Quote): string {
  if (value instanceof Verbatim) return JSON.stringify(value.text);
  if (Array.isArray(value)) return `[${value.map((item) => inline(item, quote)).join(', ')}]`;
  if (isContainer(value)) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${quote(key)}: ${inline(item, quote)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}
