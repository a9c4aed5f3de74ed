// Fixes in attribute lists: `- Key: idle_timeout.timeout_seconds`, `Value: '600'`.
import type { AttributeFix, Change, Fix, Site } from './remedy.ts';
import {
  entriesOf,
  entryUnder,
  itemMaps,
  listUnder,
  literalOf,
  mapUnder,
  type Literal,
  type SourceList,
} from './source.ts';
import { removeEntry, removeItem, replaceLiteral } from './splice.ts';

const LISTS = ['LoadBalancerAttributes', 'TargetGroupAttributes', 'ListenerAttributes'];

interface FoundAttribute {
  readonly list: SourceList;
  readonly name: string;
  readonly index: number;
  readonly key: Literal;
  /** Undefined if it is not a literal. */
  readonly value: Literal | undefined;
  /** Whether the item contains nothing else. */
  readonly isWhole: boolean;
}

/** The attributes of a resource whose keys are literals, in order. */
function attributesOf({ source, resource }: Site): FoundAttribute[] {
  const properties = mapUnder(resource, 'Properties');
  return LISTS.flatMap((name) => {
    const list = listUnder(properties, name);
    if (!list) return [];
    return itemMaps(list).flatMap(({ map, index }): FoundAttribute[] => {
      const key = literalOf(entryUnder(map, 'Key')?.value, source);
      const value = literalOf(entryUnder(map, 'Value')?.value, source);
      return key ? [{ list, name, index, key, value, isWhole: entriesOf(map).length === 2 }] : [];
    });
  });
}

/** The attribute that a finding is about, if it is unambiguous. */
function theAttribute(site: Site): FoundAttribute | undefined {
  const all = attributesOf(site).filter(({ key }) => key.value === site.args['key']);
  const here = all.filter(({ key }) => site.source.lineAt(key.start) === site.line);
  return here.length === 1 ? here[0] : undefined;
}

const inList = ({ name }: FoundAttribute): readonly string[] => ['Properties', name];

/** A fix for the attribute that a finding is about, in every notation that can be fixed. */
export const inAttributes = (remedy: AttributeFix): Pick<Fix, 'change' | 'inManifests'> => ({
  change: (site) => changeAttribute(site, remedy),
  inManifests: { kind: 'attribute', remedy },
});

/** Removes the attribute, because ELB rejects it. */
export const REMOVE_ATTRIBUTE = inAttributes(() => ({ do: 'remove' }));

/**
 * Removing the only attribute removes the list too. A value computed by a function is not changed, because it was
 * written with a purpose.
 */
function changeAttribute(site: Site, remedy: AttributeFix): Change | undefined {
  const found = theAttribute(site);
  if (!found) return undefined;
  const { key, value, name: list } = found;
  const made = remedy({ key: key.value, value: value?.value, list }, site.args);
  if (made?.do === 'remove') return removal(site, found);
  const literal = made?.do === 'rename' ? key : value;
  return made && literal && { edits: [replaceLiteral(literal, made.to)], touches: inList(found) };
}

/** Removes a second attribute that repeats the first. */
export function removeDuplicate(site: Site): Change | undefined {
  const all = attributesOf(site).filter(({ key }) => key.value === site.args['key']);
  const [first] = all;
  const other = all.find(({ key }, index) => index > 0 && site.source.lineAt(key.start) === site.line);
  if (!first?.value || !other?.value || other.list !== first.list) return undefined;
  // If they differ, we cannot know which one is meant.
  if (all.some(({ value }) => value?.value !== first.value?.value)) return undefined;
  return removal(site, other);
}

function removal(site: Site, found: FoundAttribute): Change | undefined {
  if (!found.value || !found.isWhole) return undefined;
  const { source, resource } = site;
  const properties = mapUnder(resource, 'Properties');
  const owner = entryUnder(properties, found.name);
  const edit =
    found.list.items.length > 1
      ? removeItem(source, found.list, found.index)
      : properties && owner && removeEntry(source, properties, owner.index);
  return edit && { edits: [edit], touches: inList(found), removes: true };
}
