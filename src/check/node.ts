// A template as it was written: values with their lines. All scalars are strings, as in ELB's API.

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string;
}
export interface ListNode {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly Node[];
}
export interface MapNode {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: ReadonlyMap<string, Entry>;
}
export type Node = ScalarNode | ListNode | MapNode;

/** A value under a key; the line is the key's. */
export interface Entry {
  readonly line: number;
  readonly value: Node;
}

export const scalar = (value: string, line: number): ScalarNode => ({ kind: 'scalar', line, value });
export const list = (items: readonly Node[], line: number): ListNode => ({ kind: 'list', line, items });
export const map = (entries: ReadonlyMap<string, Entry>, line: number): MapNode => ({
  kind: 'map',
  line,
  entries,
});

/** A property, its value, and its line; left out if there is no value. */
export type Property = readonly [name: string, value: Node | undefined, line?: number];

/** A map of the properties that have a value; undefined if none has. */
export function properties(line: number, own: readonly Property[]): MapNode | undefined {
  const found = new Map<string, Entry>();
  for (const [name, value, at] of own) if (value) found.set(name, { line: at ?? value.line, value });
  return found.size === 0 ? undefined : map(found, line);
}

/** A list of the nodes that exist; undefined if there are none. */
export function items(line: number, nodes: readonly (Node | undefined)[]): ListNode | undefined {
  const found = nodes.filter((node) => node !== undefined);
  return found.length === 0 ? undefined : list(found, line);
}

/** A function that CloudFormation does not have. Readers of other notations use it for unknown values. */
export const UNKNOWN_FUNCTION = 'Fn::Unknown';

/** @param what - distinguishes it from every other unknown value. */
export const unknown = (what: string, line: number): MapNode =>
  map(new Map([[UNKNOWN_FUNCTION, { line, value: scalar(what, line) }]]), line);

/** @param target - the id of a resource; @param attribute - its attribute, by CloudFormation's name. */
export const reference = (target: string, line: number, attribute?: string): MapNode =>
  map(
    new Map([
      attribute === undefined
        ? ['Ref', { line, value: scalar(target, line) }]
        : ['Fn::GetAtt', { line, value: list([scalar(target, line), scalar(attribute, line)], line) }],
    ]),
    line,
  );

/** A JSON string, number or boolean as a scalar; anything else is empty. */
export const plainScalar = (value: unknown, line: number): ScalarNode =>
  scalar(
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '',
    line,
  );

/** JSON as nodes, all with the same line. @param names - replacements for keys. */
export function jsonNode(value: unknown, line: number, names: Readonly<Record<string, string>> = {}): Node {
  if (Array.isArray(value))
    return list(
      value.map((item) => jsonNode(item, line, names)),
      line,
    );
  if (typeof value !== 'object' || value === null) return plainScalar(value, line);
  const entries = Object.entries(value).map(([key, own]): [string, Entry] => [
    names[key] ?? key,
    { line, value: jsonNode(own, line, names) },
  ]);
  return map(new Map(entries), line);
}

/** A key that a map has twice: the last one counts. */
export interface DuplicateKey {
  readonly key: string;
  readonly line: number;
  /** The line of the previous one. */
  readonly first: number;
}

/** The entry of a key, with the key's line. */
export const entry = (node: Node | undefined, key: string): Entry | undefined =>
  node?.kind === 'map' ? node.entries.get(key) : undefined;

export const child = (node: Node | undefined, key: string): Node | undefined => entry(node, key)?.value;

export const text = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' ? node.value : undefined;

/** The only key of a group, as in intrinsic functions. */
export function onlyEntry(node: Node): readonly [string, Node] | undefined {
  if (node.kind !== 'map' || node.entries.size !== 1) return undefined;
  for (const [key, { value }] of node.entries) return [key, value];
  return undefined;
}
