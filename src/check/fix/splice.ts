// Edits that replace, add and remove values in a text. The result is undefined if the surrounding text makes the change
// risky.
import type { YAMLMap, YAMLSeq } from 'yaml';
import type { Edit } from './edit.ts';
import { endOf, type Literal, type Source, type SourceEntry } from './source.ts';

/** Texts that need no quotes in YAML to mean themselves; this includes true and false where a string is expected. */
const NEEDS_NO_QUOTES = /^(?!(?:y|yes|n|no|on|off|null)$)[A-Za-z][\w.-]*$/i;

/** A text in the quoting style of what it replaces or follows. */
export function written(value: string, style: Literal['style']): string {
  if (style === 'double') return JSON.stringify(value);
  if (style === 'single' || !NEEDS_NO_QUOTES.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return value;
}

/** A number stays a number if it replaces an unquoted value. */
export const replaceLiteral = ({ start, end, style }: Literal, value: string | number): Edit => ({
  offset: start,
  length: end - start,
  text: typeof value === 'number' && style === 'plain' ? String(value) : written(String(value), style),
});

/** Removes a key and its value, unless it is the only one. */
export function removeEntry(source: Source, map: YAMLMap, index: number): Edit | undefined {
  if (map.items.length < 2) return undefined;
  return remove(source, map, index, (at) => {
    const { key, value } = map.items[at] ?? {};
    return [(key as SourceEntry['key'] | undefined)?.range?.[0], endOf(value)];
  });
}

/** Removes an item of a list, unless it is the only one. */
export function removeItem(source: Source, list: YAMLSeq, index: number): Edit | undefined {
  if (list.items.length < 2) return undefined;
  return remove(source, list, index, (at) => {
    const item = list.items[at] as { range?: [number] } | undefined;
    const start = item?.range?.[0];
    if (start === undefined || list.flow) return [start, endOf(item)];
    const after = at > 0 ? endOf(list.items[at - 1]) : list.range?.[0];
    const dash = DASH.exec(source.text.slice(after, start));
    return [dash ? start - dash[0].length : undefined, endOf(item)];
  });
}

/** The dash before an item, which may be on an earlier line. */
const DASH = /-(?:[ \t]+|[ \t]*\r?\n(?:[ \t]*(?:#[^\n]*|\r)?\n)*[ \t]*)$/;

type SpanOf = (index: number) => readonly [start: number | undefined, end: number | undefined];

/** Removes whole lines, including comments at the end of them; comments on lines of their own stay. */
function remove(
  source: Source,
  from: { readonly flow?: boolean; readonly items: readonly unknown[] },
  index: number,
  spanOf: SpanOf,
): Edit | undefined {
  const { text } = source;
  const [start, end] = spanOf(index);
  if (start === undefined || end === undefined) return undefined;
  if (from.flow) {
    const [next] = spanOf(index + 1);
    const [, before] = spanOf(index - 1);
    const isLast = index === from.items.length - 1;
    const first = isLast ? before : start;
    const last = isLast ? end : next;
    return first === undefined || last === undefined ? undefined : cut(text, first, last);
  }
  const first = source.lineStart(start);
  if (text.slice(first, start).trim() !== '') return undefined;
  const stop = source.lineStop(end);
  if (!/^[ \t]*(?:#.*)?$/.test(text.slice(end, stop))) return undefined;
  const comments =
    text
      .slice(first, stop)
      .match(/^[ \t]*#[^\n]*\n/gm)
      ?.join('') ?? '';
  if (stop < text.length)
    return { offset: first, length: text.indexOf('\n', stop) + 1 - first, text: comments };
  if (comments !== '') return undefined;
  // The last line of a text without a final line ending: the line before it becomes the last one.
  const begin = text[first - 2] === '\r' ? first - 2 : Math.max(0, first - 1);
  return { offset: begin, length: text.length - begin, text: '' };
}

/** A comment inside a bracketed list is not removed with an item. */
const cut = (text: string, first: number, last: number): Edit | undefined =>
  text.slice(first, last).includes('#') ? undefined : { offset: first, length: last - first, text: '' };

/** Adds a key after another one in the map, with the same layout and quotes. */
export function addEntry(
  source: Source,
  map: YAMLMap,
  after: SourceEntry,
  [name, value]: readonly [name: string, value: string],
): Edit | undefined {
  const { text, lineEnd } = source;
  const { key } = after;
  const end = endOf(after.value);
  const start = (after.value as { range?: [number] } | null)?.range?.[0];
  if (end === undefined || start === undefined) return undefined;
  const isQuoted = text[key.range[0]] === '"';
  const style = isQuoted ? 'double' : 'plain';
  if (map.flow) {
    const space = /\s*$/.exec(text.slice(0, key.range[0]))?.[0] ?? '';
    const colon = isQuoted ? text.slice(key.range[1], start) : ': ';
    if (!/^\s*:\s*$/.test(colon)) return undefined;
    const gap = space === '' && !isQuoted ? ' ' : space;
    return { offset: end, length: 0, text: `,${gap}${written(name, style)}${colon}${written(value, style)}` };
  }
  if (text.slice(start, end).includes('\n')) return undefined;
  const before = text.slice(source.lineStart(key.range[0]), key.range[0]);
  // Keys of a map start in the same column, even if the first one follows a dash.
  if (!/^[ ]*(?:-[ ]+)*$/.test(before)) return undefined;
  const indent = ' '.repeat(before.length);
  return {
    offset: source.lineStop(end),
    length: 0,
    text: `${lineEnd}${indent}${written(name, style)}: ${written(value, style)}`,
  };
}

/** Adds a text to the end of a list of texts. */
export function addItem(source: Source, list: YAMLSeq, value: string): Edit | undefined {
  const { text, lineEnd } = source;
  const last = list.items.at(-1) as { range?: [number] } | undefined;
  const start = last?.range?.[0];
  const end = endOf(last);
  if (start === undefined || end === undefined) return undefined;
  const style = text[start] === '"' ? 'double' : text[start] === "'" ? 'single' : 'plain';
  const first = source.lineStart(start);
  if (list.flow) {
    const space = list.items.length > 1 ? (/\s*$/.exec(text.slice(0, start))?.[0] ?? '') : ' ';
    const own =
      text.slice(first, start).trim() === '' ? (/\s*$/.exec(text.slice(0, start))?.[0] ?? '') : space;
    return { offset: end, length: 0, text: `,${own}${written(value, style)}` };
  }
  const lead = /^[ ]*-[ ]+$/.exec(text.slice(first, start))?.[0];
  if (lead === undefined) return undefined;
  return { offset: source.lineStop(end), length: 0, text: `${lineEnd}${lead}${written(value, style)}` };
}
