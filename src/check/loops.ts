// Expands Fn::ForEach over literal values, as AWS::LanguageExtensions does.
import { list, map, scalar, text, type Entry, type Node } from './node.ts';

/** CloudFormation allows 500 resources; loops that would create more entries than this are not expanded. */
const MAX_ENTRIES = 2000;
const MAX_DEPTH = 5;

type Entries = readonly (readonly [string, Entry])[];

/** The entries of a map, with loops expanded. `loops` counts those that iterate over something other than literals. */
export function expandLoops(from: ReadonlyMap<string, Entry>): { entries: Entries; loops: number } {
  if (![...from.keys()].some(isLoop)) return { entries: [...from], loops: 0 };
  const entries: (readonly [string, Entry])[] = [];
  let loops = 0;
  const add = (all: Entries, depth: number): void => {
    for (const [key, one] of all) {
      if (!isLoop(key)) {
        entries.push([key, one]);
        continue;
      }
      const expanded = depth < MAX_DEPTH ? bodies(one.value) : undefined;
      if (!expanded || entries.length + expanded.length > MAX_ENTRIES) loops++;
      else add(expanded, depth + 1);
    }
  };
  add([...from], 0);
  return { entries, loops };
}

const isLoop = (key: string): boolean => key.startsWith('Fn::ForEach');

/** `[Name, [a, b], { Key: body }]` -> the body for each value; undefined if the values are not literals. */
function bodies(loop: Node): Entries | undefined {
  if (loop.kind !== 'list') return undefined;
  const [identifier, collection, output] = loop.items;
  const name = text(identifier);
  if (name === undefined || collection?.kind !== 'list' || output?.kind !== 'map') return undefined;
  const values = collection.items.map(text);
  if (values.includes(undefined) || values.length * output.entries.size > MAX_ENTRIES) return undefined;
  return values.flatMap((value = '') =>
    [...output.entries].map(([key, { line, value: body }]): readonly [string, Entry] => [
      replaced(key, name, value),
      { line, value: filled(body, name, value) },
    ]),
  );
}

/** `${Name}` becomes the value, `&{Name}` the value without anything but letters and digits. */
const replaced = (source: string, name: string, value: string): string =>
  source.replaceAll(`\${${name}}`, value).replaceAll(`&{${name}}`, value.replaceAll(/[^A-Za-z0-9]/g, ''));

function filled(node: Node, name: string, value: string): Node {
  if (node.kind === 'scalar')
    return node.value.includes('{') ? scalar(replaced(node.value, name, value), node.line) : node;
  if (node.kind === 'list')
    return list(
      node.items.map((item) => filled(item, name, value)),
      node.line,
    );
  const [only] = node.entries;
  if (node.entries.size === 1 && only?.[0] === 'Ref' && text(only[1].value) === name)
    return scalar(value, node.line);
  return map(
    new Map(
      [...node.entries].map(([key, { line, value: inner }]): [string, Entry] => [
        replaced(key, name, value),
        { line, value: filled(inner, name, value) },
      ]),
    ),
    node.line,
  );
}
