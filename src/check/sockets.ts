// The texts of a resource that can reveal its purpose.
import { child, entry, text, type Node } from './node.ts';
import type { Resolver } from './resolve.ts';
import type { Resource } from './template.ts';

/** Its id, name, tags, paths and conditions. */
export function* socketTexts({ id, says, properties }: Resource, resolver: Resolver): Generator<string> {
  yield* says ?? [id];
  for (const key of ['Name', 'HealthCheckPath', 'Tags', 'Conditions'])
    yield* scalars(entry(properties, key)?.value, resolver);
}

function* scalars(node: Node | undefined, resolver: Resolver): Generator<string> {
  if (!node) return;
  if (node.kind === 'scalar') yield node.value;
  else if (node.kind === 'list') for (const item of node.items) yield* scalars(item, resolver);
  else {
    const value = resolver.string(node);
    if (typeof value === 'string') yield value;
    else if (text(child(node, 'HttpHeaderName'))?.toLowerCase() === 'upgrade') yield 'websocket';
    else for (const [, { value: inner }] of node.entries) yield* scalars(inner, resolver);
  }
}
