// Fixes in a resource's properties, in its DependsOn, and for duplicate keys.
import { dependencies } from '../mentions.ts';
import { child, text } from '../node.ts';
import type { Change, Site } from './remedy.ts';
import { endOf, entriesOf, entryUnder, isOpen, listUnder, literalOf, mapsIn, mapUnder } from './source.ts';
import { addEntry, addItem, removeEntry, replaceLiteral, written } from './splice.ts';

/** Removes a property whose value is a literal. */
export function removeProperty({ source, resource }: Site, name: string): Change | undefined {
  const properties = mapUnder(resource, 'Properties');
  const found = entryUnder(properties, name);
  if (!properties || !found || !literalOf(found.value, source)) return undefined;
  const edit = removeEntry(source, properties, found.index);
  return edit && { edits: [edit], touches: ['Properties', name] };
}

/** Replaces a property whose value is a literal on the line of the finding. */
export function replaceProperty(
  { source, resource, line }: Site,
  name: string,
  value: string | number,
): Change | undefined {
  const found = entryUnder(mapUnder(resource, 'Properties'), name);
  const literal = found && literalOf(found.value, source);
  if (!literal || source.lineAt(found.key.range[0]) !== line) return undefined;
  return { edits: [replaceLiteral(literal, value)], touches: ['Properties', name] };
}

/** Adds a property next to another one whose value is a literal. */
export function addProperty(
  { source, resource }: Site,
  name: string,
  value: string,
  beside: readonly string[],
): Change | undefined {
  const properties = mapUnder(resource, 'Properties');
  if (!properties || isOpen(properties) || has(properties, name)) return undefined;
  for (const one of beside) {
    const after = entryUnder(properties, one);
    if (!after || !literalOf(after.value, source)) continue;
    const edit = addEntry(source, properties, after, [name, value]);
    return edit && { edits: [edit], touches: ['Properties', name] };
  }
  return undefined;
}

const has = (map: Parameters<typeof entriesOf>[0], name: string): boolean =>
  entriesOf(map).some(({ key }) => key.value === name);

/** Makes the resource depend on another one, unless that one depends on it or may not exist. */
export function addDependency({ source, resource, id, template }: Site, on: string): Change | undefined {
  const self = template.resources.get(id);
  const other = template.resources.get(on);
  if (!self || !other || self === other || dependencies(template, other).has(id)) return undefined;
  const condition = text(child(other.node, 'Condition'));
  if (condition !== undefined && condition !== text(child(self.node, 'Condition'))) return undefined;
  const touches = ['DependsOn'];
  if (isOpen(resource)) return undefined;
  if (!has(resource, 'DependsOn')) {
    const type = entryUnder(resource, 'Type');
    const edit = type && addEntry(source, resource, type, ['DependsOn', on]);
    return edit && { edits: [edit], touches };
  }
  const list = listUnder(resource, 'DependsOn');
  if (list) {
    const edit = addItem(source, list, on);
    return edit && { edits: [edit], touches };
  }
  const one = literalOf(entryUnder(resource, 'DependsOn')?.value, source);
  if (!one) return undefined;
  const both = `[${source.text.slice(one.start, one.end)}, ${written(on, one.style)}]`;
  return { edits: [{ offset: one.start, length: one.end - one.start, text: both }], touches };
}

/** Removes the first of two equal keys if both have the same value, written the same way. */
export function removeEqualKey({ source, resource, args, line }: Site): Change | undefined {
  const found = [...mapsIn(resource)].flatMap((map) => {
    const same = entriesOf(map).filter(({ key }) => key.value === args['key']);
    const [first, second] = same;
    if (same.length !== 2 || !first || !second) return [];
    const isHere =
      source.lineAt(first.key.range[0]) === args['first'] && source.lineAt(second.key.range[0]) === line;
    return isHere ? [{ map, first, second }] : [];
  });
  const [only] = found;
  if (!only || found.length > 1) return undefined;
  const [left, right] = [only.first, only.second].map(({ key, value }) => {
    const end = endOf(value);
    return end === undefined ? undefined : source.text.slice(key.range[1], end);
  });
  // An anchor or alias may mean something different in each place.
  if (left === undefined || left !== right || /[&*#]/.test(left)) return undefined;
  const edit = removeEntry(source, only.map, only.first.index);
  return edit && { edits: [edit] };
}
