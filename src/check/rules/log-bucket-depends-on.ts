import { certain } from '../../alb/finding.ts';
import { userGuide } from '../../alb/sources.ts';
import { addDependency } from '../fix/properties.ts';
import { dependencies } from '../mentions.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { logBuckets } from './log-bucket.ts';

export const logBucketDependsOn: CheckRule = {
  code: 'log-bucket-depends-on',
  misses: true,
  severity: 'error',
  group: 'refused',
  title: 'Load balancer that may be created before its log bucket’s policy',
  why: 'ELB writes a test file when logs are switched on. Nothing else makes CloudFormation create the policy first, so the stack fails now and then.',
  source: userGuide('enable-access-logging'),
  basis: certain('ELB’s own message "Access Denied for bucket", which comes now and then'),
  judge: each(logBuckets, ({ resource, policies, line }, { template }) => {
    if (policies.length === 0) return 'not-applicable';
    const before = dependencies(template, resource);
    if (policies.some(({ id }) => before.has(id))) return 'met';
    return violation(line, { policy: policies[0]?.id, loadBalancer: resource.id });
  }),
  fix: {
    mode: 'safe',
    what: 'Adds the policy to DependsOn.',
    change: (site) => addDependency(site, String(site.args['policy'])),
  },
  words: ({ policy, loadBalancer }) => ({
    what: `${String(loadBalancer)} does not depend on ${String(policy)}, the policy of its log bucket.`,
    remedy: `Add DependsOn: ${String(policy)} to ${String(loadBalancer)}.`,
  }),
};
