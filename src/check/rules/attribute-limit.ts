import { MAX_ATTRIBUTES } from '../../alb/limits.ts';
import { cloudFormation } from '../../alb/sources.ts';
import { each, loadBalancers, violation, type CheckRule } from '../rule.ts';

/** A warning: the API model and the CloudFormation reference say 20, but we have not seen ELB enforce it. */
export const attributeLimit: CheckRule = {
  code: 'attribute-limit',
  severity: 'warning',
  group: 'refused',
  title: 'More attributes than a load balancer may have',
  why: 'LoadBalancerAttributes has at most 20 members in the ELB API and in CloudFormation.',
  source: cloudFormation('aws-resource-elasticloadbalancingv2-loadbalancer'),
  judge: each(loadBalancers, ({ attributes, open }) => {
    const certain = attributes.filter(({ conditional }) => !conditional);
    const extra = certain[MAX_ATTRIBUTES];
    if (extra) return violation(extra.line, { count: certain.length });
    return open || attributes.length > MAX_ATTRIBUTES ? 'not-applicable' : 'met';
  }),
  words: ({ count }) => ({
    what: `LoadBalancerAttributes has ${String(count)} members.`,
    allowed: `at most ${MAX_ATTRIBUTES}`,
    remedy: 'Leave out attributes that are at ELB’s default.',
  }),
};
