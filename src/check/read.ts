// Parses text to nodes with lines, in bounded time and memory.
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Parser,
  type Alias,
  type CST,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { list, map, scalar, type DuplicateKey, type Entry, type Node } from './node.ts';
import { badEscape } from './read-escapes.ts';
import { readJson } from './read-json.ts';
import { longForm } from './tags.ts';

/** CloudFormation quota: a template in S3 has at most 1 MB. */
export const MAX_BYTES = 1_048_576;
/** Deeper than any real template: a policy inside an If inside a Sub has about fifteen levels. */
const MAX_DEPTH = 100;
/** Counts nodes as often as aliases repeat them; a 1 MB template without aliases has fewer. */
const MAX_NODES = 600_000;

const CORRECT_IT = 'Correct the file there; a template is YAML or JSON, as text in UTF-8.';

/** A text that is not a template: where, why, and what to do. */
export class BrokenTemplate extends Error {
  readonly line: number;
  readonly remedy: string;
  /** False if the text is valid YAML or JSON, such as one with several documents. */
  readonly isSyntax: boolean;
  constructor(reason: string, line = 1, remedy = CORRECT_IT, isSyntax = false) {
    super(reason);
    this.name = 'BrokenTemplate';
    this.line = line;
    this.remedy = remedy;
    this.isSyntax = isSyntax;
  }
}

/** The remedy if the file is something else. */
export const NAME_A_TEMPLATE =
  'Name a CloudFormation template, as YAML or JSON; `cdk synth` writes them to cdk.out/*.template.json.';

export const tooLarge = (bytes: number): BrokenTemplate =>
  new BrokenTemplate(
    `The file has ${bytes} bytes; CloudFormation takes templates of ${MAX_BYTES} at most.`,
    1,
    'Split the template into several stacks.',
  );

/** A text as nodes, with its duplicate keys. */
export interface Document {
  readonly root: Node;
  readonly duplicates: readonly DuplicateKey[];
}

/** @throws {BrokenTemplate} */
export const readNodes = (source: string): Node => readDocument(source).root;

/** @throws {BrokenTemplate} */
export function readDocument(source: string): Document {
  refuseBytes(source);
  const plain = source.replace(/^\uFEFF/, '');
  if (!/^\s*[{[]/.test(plain)) return readYaml(plain);
  const json = readJson(plain, MAX_DEPTH);
  if ('root' in json) return json;
  // YAML may begin with a brace too; a text that is neither was meant to be JSON.
  try {
    return readYaml(plain);
  } catch (error) {
    if (!(error instanceof BrokenTemplate) || !error.isSyntax) throw error;
    throw new BrokenTemplate(`This is not JSON: ${json.reason}.`, json.line, CORRECT_IT, true);
  }
}

/** @throws {BrokenTemplate} if the text is too large, or is not text. */
export function refuseBytes(source: string): void {
  const bytes = Buffer.byteLength(source);
  if (bytes > MAX_BYTES) throw tooLarge(bytes);
  if (source.includes('\0'))
    throw new BrokenTemplate(
      'The file is not text in UTF-8: it holds NUL bytes.',
      source.slice(0, source.indexOf('\0')).split('\n').length,
      NAME_A_TEMPLATE,
      true,
    );
}

function readYaml(source: string): Document {
  const lines = new LineCounter();
  const lineAt = (offset: number | undefined): number => Math.max(1, lines.linePos(offset ?? 0).line);
  const tokens = parse(source, lines, lineAt);
  // The library compares all pairs to find duplicate keys, which is slow in long lists; instead the last one wins, as
  // in JSON.
  const documents = [...new Composer({ uniqueKeys: false, logLevel: 'silent' }).compose(tokens, true)];
  const [document] = documents;
  if (!document || source.trim() === '') throw new BrokenTemplate('The file is empty.', 1, NAME_A_TEMPLATE);
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error)
    throw new BrokenTemplate(`${error.message.split('\n')[0]}.`, lineAt(error.pos[0]), CORRECT_IT, true);
  if (documents.length > 1)
    throw new BrokenTemplate(
      'A template is one YAML document, and this file has several.',
      lineAt(documents[1]?.range?.[0]),
    );
  const converter = new Converter(lineAt);
  return { root: converter.convert(document.contents), duplicates: converter.duplicates };
}

/** The library's own loop with a check at each step, because its time for deep nesting is quadratic. */
function parse(source: string, lines: LineCounter, lineAt: (offset: number) => number): CST.Token[] {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let brackets = 0;
  for (const lexeme of new Lexer().lex(source)) {
    if (lexeme === '[' || lexeme === '{') brackets++;
    else if (lexeme === ']' || lexeme === '}') brackets--;
    if (brackets > MAX_DEPTH) throw tooDeep(lines.lineStarts.length);
    const escape = badEscape(lexeme);
    if (escape)
      throw new BrokenTemplate(
        `The string has an escape that YAML does not know: ${escape.text}.`,
        lines.lineStarts.length + escape.line,
        CORRECT_IT,
        true,
      );
    tokens.push(...parser.next(lexeme));
  }
  tokens.push(...parser.end());
  for (const token of tokens) refuseDepth(token, lineAt);
  return tokens;
}

const tooDeep = (line: number) =>
  new BrokenTemplate(`The file is nested more than ${MAX_DEPTH} levels deep.`, line);

function refuseDepth(root: CST.Token, lineAt: (offset: number) => number): void {
  const waiting: [token: CST.Token, depth: number][] = [[root, 0]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [token, depth] = next;
    if (depth > MAX_DEPTH) throw tooDeep(lineAt('offset' in token ? token.offset : 0));
    if (token.type === 'document' && token.value) waiting.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) waiting.push([key, depth + 1]);
      if (value) waiting.push([value, depth + 1]);
    }
  }
}

/** Converts the library's nodes to ours. An alias becomes the node that it refers to, shared rather than copied. */
class Converter {
  readonly #lineAt: (offset: number | undefined) => number;
  readonly duplicates: DuplicateKey[] = [];
  readonly #anchors = new Map<string, { node: Node; size: number }>();
  #size = 0;

  constructor(lineAt: (offset: number | undefined) => number) {
    this.#lineAt = lineAt;
  }

  convert(from: unknown): Node {
    const before = this.#size;
    const node = this.#plain(from);
    const anchor = isScalar(from) || isMap(from) || isSeq(from) ? from.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, { node, size: this.#size - before });
    return node;
  }

  #count(nodes: number, line: number): void {
    this.#size += nodes;
    if (this.#size > MAX_NODES)
      throw new BrokenTemplate(`Aliases make the file more than ${MAX_NODES} values long.`, line);
  }

  #plain(from: unknown): Node {
    const line = this.#lineAt((from as { range?: [number] } | null)?.range?.[0]);
    this.#count(1, line);
    if (isAlias(from)) return this.#alias(from, line);
    if (isScalar(from)) return longForm(from.tag, scalar(valueText(from), line));
    if (isSeq(from))
      return longForm(
        from.tag,
        list(
          from.items.map((item) => this.convert(item)),
          line,
        ),
      );
    if (isMap(from)) return longForm(from.tag, this.#map(from, line));
    return scalar('', line);
  }

  #alias(alias: Alias, line: number): Node {
    const target = this.#anchors.get(alias.source);
    if (!target) throw new BrokenTemplate(`The alias *${alias.source} has no anchor before it.`, line);
    this.#count(target.size, line);
    return target.node;
  }

  #map(from: YAMLMap, line: number): Node {
    const entries = new Map<string, Entry>();
    const merged: Node[] = [];
    for (const { key, value } of from.items) {
      const name = isScalar(key) ? scalarText(key) : String(this.#lineAt((key as Scalar | null)?.range?.[0]));
      const at = this.#lineAt((key as Scalar | null)?.range?.[0]);
      const node = this.convert(value ?? { range: (key as Scalar | null)?.range });
      const before = entries.get(name);
      if (before && name !== '<<') this.duplicates.push({ key: name, line: at, first: before.line });
      if (name === '<<') merged.push(node);
      else entries.set(name, { line: at, value: node });
    }
    // `aws cloudformation package` resolves merge keys before CloudFormation, which does not support them, sees the
    // template.
    for (const node of merged.flatMap((one) => (one.kind === 'list' ? one.items : [one])))
      if (node.kind === 'map')
        for (const [name, value] of node.entries) if (!entries.has(name)) entries.set(name, value);
    return map(entries, line);
  }
}

/** YAML 1.1 booleans, as CloudFormation reads them; in YAML 1.1, numbers may contain underscores. */
const BOOLEANS = new Map([
  ...['yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word): [string, string] => [word, 'true']),
  ...['no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word): [string, string] => [word, 'false']),
]);

/** A value, which CloudFormation reads as YAML 1.1. Keys stay as written. */
function valueText(from: Scalar): string {
  const text = scalarText(from);
  if (from.type !== 'PLAIN' || from.tag !== undefined) return text;
  if (/^[+-]?[1-9]\d*(_\d+)+$/.test(text)) return text.replaceAll('_', '');
  return BOOLEANS.get(text) ?? text;
}

/** Numbers as written, so that account ids keep leading zeros; booleans in ELB's spelling. */
function scalarText({ value, source }: Scalar): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && source !== undefined && /^\d+$/.test(source)) return source;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : (source ?? '');
}
