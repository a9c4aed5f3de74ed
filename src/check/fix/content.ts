// The content of a text, independent of how it is written.
import type { Node } from '../node.ts';

/** A key for a place below the root, for use in sets. */
export const placeOf = (path: readonly string[]): string => JSON.stringify(path);

/**
 * Serializes a value so that equal values give equal texts. Maps keep their order, because fixes do not reorder
 * anything.
 *
 * @param without - places whose values are skipped, by {@link placeOf}; list items are numbered from 0.
 */
export function contentOf(node: Node, without: ReadonlySet<string>, path: readonly string[] = []): string {
  if (without.has(placeOf(path))) return '';
  if (node.kind === 'scalar') return JSON.stringify(node.value);
  if (node.kind === 'list')
    return `[${node.items.map((item, index) => contentOf(item, without, [...path, String(index)])).join()}]`;
  const entries = [...node.entries].flatMap(([key, { value }]) => {
    const at = [...path, key];
    return without.has(placeOf(at)) ? [] : [`${JSON.stringify(key)}:${contentOf(value, without, at)}`];
  });
  return `{${entries.join()}}`;
}
