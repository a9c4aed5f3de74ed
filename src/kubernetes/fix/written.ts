// Where a finding's object, annotation, list or field is in a document's text. As in templates, only literals are
// found: nothing that an anchor, an alias or a merge creates.
import {
  entriesOf,
  entryUnder,
  itemMaps,
  listUnder,
  literalOf,
  mapUnder,
  type Literal,
  type Source,
  type SourceEntry,
  type SourceList,
  type SourceMap,
} from '../../check/fix/source.ts';
import { map as mapNode } from '../../check/node.ts';
import { nameOf } from '../manifests.ts';

export interface WrittenObject {
  readonly map: SourceMap;
  /** From the root of the document: empty, or an item in a list of objects. */
  readonly path: readonly string[];
}

/** The objects with a name such as `Ingress chat/ws`; several in a document may have the same name. */
export const objectsNamed = (source: Source, name: string): WrittenObject[] =>
  objectsIn(source, source.top, []).filter(({ map }) => objectName(source, map) === name);

function objectsIn(source: Source, map: SourceMap | undefined, path: readonly string[]): WrittenObject[] {
  if (!map) return [];
  const items = listUnder(map, 'items');
  if (!items || !(textUnder(source, map, 'kind') ?? '').endsWith('List')) return [{ map, path }];
  return itemMaps(items).flatMap((item) =>
    objectsIn(source, item.map, [...path, 'items', String(item.index)]),
  );
}

const textUnder = (source: Source, map: SourceMap | undefined, key: string): string | undefined =>
  literalOf(entryUnder(map, key)?.value, source)?.value;

function objectName(source: Source, map: SourceMap): string {
  const metadata = mapUnder(map, 'metadata');
  return nameOf({
    file: '',
    line: 0,
    root: mapNode(new Map(), 0),
    kind: textUnder(source, map, 'kind') ?? '',
    namespace: textUnder(source, metadata, 'namespace') ?? 'default',
    name: textUnder(source, metadata, 'name') ?? '',
  });
}

/** A key with its context. */
export interface WrittenEntry {
  readonly owner: SourceMap;
  readonly entry: SourceEntry;
  readonly path: readonly string[];
}

/** An annotation of an object. */
export function annotationOf({ map, path }: WrittenObject, key: string): WrittenEntry | undefined {
  const owner = mapUnder(mapUnder(map, 'metadata'), 'annotations');
  const entry = entryUnder(owner, key);
  return owner && entry && { owner, entry, path: [...path, 'metadata', 'annotations', key] };
}

/** Every key below an object's `spec`. */
export const entriesInSpec = ({ map, path }: WrittenObject): WrittenEntry[] =>
  entriesBelow(mapUnder(map, 'spec'), [...path, 'spec']);

function entriesBelow(owner: SourceMap | undefined, path: readonly string[]): WrittenEntry[] {
  return (owner ? entriesOf(owner) : []).flatMap(({ key: { value: name } }): WrittenEntry[] => {
    const entry = typeof name === 'string' ? entryUnder(owner, name) : undefined;
    if (!owner || !entry || typeof name !== 'string') return [];
    const at = [...path, name];
    return [
      { owner, entry, path: at },
      ...entriesBelow(mapUnder(owner, name), at),
      ...itemMaps(listUnder(owner, name)).flatMap(({ map, index }) =>
        entriesBelow(map, [...at, String(index)]),
      ),
    ];
  });
}

/** An item `{key, value}` in a list of attributes. */
export interface WrittenItem {
  readonly list: SourceList;
  readonly index: number;
  readonly key: Literal;
  readonly value: Literal | undefined;
}

/** The items of a list whose keys are literals. */
export const itemsIn = (list: SourceList, source: Source): WrittenItem[] =>
  itemMaps(list).flatMap(({ map, index }): WrittenItem[] => {
    const key = literalOf(entryUnder(map, 'key')?.value, source);
    return key ? [{ list, index, key, value: literalOf(entryUnder(map, 'value')?.value, source) }] : [];
  });
