import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import { formatKey, type Path } from './path.ts';

/**
 * Finds lines in a config text, which is parsed once: the line of a key, counted from 1, or of the group around it if
 * the key is not there. Used for error messages only, so the position-keeping parser is loaded only then.
 */
export function lineFinder(text: string): (path: Path) => number | undefined {
  const lines = new LineCounter();
  // Duplicate keys have already been rejected, and checking for them compares all pairs.
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
  const pairs = new Map<YAMLMap, ReadonlyMap<string, Pair>>();
  const pairAt = (map: YAMLMap, key: string): Pair | undefined => {
    let known = pairs.get(map);
    if (!known) {
      known = new Map(
        map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
      );
      pairs.set(map, known);
    }
    return known.get(key);
  };
  return (path) => {
    let node: unknown = document.contents;
    let place: Node | undefined;
    for (const segment of path) {
      if (isMap(node)) {
        const pair = pairAt(node, String(segment));
        if (!pair) break;
        place = pair.key as Node;
        node = pair.value;
      } else if (isSeq(node) && typeof segment === 'number') {
        const item: unknown = node.items[segment];
        if (!item) break;
        place = item as Node;
        node = item;
      } else break;
    }
    return place?.range ? lines.linePos(place.range[0]).line : undefined;
  };
}

/**
 * The key at an offset that its group already has, as a dotted key, and the lines of both, counted from 1. Undefined where there
 * is no such key. What follows the line is not read.
 */
export function duplicateKey(
  text: string,
  offset: number,
): { readonly key: string; readonly first: number; readonly second: number } | undefined {
  const end = text.indexOf('\n', offset);
  const lines = new LineCounter();
  const options = { lineCounter: lines, logLevel: 'silent', uniqueKeys: false } as const;
  const document = parseDocument(end === -1 ? text : text.slice(0, end), options);
  let found: { key: string; first: number; second: number } | undefined;
  visit(document, {
    Map: (_, map, parents) => {
      const keys = map.items.flatMap((pair) =>
        isScalar(pair.key) && pair.key.range ? [{ name: String(pair.key.value), at: pair.key.range[0] }] : [],
      );
      const second = keys.find(({ at }) => at === offset);
      const first = keys.find(({ name, at }) => name === second?.name && at < offset);
      if (!second || !first) return undefined;
      const place = pathOf([...parents, map]);
      found = {
        key: formatKey([...place, second.name]),
        first: lines.linePos(first.at).line,
        second: lines.linePos(offset).line,
      };
      return visit.BREAK;
    },
  });
  return found;
}

/** The path of the last of nested nodes, from the document down. */
function pathOf(nodes: readonly unknown[]): Path {
  return nodes.flatMap((node, index): (string | number)[] => {
    const child = nodes[index + 1];
    if (isSeq(node)) return [node.items.indexOf(child)];
    const { key } = (node ?? {}) as { readonly key?: unknown };
    return isNode(node) || !isScalar(key) ? [] : [String(key.value)];
  });
}
