// Where a config comes from: a preset, a file, `--set`. Texts in, one merged value out, and for every key the
// place where it was written.
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import type { Finding } from '../alb/finding.ts';
import { variantKeys } from './keys.ts';
import { formatKey, parseKey, valueAt, type Path } from './path.ts';

/** One place that sets keys. */
export interface ConfigSource {
  /** As a person knows it: a file name, `preset quick-start`, `--set target.port=8080`. */
  readonly name: string;
  /** The text that was read, for line numbers. */
  readonly text?: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** A starting point: what the user writes may turn it into its opposite. */
  readonly isPreset?: boolean;
}

/** A text that is not a config at all. */
export class ConfigSyntaxError extends Error {
  readonly code = 'ERR_CONFIG_SYNTAX';
  readonly where: string;
  readonly remedy: string;
  constructor(where: string, what: string, remedy: string) {
    super(what);
    this.name = 'ConfigSyntaxError';
    this.where = where;
    this.remedy = remedy;
  }
}

const MAX_BYTES = 1_000_000;
const MAX_VALUES = 20_000;
const MAX_DEPTH = 50;

/** Reads a config from YAML or JSON. An empty text is an empty config. */
export function readSource(name: string, text: string): ConfigSource {
  if (text.length > MAX_BYTES)
    throw new ConfigSyntaxError(
      name,
      `The config is larger than ${MAX_BYTES} characters.`,
      'Is this the right file?',
    );
  if (text.includes('\0'))
    throw new ConfigSyntaxError(
      `${name}:${lineAt(text, text.indexOf('\0'))}`,
      'The config is not text in UTF-8: it holds NUL bytes.',
      'Name a config, as YAML or JSON, and save it in UTF-8. The > of Windows PowerShell writes UTF-16.',
    );
  const value = parseYaml(text, (error) => syntaxError(name, text, error)) ?? {};
  if (!isGroup(value))
    throw new ConfigSyntaxError(
      name,
      `The config is ${Array.isArray(value) ? 'a list' : 'a single value'}, not a group of keys.`,
      'Write keys such as "name: chat", or start with the preset of a similar load balancer.',
    );
  // JSON has no comments: editors find the schema by this key.
  const { $schema: _schema, ...config } = plain(name, value) as Record<string, unknown>;
  return { name, text, value: config };
}

/** Reads one `path=value`; the value is YAML. */
export function readAssignment(assignment: string): ConfigSource {
  const name = `--set ${assignment}`;
  const equals = /^((?:"(?:[^"\\]|\\.)*"|[^"=])*)=/s.exec(assignment);
  if (!equals) throw new ConfigSyntaxError(name, 'This is not of the form path=value.', WRITE_FOR_EXAMPLE);
  const written = equals[1]?.trim() ?? '';
  const path = parseKey(written);
  if (!path || path.includes('__proto__'))
    throw new ConfigSyntaxError(
      name,
      path ? 'No key is named "__proto__".' : wrongPath(written),
      WRITE_FOR_EXAMPLE,
    );
  const yaml = assignment.slice(equals[0].length);
  const value = plain(name, parseYaml(yaml, (error) => invalidYaml(name, error)) ?? null);
  let nested: unknown = value;
  for (const key of path.toReversed()) nested = Object.fromEntries([[key, nested]]);
  return { name: `--set ${formatKey(path)}`, value: nested as Record<string, unknown> };
}

const WRITE_FOR_EXAMPLE =
  "Write for example --set loadBalancer.idleTimeout=600, or --set 'tags.\"cost.center\"=42a'. A list is set whole: --set 'network.allowFrom=[10.0.0.0/8]'.";

const wrongPath = (path: string): string =>
  path === ''
    ? 'The path before the = is empty.'
    : `The path ${JSON.stringify(path)} is wrong: one dot stands between keys, and a key with other characters stands in double quotes.`;

function parseYaml(text: string, describe: (error: YAMLException) => ConfigSyntaxError): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    throw error instanceof YAMLException ? describe(error) : error;
  }
}

function syntaxError(name: string, text: string, error: YAMLException): ConfigSyntaxError {
  // The only error without a place.
  if (!error.mark)
    return new ConfigSyntaxError(
      `${name}:${secondDocument(text)}`,
      'A config is one YAML document, and this file has several.',
      'Correct the file there; a config is YAML or JSON, as text in UTF-8.',
    );
  return invalidYaml(`${name}:${error.mark.line + 1}:${error.mark.column + 1}`, error);
}

const invalidYaml = (where: string, { reason }: YAMLException): ConfigSyntaxError =>
  new ConfigSyntaxError(
    where,
    `This is not valid YAML: ${reason}.`,
    'Fix the syntax. Values with ": ", " #" or a leading !, &, *, @ need quotes.',
  );

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** The line of the first separator behind contents. */
function secondDocument(text: string): number {
  const contents = /^(?!---|\.\.\.|%|\s*(?:#|$)).|^---[ \t]+[^\s#]/m.exec(text)?.index ?? 0;
  const behind = /^(?:---|\.\.\.)(?=\s|$)/m.exec(text.slice(contents + 1));
  return lineAt(text, behind ? contents + 1 + behind.index : 0);
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A plain copy. A key without a value counts as not written. Anchors may make a small text stand for a huge
 * value, so the copy is bounded.
 */
function plain(name: string, root: unknown): unknown {
  let values = 0;
  const copy = (value: unknown, depth: number): unknown => {
    if (++values > MAX_VALUES || depth > MAX_DEPTH)
      throw new ConfigSyntaxError(
        name,
        `The config holds more than ${MAX_VALUES} values, or is nested deeper than ${MAX_DEPTH} levels.`,
        'Is this the right file?',
      );
    if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
    if (!isGroup(value)) return value;
    if (Object.hasOwn(value, '__proto__'))
      throw new ConfigSyntaxError(
        name,
        'A key is named "__proto__", which no tool reads reliably.',
        'Rename it.',
      );
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, depth + 1)]));
  };
  return copy(root, 0);
}

/** Merges sources, later ones over earlier ones. Groups are merged key by key, lists and values replaced. */
export const mergeSources = (sources: readonly ConfigSource[]): Record<string, unknown> =>
  sources.reduce<Record<string, unknown>>((merged, { value }) => merge(merged, value, []), {});

function merge(
  base: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Record<string, unknown> {
  const entries = new Map(Object.entries(base));
  // Another `type` of stickiness has other keys: those of the old one that it does not have are dropped.
  const kept = variantKeys(path, over);
  if (kept) for (const key of entries.keys()) if (!kept.includes(key)) entries.delete(key);
  for (const [key, value] of Object.entries(over)) {
    entries.set(key, combine(entries.get(key), value, [...path, key]));
  }
  return Object.fromEntries(entries);
}

function combine(old: unknown, value: unknown, path: readonly string[]): unknown {
  // `true` switches a feature on; one that has its keys is on already.
  if (value === true && isGroup(old)) return old;
  // An alarm may be written as its threshold alone.
  const isAlarm = path.length === 2 && path[0] === 'alarms';
  const [before, after] = [old, value].map((side) =>
    isAlarm && typeof side === 'number' ? { threshold: side } : side,
  );
  if (isGroup(before) && isGroup(after)) return merge(before, after, path);
  return value;
}

/**
 * Features that are switched off, and have keys set in the same place or a later one: `listener.https: false` in the
 * file, and `--set listener.https.certificateArn=…`. One of the two is a mistake, and which one cannot be known. A later
 * `false` is none: it switches off what was configured before.
 */
export function contradictions(sources: readonly ConfigSource[]): Finding[] {
  const written = sources.filter(({ isPreset }) => !isPreset);
  const found = new Map<string, Finding>();
  for (const off of written)
    for (const path of switchedOff(off.value)) {
      // All of --set is one place: its order is an accident.
      const laterOrSame = written.filter(
        (source) =>
          written.indexOf(source) >= written.indexOf(off) || (isAssignment(source) && isAssignment(off)),
      );
      const group = laterOrSame.map(({ value }) => valueAt(value, path)).find(isGroup);
      const [key] = Object.keys(group ?? {});
      if (key === undefined) continue;
      const at = [...path, key];
      found.set(formatKey(path), {
        code: 'off-with-keys',
        severity: 'error',
        path: at,
        args: { off: formatKey(path), key: formatKey(at) },
      });
    }
  return [...found.values()];
}

const isAssignment = ({ text }: ConfigSource): boolean => text === undefined;

function switchedOff(value: unknown, path: readonly string[] = []): string[][] {
  if (value === false) return [[...path]];
  if (!isGroup(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => switchedOff(child, [...path, key]));
}

/** The source that had the last word on a key, or on the group that holds it. */
export function sourceOf(sources: readonly ConfigSource[], path: Path): ConfigSource | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = sources.findLast(({ value }) => valueAt(value, path.slice(0, length)) !== undefined);
    if (found) return found;
  }
  return undefined;
}
