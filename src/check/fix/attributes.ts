// Remedies in the lists of attributes: `- Key: idle_timeout.timeout_seconds`, `Value: '600'`.
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
  /** Undefined where it is not written out. */
  readonly value: Literal | undefined;
  /** Nothing else is in the item. */
  readonly isWhole: boolean;
}

/** The attributes of a resource whose keys are written out, in their order. */
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

/** The one attribute that a finding is about. */
function theAttribute(site: Site): FoundAttribute | undefined {
  const all = attributesOf(site).filter(({ key }) => key.value === site.args['key']);
  const here = all.filter(({ key }) => site.source.lineAt(key.start) === site.line);
  return here.length === 1 ? here[0] : undefined;
}

const inList = ({ name }: FoundAttribute): readonly (readonly string[])[] => [['Properties', name]];

/** A remedy for the attribute that a finding is about, in every notation that is fixed. */
export const inAttributes = (remedy: AttributeFix): Pick<Fix, 'change' | 'inManifests'> => ({
  change: (site) => changeAttribute(site, remedy),
  inManifests: { kind: 'attribute', remedy },
});

/** Takes the attribute out: ELB refuses it. */
export const REMOVE_ATTRIBUTE = inAttributes(() => ({ do: 'remove' }));

/** Removes the list with an attribute, if it is the only one. Not where a function makes the value: it was meant to matter. */
function changeAttribute(site: Site, remedy: AttributeFix): Change | undefined {
  const found = theAttribute(site);
  if (!found) return undefined;
  const { key, value, name: list } = found;
  const made = remedy({ key: key.value, value: value?.value, list }, site.args);
  if (made?.do === 'remove') return removal(site, found);
  const literal = made?.do === 'rename' ? key : value;
  return made && literal && { edits: [replaceLiteral(literal, made.to)], touches: inList(found) };
}

/** Removes a second one that says the same as the first. */
export function removeDuplicate(site: Site): Change | undefined {
  const all = attributesOf(site).filter(({ key }) => key.value === site.args['key']);
  const [first] = all;
  const other = all.find(({ key }, index) => index > 0 && site.source.lineAt(key.start) === site.line);
  if (!first?.value || !other?.value || other.list !== first.list) return undefined;
  // Where one of them differs, which one is meant is not ours to say.
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
