import { escapeSub } from './intrinsics.ts';

/** A string that goes into Fn::Sub unescaped, because it contains variables. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export const verbatim = (text: string): Verbatim => new Verbatim(text);

/** How to write a string: as plain JSON, or also escaped for Fn::Sub. */
type Quote = (text: string) => string;

const plain: Quote = (text) => JSON.stringify(text);
const forSub: Quote = (text) => escapeSub(JSON.stringify(text));

/** Wide enough for one metric of a dashboard on one line. */
const WIDTH = 180;

/** Readable JSON: whatever fits on a line stays on one. */
export const compactJson = (value: unknown): string => block(value, plain, '');

/** The same for use inside Fn::Sub: strings are escaped for it too, except those marked {@link verbatim}. */
export const compactJsonForSub = (value: unknown): string => block(value, forSub, '');

function block(value: unknown, quote: Quote, indent: string): string {
  if (!isContainer(value)) return scalar(value, quote);
  const flat = inline(value, quote, WIDTH - indent.length);
  if (flat !== undefined) return flat;
  const deeper = `${indent}  `;
  const lines: string[] = [];
  const isList = Array.isArray(value);
  let previousWasScalar = false;
  for (const [key, item] of entriesOf(value)) {
    const text = (isList ? '' : `${quote(key)}: `) + block(item, quote, deeper);
    const last = lines.at(-1);
    // An object's scalars share a line: a widget begins with its type and position.
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

const entriesOf = (value: object): (readonly [string, unknown])[] =>
  Array.isArray(value)
    ? value.map((item: unknown) => ['', item] as const)
    : Object.entries(value).filter(([, item]) => item !== undefined);

function scalar(value: unknown, quote: Quote): string {
  if (value instanceof Verbatim) return JSON.stringify(value.text);
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

/** The value on one line if it fits; stops early when it does not. */
function inline(value: object, quote: Quote, room: number): string | undefined {
  const isList = Array.isArray(value);
  let text = '';
  for (const [key, item] of entriesOf(value)) {
    const name = isList ? '' : `${quote(key)}: `;
    const words = isContainer(item) ? inline(item, quote, room - text.length) : scalar(item, quote);
    if (words === undefined) return undefined;
    text += `${text === '' ? '' : ', '}${name}${words}`;
    if (text.length > room) return undefined;
  }
  if (isList) text = `[${text}]`;
  else text = text === '' ? '{}' : `{ ${text} }`;
  return text.length <= room ? text : undefined;
}
