import { NOT_FOR_APPLICATION_LOAD_BALANCERS } from '../../alb/load-balancer-settings.ts';
import { elbApi } from '../../alb/sources.ts';
import { NOT_FOR_APPLICATION_TARGET_GROUPS } from '../../alb/target-group-settings.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { allParts } from './parts.ts';

const OTHERS = new Set([...NOT_FOR_APPLICATION_LOAD_BALANCERS, ...NOT_FOR_APPLICATION_TARGET_GROUPS]);

export const attributeNotForAlb: CheckRule = {
  code: 'attribute-not-for-alb',
  severity: 'error',
  group: 'refused',
  title: 'Attribute of Network or Gateway Load Balancers',
  why: 'ELB refuses these attributes on an Application Load Balancer and its target groups.',
  source: elbApi('TargetGroupAttribute'),
  judge: each(allParts, ({ attributes }) =>
    attributes.filter(({ key }) => OTHERS.has(key)).map(({ key, line }) => violation(line, { key })),
  ),
  words: ({ key }) => ({
    what: `${String(key)} exists for Network or Gateway Load Balancers only.`,
    remedy: 'Remove it.',
  }),
};
