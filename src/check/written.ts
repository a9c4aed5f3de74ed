import type { Node } from './node.ts';

const MAX_LENGTH = 4096;

/** A value as it is written: equal texts mean the same, even if the value itself cannot be known. */
export function written(node: Node): string {
  const parts: string[] = [];
  let length = 0;
  const add = (part: string): void => {
    length += part.length;
    if (length <= MAX_LENGTH) parts.push(part);
  };
  const walk = (one: Node): void => {
    if (length > MAX_LENGTH) return;
    if (one.kind === 'scalar') add(one.value);
    else if (one.kind === 'list') {
      add('[');
      for (const item of one.items) {
        walk(item);
        add(', ');
      }
      add(']');
    } else
      for (const [key, { value }] of one.entries) {
        add(`${key} `);
        walk(value);
        add(', ');
      }
  };
  walk(node);
  return parts.join('');
}
