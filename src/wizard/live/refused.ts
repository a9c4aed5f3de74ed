// Removes values that a config refuses, one by one, until it is valid.
import { formatKey, isGroup, valueAt, type Assignment, type Path } from '../../config/path.ts';
import { validateConfig } from '../../config/validate.ts';
import { wordFinding } from '../../config/words.ts';
import { applyTo } from '../change.ts';
import type { Draft, Written } from './live.ts';

/** Maximum number of values to remove. */
const MOST_REFUSED = 50;

/** The draft without the values that a config refuses, which are listed in `left`. */
export function withoutRefused(draft: Draft): Written {
  let assignments: readonly Assignment[] = draft.assignments;
  const left = [...draft.left];
  for (let tries = 0; tries < MOST_REFUSED; tries++) {
    const input = applyTo({}, assignments);
    const result = validateConfig(input);
    if (result.ok) return { assignments, left };
    const error = result.findings.find(({ severity }) => severity === 'error');
    const culprit =
      error && assignments.find(({ path }) => isWithin(error.path, path) || isWithin(path, error.path));
    if (!error || !culprit) return { assignments, left };
    const path = deepest(input, error.path.length > culprit.path.length ? error.path : culprit.path);
    const value = JSON.stringify(valueAt(input, path));
    left.push(`${formatKey(path)}: ${value}, which a config refuses: ${wordFinding(error).what}`);
    const inner = path.slice(culprit.path.length);
    assignments =
      inner.length === 0
        ? assignments.filter((one) => one !== culprit)
        : assignments.map((one) =>
            one === culprit ? { path: one.path, value: without(one.value, inner) } : one,
          );
  }
  return { assignments, left };
}

/** The longest existing part of a path: a missing key is the fault of the group that lacks it. */
function deepest(input: unknown, path: Path): Path {
  for (let length = path.length; length > 0; length--)
    if (valueAt(input, path.slice(0, length)) !== undefined) return path.slice(0, length);
  return path;
}

function without(value: unknown, [head, ...rest]: Path): unknown {
  if (Array.isArray(value))
    return rest.length === 0
      ? value.filter((_, index) => index !== head)
      : value.map((item: unknown, index) => (index === head ? without(item, rest) : item));
  if (!isGroup(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      if (key !== head) return [[key, item]];
      return rest.length === 0 ? [] : [[key, without(item, rest)]];
    }),
  );
}

/** Whether a path lies at or below another. */
const isWithin = (path: Path, outer: Path): boolean => outer.every((key, index) => path[index] === key);
