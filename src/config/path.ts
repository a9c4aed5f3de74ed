// Config keys such as `target.slowStart`, and the values at them. Does not use the schema, which takes time to build.

export type Path = readonly (string | number)[];

/** A key and the value to give it; undefined removes the key. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** A group of keys, rather than a list or a single value. */
export const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Splits a dotted key. Segments with dots or spaces are in double quotes: `tags."cost.center"`. */
export function parseKey(key: string): string[] | undefined {
  const segments: string[] = [];
  const segment = /(?:"((?:[^"\\]|\\.)*)"|([^."=\s[\]]+))(\.|$)/y;
  while (segment.lastIndex < key.length) {
    const match = segment.exec(key);
    if (!match) return undefined;
    segments.push(match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '');
    if (match[3] === '') return segments;
  }
  return undefined;
}

/** The inverse of {@link parseKey}; list indexes are written `[0]`. */
export function formatKey(path: Path): string {
  let key = '';
  for (const segment of path) {
    if (typeof segment === 'number') key += `[${segment}]`;
    else {
      const plain = /^[^."=\s[\]]+$/.test(segment) ? segment : JSON.stringify(segment);
      key += key === '' ? plain : `.${plain}`;
    }
  }
  return key;
}

/** The value at a path, or undefined. Only own properties count. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string | number, unknown>)[segment];
  }
  return value;
}
