// What a text says, without how it is written.
import type { Node } from '../node.ts';

/** The name of a place below the root, in a set of places. */
export const placeOf = (path: readonly string[]): string => JSON.stringify(path);

/**
 * A value as a text: equal for equal values. Maps keep their order, in which nothing is moved.
 *
 * @param without - places whose values are passed over, by {@link placeOf}; items of a list are numbered from 0.
 */
export function said(node: Node, without: ReadonlySet<string>, path: readonly string[] = []): string {
  if (without.has(placeOf(path))) return '';
  if (node.kind === 'scalar') return JSON.stringify(node.value);
  if (node.kind === 'list')
    return `[${node.items.map((item, index) => said(item, without, [...path, String(index)])).join()}]`;
  const entries = [...node.entries].flatMap(([key, { value }]) => {
    const at = [...path, key];
    return without.has(placeOf(at)) ? [] : [`${JSON.stringify(key)}:${said(value, without, at)}`];
  });
  return `{${entries.join()}}`;
}
