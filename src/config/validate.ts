import type { Finding } from '../alb/finding.ts';
import { issueFindings } from './issues.ts';
import { formatKey, valueAt, type Path } from './path.ts';
import { ruleFindings } from './rule-findings.ts';
import { configSchema, type Config } from './schema/index.ts';
import { wordFinding } from './words.ts';

export type Validated =
  | { readonly ok: true; readonly config: Config; readonly warnings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** A tree of what is wrong: keys to remove from a group, or the whole value. */
type Wrong = Map<string | number, Wrong> | 'all';

function wrongTree(paths: readonly Path[]): Wrong {
  const root: Wrong = new Map();
  for (const path of paths) {
    if (path.length === 0) return 'all';
    let at = root;
    for (const [index, segment] of path.entries()) {
      const below: Wrong = index === path.length - 1 ? 'all' : (at.get(segment) ?? new Map());
      at.set(segment, below);
      if (below === 'all') break;
      at = below;
    }
  }
  return root;
}

/** A copy of plain data without what is wrong; undefined if nothing is left. */
function without(value: unknown, wrong: Wrong): unknown {
  if (wrong === 'all' || typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    // A list with a wrong item is dropped completely, because the remaining items could be too few.
    if ([...wrong.values()].includes('all')) return undefined;
    return value.map((item: unknown, index) => {
      const inside = wrong.get(index);
      return inside === undefined ? item : without(item, inside);
    });
  }
  const entries = Object.entries(value).flatMap(([key, child]) => {
    const inside = wrong.get(key);
    if (inside === undefined) return [[key, child] as const];
    return inside === 'all' ? [] : [[key, without(child, inside)] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * Validates plain data against the schema and all rules, and reports every mistake at once.
 *
 * Wrong values are removed and the rest is parsed again, so that the rules between keys can still check what is right.
 * A rule does not report a key that has already been reported.
 */
export function validateConfig(input: unknown): Validated {
  const findings: Finding[] = [];
  let rest: unknown = input ?? {};
  let parsed = configSchema.safeParse(rest);
  // Every round removes at least one wrong value, so this terminates; the bound guards against a bug here.
  for (let round = 0; !parsed.success && round < 100; round++) {
    const found = parsed.error.issues.flatMap((issue) => issueFindings(issue, rest));
    // A value that was removed as wrong is not missing.
    const known = new Set(findings.map(({ path }) => formatKey(path)));
    findings.push(...found.filter(({ path }) => !known.has(formatKey(path))));
    // A missing key cannot be removed, so its group is.
    const wrong = found.map(({ code, path }) => (code === 'missing-key' ? path.slice(0, -1) : path));
    rest = without(rest, wrongTree(wrong)) ?? {};
    parsed = configSchema.safeParse(rest);
  }
  if (!parsed.success) throw new Error('the config could not be reduced to a valid one');

  const reported = findings.map((finding) => formatKey(finding.path));
  const isReported = (key: string) =>
    reported.some((at) => at === key || at.startsWith(`${key}.`) || at.startsWith(`${key}[`));
  const config = parsed.data;
  const fromRules = ruleFindings(config, (path) => valueAt(input, path) !== undefined).filter(
    (finding) => !finding.keys.some(isReported),
  );
  findings.push(...fromRules);
  if (findings.some((finding) => finding.severity === 'error')) return { ok: false, findings };
  return { ok: true, config, warnings: findings };
}

/** A finding on one line. */
function lineOf(finding: Finding): string {
  const { what, allowed, remedy } = wordFinding(finding);
  const words = [what, ...(allowed === undefined ? [] : [`Allowed: ${allowed}.`]), remedy].join(' ');
  return `${formatKey(finding.path)} (${finding.severity} ${finding.code}): ${words}`;
}

/** Maximum number of findings in an error message. */
const MAX_LINES = 50;

/** Thrown by {@link parseConfig}; contains every finding, and lists the first 50 in its message, one per line. */
export class ConfigError extends Error {
  readonly code = 'ERR_CONFIG';
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    const more = findings.length - MAX_LINES;
    super(
      [
        'invalid config:',
        ...findings.slice(0, MAX_LINES).map(lineOf),
        ...(more > 0 ? [`and ${more} more`] : []),
      ].join('\n'),
    );
    this.name = 'ConfigError';
    this.findings = findings;
  }
}

/**
 * Validates a config and fills in the defaults. `parseConfig({})` is the production default.
 *
 * @throws {ConfigError} with every mistake, not only the first.
 */
export function parseConfig(input: unknown): Config {
  const result = validateConfig(input);
  if (!result.ok) throw new ConfigError(result.findings);
  return result.config;
}
