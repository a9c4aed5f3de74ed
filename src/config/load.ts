// Turns texts into a config, or into everything that is wrong with them, with file, line and key. Does no I/O.
import type { Finding } from '../alb/finding.ts';
import type { Problem } from '../common/known-error.ts';
import { contradictions, mergeSources, sourceOf } from './merge.ts';
import { formatKey, valueAt, type Assignment, type Path } from './path.ts';
import type { Config } from './schema/index.ts';
import {
  assignmentSource,
  ConfigSyntaxError,
  DuplicateKeyError,
  readAssignment,
  readSource,
  type ConfigSource,
  type ConfigText,
} from './sources.ts';
import { validateConfig } from './validate.ts';

/** What a config is made from, weakest first: each source overrides the earlier ones, and all override the defaults. */
export interface ConfigSources {
  readonly preset?: ConfigText | undefined;
  /** Later files override earlier ones: groups are merged key by key, lists and values replaced as a whole. */
  readonly files?: readonly ConfigText[];
  /** `path=value` each, with a YAML value. */
  readonly assignments?: readonly string[];
}

/** A problem with a config: a message and its location. */
export interface ConfigProblem extends Problem {
  /** The finding's code; `config-syntax` for a text that is not a config at all. */
  readonly code: string;
  /** The file, `preset NAME` or `--set KEY` that contains it; undefined if it results from defaults alone. */
  readonly source: string | undefined;
  /** Counted from 1; undefined for `--set`. */
  readonly line: number | undefined;
  /** The dotted key; undefined for `config-syntax`. */
  readonly key: string | undefined;
}

export interface LoadedConfig {
  readonly ok: true;
  /** Validated, with all defaults. */
  readonly config: Config;
  /** What the sources set, merged, without defaults. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The same for the files and `--set` only, without the preset that they start from. */
  readonly own: Readonly<Record<string, unknown>>;
  /** The `--set` assignments, in order. */
  readonly assignments: readonly Assignment[];
  readonly warnings: readonly ConfigProblem[];
}

export interface RefusedConfig {
  readonly ok: false;
  /**
   * In the order of the sources and their lines; at most {@link MAX_PROBLEMS}, in which case errors take precedence
   * over warnings.
   */
  readonly problems: readonly ConfigProblem[];
  /** How many errors are not listed. */
  readonly omitted: number;
}

/** Any more are only counted: a text with this many mistakes is not a config. */
export const MAX_PROBLEMS = 50;

/** Reads, merges and validates. Reports every mistake, not only the first. */
export async function load(given: ConfigSources): Promise<LoadedConfig | RefusedConfig> {
  const { sources, assignments, errors } = read(given);
  const mistakes = (await Promise.all(errors.map(syntaxProblems))).flat();
  if (mistakes.length > 0) return refused(mistakes);
  const written = mergeSources(sources);
  const result = validateConfig(written);
  const contradicted = contradictions(sources);
  const findings = [...contradicted, ...(result.ok ? result.warnings : result.findings)];
  if (!result.ok || contradicted.length > 0) {
    const found = await locate(findings, sources);
    const shown = mostImportant(found);
    return refused(await inWords(shown), errorsIn(found) - errorsIn(shown));
  }
  const warnings = findings.length === 0 ? [] : await inWords(await locate(findings, sources));
  const own = mergeSources(sources.filter(({ kind }) => kind !== 'preset'));
  return { ok: true, config: result.config, written, own, assignments, warnings };
}

const refused = (problems: readonly ConfigProblem[], omitted = 0): RefusedConfig => ({
  ok: false,
  problems,
  omitted,
});

interface Read {
  readonly sources: readonly ConfigSource[];
  readonly assignments: readonly Assignment[];
  readonly errors: readonly ConfigSyntaxError[];
}

/** Reports every text that is not a config, not only the first. */
function read({ preset, files = [], assignments = [] }: ConfigSources): Read {
  const errors: ConfigSyntaxError[] = [];
  const attempt = <Value>(readOne: () => Value): Value[] => {
    try {
      return [readOne()];
    } catch (error) {
      if (!(error instanceof ConfigSyntaxError)) throw error;
      errors.push(error);
      return [];
    }
  };
  const texts = [
    ...(preset === undefined ? [] : attempt(() => readSource('preset', preset))),
    ...files.flatMap((file) => attempt(() => readSource('file', file))),
  ];
  const assigned = assignments.flatMap((assignment) => attempt(() => readAssignment(assignment)));
  return { sources: [...texts, ...assigned.map(assignmentSource)], assignments: assigned, errors };
}

async function syntaxProblems(error: ConfigSyntaxError): Promise<ConfigProblem[]> {
  const { source, line } = error;
  const place = { code: 'config-syntax', source, line, key: undefined };
  const problems = error.problems.map((problem) => ({ ...problem, ...place }));
  if (!(error instanceof DuplicateKeyError)) return problems;
  const { duplicateKey } = await import('./locate.ts');
  const found = duplicateKey(error.text, error.offset);
  if (!found) return problems;
  const what =
    found.first === found.second
      ? `${found.key} is written twice.`
      : `${found.key} is written twice, in line ${found.first} and in line ${found.second}.`;
  return problems.map((problem) => ({ ...problem, what }));
}

interface Located {
  readonly finding: Finding;
  readonly path: Path;
  /** Undefined if it results from defaults. */
  readonly source: ConfigSource | undefined;
  readonly line: number | undefined;
  /** Keys of the finding that the preset sets, and the preset's name. */
  readonly ofPreset: { readonly name: string; readonly keys: readonly string[] } | undefined;
}

/** In the order of the sources and their lines; what results from defaults comes last. */
async function locate(
  findings: readonly Finding[],
  sources: readonly ConfigSource[],
): Promise<readonly Located[]> {
  const found = findings.map((finding) => {
    const path = fixablePath(finding, sources);
    const source = sourceOf(sources, path);
    return { finding, path, source, ofPreset: keysOfPreset(finding, sources, source) };
  });
  const texts = new Set(found.flatMap(({ source }) => (source?.text === undefined ? [] : [source])));
  const lines = new Map<ConfigSource, (path: Path) => number | undefined>();
  if (texts.size > 0) {
    const { lineFinder } = await import('./locate.ts');
    for (const source of texts) lines.set(source, lineFinder(source.text ?? ''));
  }
  const order = new Map(sources.map((source, index) => [source, index]));
  const rank = (source: ConfigSource | undefined) =>
    (source === undefined ? undefined : order.get(source)) ?? sources.length;
  return found
    .map((each) => ({ ...each, line: each.source && lines.get(each.source)?.(each.path) }))
    .toSorted((a, b) => rank(a.source) - rank(b.source) || (a.line ?? 0) - (b.line ?? 0));
}

/** The key at which to report a conflict: one that the user can change, rather than one in a preset. */
function fixablePath(finding: Finding, sources: readonly ConfigSource[]): Path {
  if (sourceOf(sources, finding.path)?.kind !== 'preset') return finding.path;
  const keys = (finding.args['keys'] ?? []) as readonly string[];
  const written = sources.filter(({ kind }) => kind !== 'preset');
  const fixable = keys
    .map((key) => key.split('.'))
    .find((path) => written.some(({ value }) => valueAt(value, path) !== undefined));
  return fixable ?? finding.path;
}

/** What a finding about the user's own key says besides about keys that only the preset sets. */
function keysOfPreset(
  { args }: Finding,
  sources: readonly ConfigSource[],
  reported: ConfigSource | undefined,
): Located['ofPreset'] {
  const preset = sources.find(({ kind }) => kind === 'preset');
  if (!preset || reported === undefined || reported === preset) return undefined;
  const keys = ((args['keys'] ?? []) as readonly string[]).filter((key) => {
    const path = key.split('.');
    return valueAt(preset.value, path) !== undefined && sourceOf(sources, path) === preset;
  });
  return keys.length === 0 ? undefined : { name: preset.name, keys };
}

function mostImportant(found: readonly Located[]): readonly Located[] {
  if (found.length <= MAX_PROBLEMS) return found;
  const errors = found.filter(isError).slice(0, MAX_PROBLEMS);
  const warnings = found.filter((each) => !isError(each)).slice(0, MAX_PROBLEMS - errors.length);
  const shown = new Set([...errors, ...warnings]);
  return found.filter((each) => shown.has(each));
}

const isError = ({ finding }: Located): boolean => finding.severity === 'error';
const errorsIn = (found: readonly Located[]): number => found.filter(isError).length;

/** The messages are loaded only if there is something to report. */
async function inWords(found: readonly Located[]): Promise<ConfigProblem[]> {
  const { wordFinding, wordPreset } = await import('./words.ts');
  return found.map(({ finding, path, source, line, ofPreset }) => {
    const { code, severity } = finding;
    const key = formatKey(path);
    return {
      code,
      severity,
      source: source?.name,
      line,
      key,
      where: whereOf(source, line, key),
      ...wordPreset(wordFinding(finding), ofPreset),
    };
  });
}

function whereOf(source: ConfigSource | undefined, line: number | undefined, key: string): string {
  if (source === undefined) return `default ${key}`;
  // The name of a --set source already contains its key.
  if (source.kind === 'set') return source.name;
  return `${source.name}${line === undefined ? '' : `:${line}`} ${key}`;
}
