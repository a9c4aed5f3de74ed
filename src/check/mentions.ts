// How resources refer to each other.
import { child, text, type Node } from './node.ts';
import type { Resource, Template } from './template.ts';

/** The names that a value refers to through Ref, GetAtt and Sub, with the attribute if there is one. */
export function* references(node: Node | undefined): Generator<readonly [name: string, attribute?: string]> {
  if (!node || node.kind === 'scalar') return;
  if (node.kind === 'list') {
    for (const item of node.items) yield* references(item);
    return;
  }
  for (const [key, { value }] of node.entries) {
    if (key === 'Ref') yield [text(value) ?? ''];
    else if (key === 'Fn::GetAtt') yield attributeReference(value);
    else if (key === 'Fn::Sub') {
      const pattern = text(value.kind === 'list' ? value.items[0] : value) ?? '';
      for (const [, name = ''] of pattern.matchAll(/\$\{([^!{}][^{}]*)\}/g)) yield dotted(name);
      if (value.kind === 'list') yield* references(value.items[1]);
    } else yield* references(value);
  }
}

const dotted = (path: string): readonly [string, string?] => {
  const [name = '', ...attribute] = path.trim().split('.');
  return attribute.length > 0 ? [name, attribute.join('.')] : [name];
};

function attributeReference(value: Node): readonly [string, string?] {
  if (value.kind === 'scalar') return dotted(value.value);
  const [name, attribute] = value.kind === 'list' ? value.items : [];
  return [text(name) ?? '', text(attribute) ?? ''];
}

const known = new WeakMap<Node, ReadonlySet<string>>();

/** The names that a value refers to. Needed for each pair of resources, so cached. */
export function mentions(node: Node | undefined): ReadonlySet<string> {
  if (!node) return new Set();
  const before = known.get(node);
  if (before) return before;
  const found = new Set([...references(node)].map(([name]) => name));
  known.set(node, found);
  return found;
}

/** The logical ids that must exist before a resource, directly or indirectly. */
export function dependencies({ resources }: Template, from: Resource): Set<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const dependsOn = child(next.node, 'DependsOn');
    const named = dependsOn?.kind === 'list' ? dependsOn.items : dependsOn ? [dependsOn] : [];
    for (const id of [...named.map((item) => text(item) ?? ''), ...mentions(next.properties)]) {
      const resource = resources.get(id);
      if (!resource || found.has(id)) continue;
      found.add(id);
      waiting.push(resource);
    }
  }
  return found;
}
