// Turns a finding in a manifest into a change of its text.
import type { CheckFinding } from '../../check/check.ts';
import type { Edit } from '../../check/fix/edit.ts';
import type { AttributeFix, ManifestFix, WrittenAttribute } from '../../check/fix/remedy.ts';
import { listUnder, literalOf, type Source } from '../../check/fix/source.ts';
import { removeEntry, removeItem, replaceLiteral, written } from '../../check/fix/splice.ts';
import { text as textOf, type Node } from '../../check/node.ts';
import { nearestAll } from '../../common/nearest.ts';
import { ANNOTATIONS, PREFIX, stringMap, typeOf } from '../annotations.ts';
import { at, itemsOf } from '../manifests.ts';
import { KUBERNETES } from '../terms.ts';
import { changePair, pairsIn } from './pairs.ts';
import {
  annotationOf,
  entriesInSpec,
  itemsIn,
  objectsNamed,
  type WrittenEntry,
  type WrittenObject,
} from './written.ts';

/** Edits of a document's text, and the expected new content of the one value that may differ. */
export interface ManifestChange {
  readonly edits: readonly Edit[];
  readonly path: readonly string[];
  readonly read: (value: Node | undefined) => string;
  readonly becomes: string;
}

/** The document of a finding, whose lines are relative to the file. */
export interface Site {
  readonly source: Source;
  readonly finding: CheckFinding;
  /** The number of lines in the file before the document. */
  readonly linesBefore: number;
}

/** Undefined if the fix is not clear, or if the place is not a unique literal. */
export function changeFor(site: Site, fix: ManifestFix): ManifestChange | undefined {
  const { source, finding } = site;
  const changes = objectsNamed(source, finding.logicalId).flatMap((object) => changesIn(object, site, fix));
  return changes.length === 1 ? changes[0] : undefined;
}

function changesIn(object: WrittenObject, site: Site, fix: ManifestFix): ManifestChange[] {
  const { argument = '' } = site.finding;
  const annotation = argument.startsWith(PREFIX) ? annotationOf(object, argument) : undefined;
  const isHere = annotation && lineOf(site, annotation.entry.key.range[0]) === site.finding.line;
  const own = isHere ? changeAnnotation(annotation, site, fix) : undefined;
  if (argument.startsWith(PREFIX)) return own ? [own] : [];
  return entriesInSpec(object).flatMap((one) => changeField(one, site, fix) ?? []);
}

const lineOf = ({ source, linesBefore }: Site, offset: number): number => source.lineAt(offset) + linesBefore;

function changeAnnotation(
  annotation: WrittenEntry,
  site: Site,
  fix: ManifestFix,
): ManifestChange | undefined {
  if (fix.kind === 'attribute') return changePairs(annotation, site, fix.remedy);
  if (fix.kind === 'annotation-name') return rename(annotation, site);
  const literal = literalOf(annotation.entry.value, site.source);
  const to =
    literal && (fix.kind === 'policy' ? fix.remedy(literal.value) : wordFor(annotation, literal.value));
  if (!literal || to === undefined) return undefined;
  return { ...TEXT, edits: [replaceLiteral(literal, to)], path: annotation.path, becomes: to };
}

const TEXT = { read: (value: Node | undefined): string => textOf(value) ?? '' };

/** The allowed word that the value means, if it differs only in case or spaces. */
function wordFor({ path }: WrittenEntry, value: string): string | undefined {
  const type = typeOf(path.at(-1)?.slice(PREFIX.length) ?? '');
  const words = Array.isArray(type) ? (type as readonly string[]) : [];
  const meant = words.filter((word) => word.toLowerCase() === value.trim().toLowerCase());
  return meant.length === 1 ? meant[0] : undefined;
}

/** Renames an annotation that the controller does not have, unless the correct one is already there. */
function rename({ owner, entry, path }: WrittenEntry, { source }: Site): ManifestChange | undefined {
  const key = literalOf(entry.key, source);
  const near = nearestAll(path.at(-1)?.slice(PREFIX.length) ?? '', Object.keys(ANNOTATIONS));
  const to = PREFIX + (near[0] ?? '');
  if (!key || near.length !== 1 || owner.items.some((item) => (item.key as { value?: unknown }).value === to))
    return undefined;
  const plain = key.style === 'plain' ? to : written(to, key.style);
  const names = owner.items.map((item) => String((item.key as { value?: unknown }).value));
  return {
    edits: [{ offset: key.start, length: key.end - key.start, text: plain }],
    path: path.slice(0, -1),
    read: (value) => JSON.stringify(value?.kind === 'map' ? [...value.entries.keys()] : []),
    becomes: JSON.stringify(names.with(entry.index, to)),
  };
}

function changePairs(
  annotation: WrittenEntry,
  { source, finding: { args } }: Site,
  remedy: AttributeFix,
): ManifestChange | undefined {
  const { owner, entry, path } = annotation;
  const pairs = pairsIn(entry.value, source.text);
  const index = pairs?.findIndex(({ key }) => key.text === args['key']) ?? -1;
  const pair = pairs?.[index];
  const list = listOf(path.at(-1) ?? '');
  const made = pair && list && remedy({ key: pair.key.text, value: pair.value.text, list }, args);
  if (!pairs || !made) return undefined;
  const isAll = made.do === 'remove' && pairs.length === 1;
  const changed = isAll ? undefined : changePair(pairs, index, made);
  const edit = isAll ? removeEntry(source, owner, entry.index) : changed?.edit;
  return (
    edit && {
      edits: [edit],
      path,
      read: (value) => JSON.stringify(value ? [...(stringMap(textOf(value) ?? '') ?? [])] : []),
      becomes: JSON.stringify(changed?.after ?? []),
    }
  );
}

/** ELB's list for the attributes in an annotation. */
const listOf = (annotation: string): WrittenAttribute['list'] | undefined =>
  LISTS.find((list) => {
    const name = KUBERNETES.terms[list] ?? '';
    return annotation === name || annotation.startsWith(`${name}.`);
  });
const LISTS = ['LoadBalancerAttributes', 'TargetGroupAttributes', 'ListenerAttributes'];

/** A change in an object of one of the controller's own kinds, which have fields instead of annotations. */
function changeField(one: WrittenEntry, site: Site, fix: ManifestFix): ManifestChange | undefined {
  const { source, finding } = site;
  if (fix.kind === 'policy') {
    const literal = literalOf(one.entry.value, source);
    const to = literal && fix.remedy(literal.value);
    if (!literal || to === undefined || !isField(one, 'sslPolicy')) return undefined;
    if (lineOf(site, literal.start) !== finding.line) return undefined;
    return { ...TEXT, edits: [replaceLiteral(literal, to)], path: one.path, becomes: to };
  }
  return fix.kind === 'attribute' ? changeItem(one, site, fix.remedy) : undefined;
}

const isField = ({ path }: WrittenEntry, name: string): boolean => path.at(-1) === name;

/** A change of an item in a list of `{key, value}`. */
function changeItem(one: WrittenEntry, site: Site, remedy: AttributeFix): ManifestChange | undefined {
  const { source, finding } = site;
  const name = LISTS.find((known) => isField(one, known.charAt(0).toLowerCase() + known.slice(1)));
  const list = name === undefined ? undefined : listUnder(one.owner, one.path.at(-1) ?? '');
  const all = list ? itemsIn(list, source) : [];
  const items = all.filter(({ key }) => key.value === finding.args['key']);
  const [item] = items;
  if (!name || !list || !item || items.length > 1) return undefined;
  const starts = [
    item.key.start,
    (list.items[item.index] as { range?: [number] }).range?.[0] ?? item.key.start,
  ];
  if (!starts.some((start) => lineOf(site, start) === finding.line)) return undefined;
  const made = remedy({ key: item.key.value, value: item.value?.value, list: name }, finding.args);
  if (made?.do === 'remove') {
    if (all.length !== list.items.length) return undefined;
    const edit =
      all.length > 1 ? removeItem(source, list, item.index) : removeEntry(source, one.owner, one.entry.index);
    const left = all.filter((other) => other !== item).map(({ key }) => key.value);
    return edit && { edits: [edit], path: one.path, read: keysOf, becomes: JSON.stringify(left) };
  }
  const literal = made?.do === 'rename' ? item.key : item.value;
  if (!made || !literal) return undefined;
  return {
    ...TEXT,
    edits: [replaceLiteral(literal, made.to)],
    path: [...one.path, String(item.index), made.do === 'rename' ? 'key' : 'value'],
    becomes: made.to,
  };
}

const keysOf = (value: Node | undefined): string =>
  JSON.stringify(itemsOf(value).map((item) => textOf(at(item, 'key'))));

/** The value below keys and item numbers. */
export function valueAt(root: Node, path: readonly string[]): Node | undefined {
  let found: Node | undefined = root;
  for (const key of path) found = found?.kind === 'list' ? found.items[Number(key)] : at(found, key);
  return found;
}
