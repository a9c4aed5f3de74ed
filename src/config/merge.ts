// Merges several sources into one value, and finds which of them set a key.
import type { Finding } from '../alb/finding.ts';
import { variantKeys } from './keys.ts';
import { formatKey, isGroup, valueAt, type Path } from './path.ts';
import type { ConfigSource } from './sources.ts';

/** Merges sources, later ones over earlier ones. Groups are merged key by key; lists and values are replaced. */
export const mergeSources = (sources: readonly ConfigSource[]): Record<string, unknown> =>
  sources.reduce<Record<string, unknown>>((merged, { value }) => merge(merged, value, []), {});

function merge(
  base: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Record<string, unknown> {
  const entries = new Map(Object.entries(base));
  // Another `type` of stickiness has other keys, so keys that the new type does not have are dropped.
  const kept = variantKeys(path, over);
  if (kept) for (const key of entries.keys()) if (!kept.includes(key)) entries.delete(key);
  for (const [key, value] of Object.entries(over)) {
    entries.set(key, combine(entries.get(key), value, [...path, key]));
  }
  return Object.fromEntries(entries);
}

function combine(old: unknown, value: unknown, path: readonly string[]): unknown {
  // `true` turns a feature on; a feature whose keys are set is already on.
  if (value === true && isGroup(old)) return old;
  // An alarm may be written as just its threshold.
  const isAlarm = path.length === 2 && path[0] === 'alarms';
  const [before, after] = [old, value].map((side) =>
    isAlarm && typeof side === 'number' ? { threshold: side } : side,
  );
  if (isGroup(before) && isGroup(after)) return merge(before, after, path);
  return value;
}

/**
 * Finds features that a file or --set turns off while --set sets keys of theirs: `listener.https: false` in the file,
 * and `--set listener.https.certificateArn=…`. One of the two is a mistake, and we cannot know which. Setting `false`
 * with `--set` is not a mistake if a file configured the feature: it turns that off. Nor is a file that sets keys of a
 * feature that an earlier file turns off.
 */
export function contradictions(sources: readonly ConfigSource[]): Finding[] {
  const assigned = sources.filter(({ kind }) => kind === 'set').map(({ value }) => value);
  if (assigned.length === 0) return [];
  const inFiles = mergeSources(sources.filter(({ kind }) => kind === 'file'));
  const found = new Map<string, Finding>();
  for (const path of [inFiles, ...assigned].flatMap((value) => switchedOff(value))) {
    const group = assigned.map((value) => valueAt(value, path)).find(isGroup);
    const [key] = Object.keys(group ?? {});
    if (key === undefined) continue;
    const off = formatKey(path);
    const at = [...path, key];
    found.set(off, {
      code: 'off-with-keys',
      severity: 'error',
      path: at,
      args: { off, key: formatKey(at) },
    });
  }
  return [...found.values()];
}

function switchedOff(value: unknown, path: readonly string[] = []): string[][] {
  if (value === false) return [[...path]];
  if (!isGroup(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => switchedOff(child, [...path, key]));
}

/** The last source that set a key, or the group that contains it. */
export function sourceOf(sources: readonly ConfigSource[], path: Path): ConfigSource | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = sources.findLast(({ value }) => valueAt(value, path.slice(0, length)) !== undefined);
    if (found) return found;
  }
  return undefined;
}
