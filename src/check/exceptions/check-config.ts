// `.websocket-alb-check.yaml`: which findings a project ignores in `check`, with reasons, and which severities it
// changes.
import { KnownError, type Problem } from '../../common/known-error.ts';
import { didYouMean, nearest } from '../../common/nearest.ts';
import { SEVERITIES, type FindingSeverity } from '../../common/severity.ts';
import { text, type Node } from '../node.ts';
import { BrokenTemplate, readDocument } from '../read.ts';

export const CHECK_CONFIG_NAME = '.websocket-alb-check.yaml';

/** Accepted findings of a rule. */
export interface IgnoreEntry {
  /** The line in the config, counted from 1. */
  readonly line: number;
  readonly code: string;
  readonly reason: string;
  /** The last day on which it applies, in UTC: `2027-03-31`. Default: no end. */
  readonly until?: string;
  /** Globs, relative to the config's folder. Default: all files. */
  readonly files?: readonly string[];
  /** A logical id, an address or an object; `*` and `?` are wildcards. Default: all. */
  readonly resource?: string;
}

export interface CheckConfig {
  /** The file name as the user knows it. */
  readonly file: string;
  readonly ignore: readonly IgnoreEntry[];
  /** By code. */
  readonly severities: ReadonlyMap<string, FindingSeverity>;
  /** Globs of files to skip, relative to the config's folder. */
  readonly exclude: readonly string[];
}

const KEYS = ['ignore', 'severities', 'exclude'] as const;
const IGNORE_KEYS = ['code', 'reason', 'until', 'files', 'resource'] as const;

/**
 * Parses the text of a config.
 *
 * @param codes - of all rules.
 * @throws {KnownError} with all mistakes, each at its line.
 */
export function parseCheckConfig(file: string, source: string, codes: readonly string[]): CheckConfig {
  const problems: Problem[] = [];
  const reader = new Reader(file, codes, problems);
  const root = documentOf(file, source, problems);
  const config = root === undefined ? undefined : reader.config(root);
  if (problems.length > 0 || !config) throw new KnownError(problems);
  return config;
}

function documentOf(file: string, source: string, problems: Problem[]): Node | undefined {
  // The file may contain only comments.
  if (!/^\s*[^\s#]/m.test(source.replace(/^\uFEFF/, ''))) return { kind: 'map', entries: new Map(), line: 1 };
  try {
    const { root, duplicates } = readDocument(source);
    for (const { key, line, first } of duplicates)
      problems.push({
        what: `The key ${key} is there twice, first at line ${first}.`,
        where: `${file}:${line}`,
        remedy: 'Join the two.',
      });
    return root;
  } catch (error) {
    if (!(error instanceof BrokenTemplate)) throw error;
    problems.push({
      what: error.message,
      where: `${file}:${error.line}`,
      remedy: 'Correct the file there; it is YAML.',
    });
    return undefined;
  }
}

class Reader {
  readonly #file: string;
  readonly #codes: readonly string[];
  readonly #problems: Problem[];

  constructor(file: string, codes: readonly string[], problems: Problem[]) {
    this.#file = file;
    this.#codes = codes;
    this.#problems = problems;
  }

  config(root: Node): CheckConfig {
    const keys = this.#keys(root, KEYS, '');
    return {
      file: this.#file,
      ignore: this.#items(keys.get('ignore'), 'ignore').flatMap((item) => this.#ignore(item)),
      severities: this.#severities(keys.get('severities')),
      exclude: this.#strings(keys.get('exclude'), 'exclude'),
    };
  }

  #ignore(item: Node): IgnoreEntry[] {
    const keys = this.#keys(item, IGNORE_KEYS, 'ignore');
    if (item.kind !== 'map') return [];
    const code = this.#string(keys.get('code'), 'ignore.code');
    const reason = this.#string(keys.get('reason'), 'ignore.reason')?.trim();
    const until = this.#date(keys.get('until'));
    const resource = this.#string(keys.get('resource'), 'ignore.resource');
    if (code === undefined)
      this.#wrong(item.line, 'ignore.code', 'It does not say which rule it is about.', {
        remedy: 'Write code: and the code of a rule, from `websocket-alb check --list-rules`.',
      });
    else this.#code(code, keys.get('code')?.line ?? item.line);
    if (reason === undefined || reason === '')
      this.#wrong(item.line, 'ignore.reason', 'It gives no reason.', {
        remedy: 'Write reason: and why the finding is accepted, for whoever reads this next.',
      });
    if (code === undefined || reason === undefined) return [];
    return [
      {
        line: item.line,
        code,
        reason,
        ...(until === undefined ? {} : { until }),
        ...(keys.has('files') ? { files: this.#strings(keys.get('files'), 'ignore.files') } : {}),
        ...(resource === undefined ? {} : { resource }),
      },
    ];
  }

  #severities(node: Node | undefined): CheckConfig['severities'] {
    const severities = new Map<string, FindingSeverity>();
    if (node === undefined) return severities;
    if (node.kind !== 'map') {
      this.#wrong(node.line, 'severities', 'It is not a map.', { allowed: 'code: error, warning or info' });
      return severities;
    }
    for (const [code, { line, value }] of node.entries) {
      this.#code(code, line);
      const severity = SEVERITIES.find((each) => each === text(value));
      if (severity) severities.set(code, severity);
      else
        this.#wrong(line, `severities.${code}`, `${shown(value)} is not a severity.`, {
          allowed: SEVERITIES.join(', '),
          remedy: 'To leave a rule out, write it under ignore, with a reason.',
        });
    }
    return severities;
  }

  #date(node: Node | undefined): string | undefined {
    const date = this.#string(node, 'ignore.until');
    if (node === undefined || date === undefined) return undefined;
    const isDate = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));
    // Dates roll over: 2027-02-31 is parsed as 3 March.
    if (isDate && new Date(date).toISOString().startsWith(date)) return date;
    this.#wrong(node.line, 'ignore.until', `${JSON.stringify(date)} is not a day.`, {
      allowed: 'a day as YYYY-MM-DD, the last on which it holds',
    });
    return undefined;
  }

  #code(code: string, line: number): void {
    if (this.#codes.includes(code)) return;
    const near = nearest(code, this.#codes);
    this.#wrong(line, code, `There is no rule ${JSON.stringify(code)}.`, {
      remedy: near === undefined ? '`websocket-alb check --list-rules` lists all codes.' : didYouMean([near]),
    });
  }

  #keys(node: Node, known: readonly string[], path: string): Map<string, Node> {
    if (node.kind !== 'map') {
      this.#wrong(node.line, path, 'It is not a map.', { allowed: `the keys ${known.join(', ')}` });
      return new Map();
    }
    for (const [key, { line }] of node.entries) {
      if (known.includes(key)) continue;
      const near = nearest(key, known);
      this.#wrong(line, path, `There is no key ${JSON.stringify(key)}.`, {
        allowed: known.join(', '),
        ...(near === undefined ? {} : { remedy: didYouMean([near]) }),
      });
    }
    return new Map([...node.entries].map(([key, { value }]) => [key, value]));
  }

  #items(node: Node | undefined, path: string): readonly Node[] {
    if (node === undefined) return [];
    if (node.kind === 'list') return node.items;
    this.#wrong(node.line, path, 'It is not a list.', { remedy: 'Begin each entry with "- ".' });
    return [];
  }

  #strings(node: Node | undefined, path: string): string[] {
    return this.#items(node, path).flatMap((item) => this.#string(item, path) ?? []);
  }

  #string(node: Node | undefined, path: string): string | undefined {
    if (node === undefined) return undefined;
    const value = text(node);
    if (value !== undefined && value.trim() !== '') return value;
    this.#wrong(node.line, path, value === undefined ? 'It is not a text.' : 'It is empty.', {});
    return undefined;
  }

  #wrong(line: number, path: string, what: string, more: Pick<Problem, 'allowed' | 'remedy'>): void {
    this.#problems.push({ what, where: `${this.#file}:${line} ${path}`.trimEnd(), ...more });
  }
}

const shown = (node: Node): string => JSON.stringify(text(node) ?? `a ${node.kind}`);
