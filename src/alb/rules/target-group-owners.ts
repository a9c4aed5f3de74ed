import { certain } from '../finding.ts';
import { UNKNOWN } from '../setting.ts';
import { userGuide } from '../sources.ts';
import type { TopologyJudgement, TopologyRule } from '../topology-rule.ts';
import type { Topology } from '../topology/types.ts';
import { all, canExistTogether, type When } from '../topology/when.ts';

export const targetGroupTwoLoadBalancers: TopologyRule = {
  code: 'target-group-two-load-balancers',
  title: 'Target group behind two load balancers',
  severity: 'error',
  subject: 'target-group',
  why: 'A target group belongs to one load balancer: ELB refuses the second with TargetGroupAssociationLimit.',
  source: userGuide('load-balancer-limits'),
  basis: certain('the quotas page, and the error TargetGroupAssociationLimit'),
  judge<Where>(topology: Topology<Where>): TopologyJudgement<Where>[] {
    return topology.targetGroups.map(({ key }) => {
      const uses = usesOf(key, topology);
      const [first] = uses;
      if (!first) return { key, verdict: 'not-applicable' };
      const other = uses.find(({ loadBalancer }) => loadBalancer !== first.loadBalancer);
      if (!other) return { key, verdict: 'met' };
      if (canExistTogether(first.when, other.when, topology.choices) !== true)
        return { key, verdict: 'not-applicable' };
      const args = { targetGroup: key, first: first.loadBalancer, second: other.loadBalancer };
      return { key, verdict: [{ where: other.where, args }] };
    });
  },
  words: ({ targetGroup, first, second }) => ({
    what: `${targetGroup} gets requests from ${first} and from ${second}.`,
    allowed: 'one load balancer a target group',
    remedy: 'Make a second target group for the same targets.',
  }),
};

interface Use<Where> {
  readonly loadBalancer: string;
  readonly when: When;
  readonly where: Where;
}

/**
 * The load balancers in the topology that forward to a group. Others are skipped, because two of them may be the same
 * one under two names.
 */
function usesOf<Where>(group: string, topology: Topology<Where>): Use<Where>[] {
  return topology.forwardsTo(group).flatMap(({ rule, listener, weighted }): Use<Where>[] => {
    const loadBalancer = listener?.loadBalancer;
    if (!listener || loadBalancer === undefined || loadBalancer === UNKNOWN) return [];
    if (!topology.loadBalancer(loadBalancer)) return [];
    return [{ loadBalancer, when: all(rule.when, listener.when), where: weighted.where }];
  });
}
