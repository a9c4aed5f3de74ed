import { NOT_FOR_APPLICATION } from '../../alb/not-for-alb.ts';
import { elbApi } from '../../alb/sources.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { allParts } from './parts.ts';
import { REMOVE_ATTRIBUTE } from '../fix/attributes.ts';

export const attributeNotForAlb: CheckRule = {
  code: 'attribute-not-for-alb',
  severity: 'error',
  group: 'refused',
  title: 'Attribute of Network or Gateway Load Balancers',
  why: 'ELB refuses these attributes on an Application Load Balancer and its target groups.',
  source: elbApi('TargetGroupAttribute'),
  judge: each(allParts, ({ attributes }) =>
    attributes
      .filter(({ key }) => NOT_FOR_APPLICATION.has(key))
      .map(({ key, line }) => violation(line, { key })),
  ),
  fix: { mode: 'safe', what: 'Removes it.', ...REMOVE_ATTRIBUTE },
  words: ({ key }) => ({
    what: `${String(key)} exists for Network or Gateway Load Balancers only.`,
    remedy: 'Remove it.',
  }),
};
