import { SETTINGS } from '../../alb/rule.ts';
import { elbApi } from '../../alb/sources.ts';
import { allows, describeValues } from '../../alb/values.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { allParts } from './parts.ts';

/** Other rules judge these, or our own pattern is narrower than ELB's. */
const ELSEWHERE = /\.prefix$|\.cookie_name$|\.bucket$/;

export const attributeValue: CheckRule = {
  code: 'attribute-value',
  severity: 'error',
  group: 'refused',
  title: 'Attribute with a value that ELB refuses',
  why: 'Every attribute has a range or a list of values, and ELB refuses all others. Linters do not look at them.',
  source: elbApi('LoadBalancerAttribute'),
  judge: each(allParts, ({ attributes, subject }) =>
    attributes.flatMap(({ key, value, line }) => {
      const spec = SETTINGS[subject][key]?.values;
      if (!spec || typeof value !== 'string' || ELSEWHERE.test(key)) return [];
      if (allows(spec, spec.kind === 'boolean' ? value.toLowerCase() : value)) return [];
      return [violation(line, { key, value, allowed: describeValues(spec) })];
    }),
  ),
  words: ({ key, value, allowed }) => ({
    what: `${String(key)} is ${JSON.stringify(value)}.`,
    allowed: String(allowed),
    remedy: 'Use an allowed value.',
  }),
};
