// Rules that can never match.
import { certain } from '../finding.ts';
import { RULE_QUOTA } from '../limits.ts';
import { UNKNOWN } from '../setting.ts';
import { userGuide } from '../sources.ts';
import type { TopologyJudgement, TopologyRule } from '../topology-rule.ts';
import { deadRules } from '../topology/dead-rules.ts';
import type { Topology } from '../topology/types.ts';

const page = userGuide('rule-condition-types');

/** Judges each listener by its dead rules of one kind. */
function judgeListeners<Where>(
  topology: Topology<Where>,
  why: 'shadowed' | 'path-without-slash',
): TopologyJudgement<Where>[] {
  const keys = new Set(topology.rules.map(({ listener }) => listener).filter((key) => key !== UNKNOWN));
  return [...keys].flatMap((listener) => {
    const rules = topology.rulesOf(listener).filter(({ isDefault }) => !isDefault);
    if (rules.length === 0) return [];
    const dead = deadRules(topology, listener).filter((one) => one.why === why);
    const judged = dead.map((one): TopologyJudgement<Where> => {
      const args =
        one.why === 'shadowed'
          ? { by: one.by.key, priority: Number(one.by.priority) }
          : { pattern: one.pattern };
      return { key: one.rule.key, verdict: [{ where: one.where, args }] };
    });
    const isOpen = rules.some(
      ({ priority, conditions }) => typeof priority !== 'number' || conditions === UNKNOWN,
    );
    return judged.length > 0 ? judged : [{ key: listener, verdict: isOpen ? 'not-applicable' : 'met' }];
  });
}

export const ruleShadowed: TopologyRule = {
  code: 'rule-shadowed',
  title: 'Rule that never gets a request',
  severity: 'warning',
  subject: 'listener-rule',
  why: 'The rule with the lowest priority that matches takes the request; an earlier rule matches everything that this one would.',
  source: page,
  basis: certain('the order in which ELB tries rules, and both rules’ conditions'),
  judge: (topology) => judgeListeners(topology, 'shadowed'),
  words: ({ by, priority }) => ({
    what: `${by}, priority ${priority}, takes every request that this rule matches.`,
    remedy: `Give this rule a lower priority than ${by}, or remove it.`,
  }),
};

export const rulePathNeverMatches: TopologyRule = {
  code: 'rule-path-never-matches',
  title: 'Path pattern that does not begin with a slash',
  severity: 'warning',
  subject: 'listener-rule',
  why: 'Every path begins with "/": a pattern that begins with any other character matches none.',
  source: page,
  basis: certain('paths of HTTP, which begin with a slash'),
  judge: (topology) => judgeListeners(topology, 'path-without-slash'),
  words: ({ pattern }) => ({
    what: `The path pattern ${JSON.stringify(pattern)} does not begin with a slash.`,
    allowed: 'a pattern that begins with / or a wildcard',
    remedy: `Write ${JSON.stringify(`/${String(pattern)}`)}.`,
  }),
};

export const rulesOverQuota: TopologyRule = {
  code: 'rules-over-quota',
  title: 'More rules than the quota of a load balancer',
  severity: 'warning',
  subject: 'load-balancer',
  why: `A load balancer has ${RULE_QUOTA} rules over all its listeners, unless AWS has raised the quota of the account.`,
  source: userGuide('load-balancer-limits'),
  basis: certain('the quotas page; the quota of your account may be higher'),
  judge<Where>(topology: Topology<Where>): TopologyJudgement<Where>[] {
    return topology.loadBalancers.map(({ key, where }) => {
      const rules = new Set(
        topology
          .listenersOf(key)
          .flatMap((listener) => topology.rulesOf(listener.key))
          .filter(({ isDefault }) => !isDefault)
          .map((rule) => rule.key),
      );
      return { key, verdict: rules.size <= RULE_QUOTA ? 'met' : [{ where, args: { count: rules.size } }] };
    });
  },
  words: ({ count }) => ({
    what: `Its listeners have ${count} rules together.`,
    allowed: `${RULE_QUOTA}, or what AWS has granted the account`,
    remedy: 'Merge rules, or ask AWS for a higher quota before you deploy.',
  }),
};
