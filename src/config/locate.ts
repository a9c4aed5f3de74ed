import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { Path } from './path.ts';

/**
 * The line of a key in a config text, counted from 1; of the group around it when the key is not there.
 * For error messages only, so the parser that keeps positions is loaded only then.
 */
export function lineOf(text: string, path: Path): number | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  let node: unknown = document.contents;
  let place: Node | undefined;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
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
}
