// Parses JSON to nodes with lines. The YAML library can read JSON too, but takes ten times as long.
import { list, map, scalar, type DuplicateKey, type Entry, type Node } from './node.ts';

/** Where and why a text is not valid JSON. */
export interface JsonMistake {
  readonly line: number;
  readonly reason: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 34;
const BACKSLASH = 92;
/** Lower codes are control characters. */
const SPACE_CODE = 32;
const SPACE = /[ \t\r\n]*/y;
const WORDS = ['true', 'false', 'null'] as const;

/** @param maxDepth - texts that are nested deeper are not parsed here. */
export function readJson(
  source: string,
  maxDepth: number,
): { readonly root: Node; readonly duplicates: readonly DuplicateKey[] } | JsonMistake {
  const reader = new Reader(source, maxDepth);
  try {
    const root = reader.value(0);
    reader.end();
    return { root, duplicates: reader.duplicates };
  } catch (error) {
    if (error instanceof Mistake) return { line: error.line, reason: error.message };
    throw error;
  }
}

class Mistake extends Error {
  readonly line: number;
  constructor(reason: string, line: number) {
    super(reason);
    this.line = line;
  }
}

class Reader {
  readonly duplicates: DuplicateKey[] = [];
  readonly #source: string;
  readonly #maxDepth: number;
  #at = 0;
  #line = 1;

  constructor(source: string, maxDepth: number) {
    this.#source = source;
    this.#maxDepth = maxDepth;
  }

  value(depth: number): Node {
    if (depth > this.#maxDepth) throw this.#mistake('it is nested too deeply');
    this.#space();
    const line = this.#line;
    switch (this.#source[this.#at]) {
      case '{':
        return this.#map(depth, line);
      case '[':
        return this.#list(depth, line);
      case '"':
        return scalar(this.#string(), line);
      default:
        return scalar(this.#word(), line);
    }
  }

  end(): void {
    this.#space();
    if (this.#at < this.#source.length) throw this.#mistake(`${this.#here()} follows the end`);
  }

  #map(depth: number, line: number): Node {
    const entries = new Map<string, Entry>();
    this.#at++;
    for (let isFirst = true; ; isFirst = false) {
      this.#space();
      if (isFirst && this.#source[this.#at] === '}') break;
      if (this.#source[this.#at] !== '"')
        throw this.#mistake(`a key in quotes is missing before ${this.#here()}`);
      const at = this.#line;
      const key = this.#string();
      this.#space();
      if (this.#source[this.#at] !== ':') throw this.#mistake(`a colon is missing before ${this.#here()}`);
      this.#at++;
      const before = entries.get(key);
      if (before) this.duplicates.push({ key, line: at, first: before.line });
      entries.set(key, { line: at, value: this.value(depth + 1) });
      this.#space();
      const next = this.#source[this.#at];
      if (next === '}') break;
      if (next !== ',') throw this.#mistake(`a comma or } is missing before ${this.#here()}`);
      this.#at++;
    }
    this.#at++;
    return map(entries, line);
  }

  #list(depth: number, line: number): Node {
    const items: Node[] = [];
    this.#at++;
    for (let isFirst = true; ; isFirst = false) {
      this.#space();
      if (isFirst && this.#source[this.#at] === ']') break;
      items.push(this.value(depth + 1));
      this.#space();
      const next = this.#source[this.#at];
      if (next === ']') break;
      if (next !== ',') throw this.#mistake(`a comma or ] is missing before ${this.#here()}`);
      this.#at++;
    }
    this.#at++;
    return list(items, line);
  }

  #string(): string {
    const from = this.#at;
    let at = from + 1;
    for (let code = 0; code !== QUOTE; at++) {
      code = this.#source.charCodeAt(at);
      if (Number.isNaN(code) || code < SPACE_CODE)
        throw this.#mistake('a string is not closed, or has a character that must be escaped');
      if (code === BACKSLASH) at++;
    }
    this.#at = at;
    const found = this.#source.slice(from, at);
    if (!found.includes('\\')) return found.slice(1, -1);
    try {
      return JSON.parse(found) as string;
    } catch {
      throw this.#mistake('a string has an escape that JSON does not know');
    }
  }

  /** Numbers as written, so that account ids keep leading zeros. */
  #word(): string {
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#source)?.[0];
    if (number !== undefined) {
      this.#at += number.length;
      return /^\d+$/.test(number) ? number : String(Number(number));
    }
    const word = WORDS.find((one) => this.#source.startsWith(one, this.#at));
    if (word === undefined) throw this.#mistake(`a value is missing before ${this.#here()}`);
    this.#at += word.length;
    return word === 'null' ? '' : word;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    const end = this.#at + (SPACE.exec(this.#source)?.[0].length ?? 0);
    for (
      let at = this.#source.indexOf('\n', this.#at);
      at !== -1 && at < end;
      at = this.#source.indexOf('\n', at + 1)
    )
      this.#line++;
    this.#at = end;
  }

  #here(): string {
    const next = this.#source[this.#at];
    return next === undefined ? 'the end of the file' : JSON.stringify(next);
  }

  #mistake(reason: string): Mistake {
    return new Mistake(reason, this.#line);
  }
}
