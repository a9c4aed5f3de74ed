import { elbApi } from '../../alb/sources.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { allParts } from './parts.ts';
import { removeDuplicate } from '../fix/attributes.ts';

export const attributeDuplicate: CheckRule = {
  code: 'attribute-duplicate',
  severity: 'error',
  group: 'refused',
  title: 'Attribute set twice',
  why: 'ELB answers "Attribute key has been specified more than once".',
  source: elbApi('ModifyLoadBalancerAttributes'),
  judge: each(allParts, ({ attributes }) => {
    // The two sides of a condition may both set an attribute.
    const certain = attributes.filter(({ conditional }) => !conditional);
    const seen = new Set<string>();
    return certain
      .filter(({ key }) => seen.has(key) || !seen.add(key))
      .map(({ key, line }) => violation(line, { key }));
  }),
  fix: {
    mode: 'safe',
    what: 'Removes the later one, where both have the same value.',
    change: removeDuplicate,
  },
  words: ({ key }) => ({ what: `${String(key)} is set more than once.`, remedy: 'Keep one of them.' }),
};
