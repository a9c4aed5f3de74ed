// Converts zod's issues to our findings, leaving out union branches that the user did not mean.
import type * as z from 'zod/mini';
import type { Finding } from '../alb/finding.ts';
import { RULES } from '../alb/rules/index.ts';
import { fieldAt, keysAt } from './keys.ts';
import { formatKey, valueAt, type Path } from './path.ts';
import { configSchema } from './schema/index.ts';

type Issue = z.core.$ZodIssue;

/** The findings for one issue; `input` is the value that was parsed. */
export function issueFindings(issue: Issue, input: unknown, base: Path = []): Finding[] {
  const path: Path = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key]));
  if (issue.code === 'invalid_union') {
    const branch = meantBranch(issue.errors, valueAt(input, path));
    if (branch && branch.length > 0) return branch.flatMap((inner) => issueFindings(inner, input, path));
  }
  const value = valueAt(input, path);
  if (issue.code === 'invalid_key')
    return [{ ...finding('invalid-key', path, {}), args: { allowed: fieldAt(path.slice(0, -1))?.allowed } }];
  if (value === undefined) return [finding('missing-key', path, {})];
  // No message repeats a possible secret.
  if (fieldAt(path)?.isSecret) return [finding('secret-in-clear', path, {})];
  const refused = typeof value === 'string' ? fieldAt(path)?.refused?.[value] : undefined;
  const rule = RULES.find(({ code }) => code === refused);
  if (rule) return [finding(rule.code, path, { values: { [rule.reads[0]]: value } })];
  return [finding('invalid-value', path, { value })];
}

const finding = (code: string, path: Path, args: Finding['args']): Finding => ({
  code,
  severity: 'error',
  path,
  args: { ...args, ...allowedAt(path), default: valueAt(defaults(), path) },
});

let production: unknown;
/** The config with all defaults: parsed once, since there may be thousands of findings. */
const defaults = (): unknown => (production ??= configSchema.parse({}));

/** Whether a feature is on by default. */
const isOn = (path: Path): boolean => Boolean(valueAt(defaults(), path));

/**
 * The allowed values as text. For a group: its keys, and one of them as an example: a switch if there is one, else the
 * first.
 */
function allowedAt(path: Path): { allowed?: string | undefined; example?: string } {
  const allowed = fieldAt(path)?.allowed;
  if (!allowed?.endsWith('a group of keys')) return { allowed };
  const keys = keysAt(path);
  const isSwitch = (key: string) => fieldAt([...path, key])?.allowed.startsWith('true') ?? false;
  const example = keys.find(isSwitch);
  const isGroupOnly = allowed === 'a group of keys';
  return {
    allowed: `${allowed}: ${keys.join(', ')}`,
    ...(isGroupOnly && {
      example:
        example === undefined
          ? formatKey([...path, keys[0] ?? ''])
          : `${formatKey([...path, example])}: ${isOn([...path, example]) ? 'false' : 'true'}`,
    }),
  };
}

/** Whether a union branch fails because the value is of another kind, or has another `type`. */
const isOtherKind = (issue: Issue): boolean =>
  issue.path.length === 0 ? issue.code !== 'unrecognized_keys' : isDiscriminator(issue.path);
const isDiscriminator = (path: readonly PropertyKey[]): boolean => path[0] === 'type' || path[0] === 'mode';

/** The issues of the branch that the user meant: for a group, the branch with the given `type`. */
function meantBranch(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const meant = branches.find((issues) => !issues.some(isOtherKind));
  if (meant) return meant;
  // No branch has this `type`: report that once, at the type.
  return branches
    .flat()
    .filter((issue) => isDiscriminator(issue.path))
    .slice(0, 1);
}

function unknownKey(path: Path): Finding {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const siblings = keysAt(parent);
  if (siblings.includes(key)) return { code: 'misplaced-key', severity: 'error', path, args: { parent } };
  return { code: 'unknown-key', severity: 'error', path, args: { key, siblings } };
}
