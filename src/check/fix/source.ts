// A template's text with the position of each value. Only literals are found: nothing from a function, an alias, an
// anchor, a merge or a duplicate key, because changing those would affect more than one place.
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

export type SourceMap = YAMLMap;
export type SourceList = YAMLSeq;

/** A value under a key, both of them literals. */
export interface SourceEntry {
  readonly key: Scalar & { readonly range: Range };
  readonly value: unknown;
  readonly index: number;
}

/** The start, the end of the value, and the end including what follows it. */
type Range = readonly [number, number, number];

/** A YAML or JSON text, without a byte order mark. */
export class Source {
  readonly text: string;
  /** The first line ending in the text. */
  readonly lineEnd: string;
  readonly #lines = new LineCounter();
  readonly #root: unknown;

  /** @param text - which has already been parsed without errors; JSON is parsed as YAML. */
  constructor(text: string) {
    this.text = text;
    this.lineEnd = /\r?\n/.exec(text)?.[0] ?? '\n';
    const document = parseDocument(text, {
      uniqueKeys: false,
      logLevel: 'silent',
      lineCounter: this.#lines,
    });
    this.#root = document.errors.length === 0 ? document.contents : undefined;
  }

  /** The top-level map. */
  get top(): SourceMap | undefined {
    return plainMap(this.#root);
  }

  /** The map of a resource, if it is a literal under Resources. */
  resource(id: string): SourceMap | undefined {
    const resources = mapUnder(this.top, 'Resources');
    return mapUnder(resources, id);
  }

  /** Counted from 1. */
  lineAt(offset: number): number {
    return this.#lines.linePos(offset).line;
  }

  /** The offset at which the line of a place begins. */
  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** The offset at which the line of a place ends, before its line ending. */
  lineStop(offset: number): number {
    const at = this.text.indexOf('\n', offset);
    if (at < 0) return this.text.length;
    return this.text[at - 1] === '\r' && at - 1 >= offset ? at - 1 : at;
  }
}

const isPlain = (node: { tag?: string | undefined; anchor?: string | undefined }): boolean =>
  node.tag === undefined && node.anchor === undefined;

const plainMap = (node: unknown): SourceMap | undefined =>
  isMap(node) && isPlain(node) && node.range ? node : undefined;

const plainList = (node: unknown): SourceList | undefined =>
  isSeq(node) && isPlain(node) && node.range ? node : undefined;

/** The keys of a map, as written. */
export const entriesOf = (map: SourceMap): readonly SourceEntry[] =>
  map.items.flatMap(({ key, value }, index) =>
    isScalar(key) && key.range ? [{ key: key as SourceEntry['key'], value, index }] : [],
  );

/** Whether a map gets keys from elsewhere, or has keys that are not strings. */
export const isOpen = (map: SourceMap): boolean =>
  entriesOf(map).length !== map.items.length ||
  entriesOf(map).some(({ key }) => key.value === '<<' || String(key.value).startsWith('Fn::'));

/** The entry of a key; undefined if the key is missing or duplicate. */
export function entryUnder(map: SourceMap | undefined, name: string): SourceEntry | undefined {
  const found = map ? entriesOf(map).filter(({ key }) => key.value === name) : [];
  return found.length === 1 && found[0] && isPlain(found[0].key) ? found[0] : undefined;
}

export const mapUnder = (map: SourceMap | undefined, name: string): SourceMap | undefined =>
  plainMap(entryUnder(map, name)?.value);

export const listUnder = (map: SourceMap | undefined, name: string): SourceList | undefined =>
  plainList(entryUnder(map, name)?.value);

export const itemMaps = (list: SourceList | undefined): readonly { map: SourceMap; index: number }[] =>
  (list?.items ?? []).flatMap((item, index) => {
    const map = plainMap(item);
    return map ? [{ map, index }] : [];
  });

/** A scalar on one line that is not a function, alias or block. */
export interface Literal {
  readonly value: string;
  readonly style: 'plain' | 'single' | 'double';
  readonly start: number;
  readonly end: number;
}

const STYLES = { PLAIN: 'plain', QUOTE_SINGLE: 'single', QUOTE_DOUBLE: 'double' } as const;

export function literalOf(node: unknown, { text }: Source): Literal | undefined {
  if (!isScalar(node) || !node.range || !isPlain(node) || node.value === null) return undefined;
  const style = STYLES[node.type as keyof typeof STYLES] as Literal['style'] | undefined;
  const [start, end] = node.range;
  const written = text.slice(start, end);
  if (!style || written.includes('\n')) return undefined;
  const value = style === 'plain' ? written : node.value;
  return typeof value === 'string' ? { value, style, start, end } : undefined;
}

/**
 * The offset at which a value ends: a block ends with its last value, before any comments and empty lines that follow.
 */
export function endOf(node: unknown): number | undefined {
  if (isMap(node) || isSeq(node)) {
    if (node.flow) return node.range?.[1];
    const last: unknown = node.items.at(-1);
    if (last === undefined) return undefined;
    return isMap(node) ? endOf((last as { value: unknown }).value) : endOf(last);
  }
  if (isScalar(node) && (node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')) return undefined;
  return (node as { range?: Range } | null)?.range?.[1];
}

/** Every literal map in a value, including the value itself. */
export function* mapsIn(node: unknown): Generator<SourceMap> {
  if (isSeq(node)) for (const item of node.items) yield* mapsIn(item);
  else if (isMap(node)) {
    yield node;
    for (const { value } of node.items) yield* mapsIn(value);
  }
}
