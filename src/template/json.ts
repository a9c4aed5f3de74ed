import { escapeSub } from './intrinsics.ts';

/** A string that goes into Fn::Sub as it is, because it holds variables. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export const verbatim = (text: string): Verbatim => new Verbatim(text);

/** Wide enough for one metric of a dashboard on one line. */
const WIDTH = 180;

/**
 * JSON for people to read inside a Fn::Sub: what fits on a line stays on it. Strings are escaped, for JSON and
 * for Fn::Sub, except those marked {@link verbatim}.
 */
export function compactJson(value: unknown, indent = ''): string {
  const flat = inline(value);
  if (typeof value !== 'object' || value === null || value instanceof Verbatim) return flat;
  if (indent.length + flat.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const items = isList
    ? value.map((item) => compactJson(item, deeper))
    : Object.entries(value).map(([key, item]) => `${quote(key)}: ${compactJson(item, deeper)}`);
  const [open, close] = isList ? '[]' : '{}';
  return `${open}\n${items.map((item) => deeper + item).join(',\n')}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (value instanceof Verbatim) return JSON.stringify(value.text);
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${quote(key)}: ${inline(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

const quote = (text: string): string => escapeSub(JSON.stringify(text));
