import { certain } from '../../alb/finding.ts';
import { removeEqualKey } from '../fix/properties.ts';
import type { CheckRule, Judgement } from '../rule.ts';
import type { Resource } from '../template.ts';

export const keyDuplicate: CheckRule = {
  code: 'key-duplicate',
  severity: 'warning',
  group: 'template',
  title: 'Duplicate key',
  why: 'When a map has the same key twice, only the last one counts, and the first one’s value is silently lost.',
  source: 'https://yaml.org/spec/1.2.2/#mapping',
  basis: certain('the text of the template'),
  *judge({ template }): Generator<Judgement> {
    const resources = [...template.resources.values()].toSorted((left, right) => left.line - right.line);
    for (const { key, line, first } of template.duplicates) {
      const resource = resourceAt(resources, line);
      if (resource) yield { verdict: 'violated', resource, line, args: { key, first } };
    }
    const [one] = resources;
    if (one && template.duplicates.length === 0) yield { verdict: 'met', resource: one };
  },
  fix: {
    mode: 'safe',
    what: 'Removes the first one, where both are written identically.',
    change: removeEqualKey,
  },
  words: ({ key, first }) => ({
    what: `The key ${JSON.stringify(key)} is also on line ${String(first)}, which does not count.`,
    remedy: 'Keep one of the two.',
  }),
};

/** The last resource that begins on or before a line. */
function resourceAt(resources: readonly Resource[], line: number): Resource | undefined {
  let [low, high] = [0, resources.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((resources[middle]?.line ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return resources[low - 1];
}
