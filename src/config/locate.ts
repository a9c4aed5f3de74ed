import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Path } from './path.ts';

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
