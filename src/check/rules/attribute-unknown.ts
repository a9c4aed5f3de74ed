import { NOT_FOR_APPLICATION_LOAD_BALANCERS } from '../../alb/load-balancer-settings.ts';
import { isAttribute, SETTINGS } from '../../alb/rule.ts';
import { elbApi } from '../../alb/sources.ts';
import { NOT_FOR_APPLICATION_TARGET_GROUPS } from '../../alb/target-group-settings.ts';
import { nearest } from '../../common/nearest.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { ATTRIBUTE_LISTS } from '../settings.ts';
import { allParts } from './parts.ts';

const OTHERS = new Set([...NOT_FOR_APPLICATION_LOAD_BALANCERS, ...NOT_FOR_APPLICATION_TARGET_GROUPS]);
/** In the user guide, for target groups that speak HTTP2; not yet in the API model. */
const KNOWN_ELSEWHERE = new Set(['waf.http2.traffic_inspection_behavior']);

/** The share of parts that only one of the keys has: `idle_timeout` lacks little of `idle_timeout.timeout_seconds`. */
const difference = (left: string, right: string): number => {
  const parts = new Set(left.split(/[._]/));
  const others = right.split(/[._]/);
  const all = parts.size + others.length;
  return (all - 2 * others.filter((part) => parts.has(part)).length) / all;
};

/** The key that is meant: by its parts, or by its letters; undefined when none is close. */
function meant(key: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, share: difference(key, candidate) }))
    .filter(({ share }) => share <= 1 / 3)
    .toSorted((left, right) => left.share - right.share);
  return best?.candidate ?? nearest(key, known);
}

export const attributeUnknown: CheckRule = {
  code: 'attribute-unknown',
  severity: 'error',
  group: 'refused',
  title: 'Attribute that does not exist',
  why: 'ELB refuses an attribute that it does not know; linters do not look at attribute keys.',
  source: elbApi('LoadBalancerAttribute'),
  judge: each(allParts, ({ attributes, subject }) => {
    const known = Object.keys(SETTINGS[subject]).filter(isAttribute);
    return attributes
      .filter(({ key }) => !known.includes(key) && !OTHERS.has(key) && !KNOWN_ELSEWHERE.has(key))
      .map(({ key, line }) =>
        violation(line, { key, list: ATTRIBUTE_LISTS[subject], nearest: meant(key, known) }),
      );
  }),
  words: ({ key, list, nearest: near }) => ({
    what: `${String(key)} is not an attribute in ${String(list)} of an Application Load Balancer.`,
    remedy: near === undefined ? 'Remove it.' : `Did you mean ${String(near)}?`,
  }),
};
