// ELB's own rules about listeners, rules, actions and target groups taken together, from alb/.
import { TOPOLOGY_RULES } from '../../alb/rules/topology.ts';
import type { TopologyRule } from '../../alb/topology-rule.ts';
import type { Model } from '../model.ts';
import type { CheckRule, Judgement } from '../rule.ts';

/** Rules about two resources: one combination of conditions in which both exist is enough. */
const COLLISIONS = new Set([
  'listener-port-duplicate',
  'rule-priority-duplicate',
  'target-group-two-load-balancers',
]);

function* judgements(rule: TopologyRule, { topology, template }: Model): Generator<Judgement> {
  const all = [...rule.judge(topology)];
  const right = new Set(
    COLLISIONS.has(rule.code)
      ? []
      : all.filter(({ verdict }) => typeof verdict === 'string').map(({ key }) => key),
  );
  for (const { key, verdict } of all) {
    const resource = template.resources.get(key);
    if (!resource) continue;
    if (typeof verdict === 'string') yield { verdict, resource };
    else
      for (const { where, args } of verdict)
        // The conditions may exist in order to select the other outcome.
        yield right.has(key)
          ? { verdict: 'violated', ...where, args, severity: 'warning' }
          : { verdict: 'violated', ...where, args };
  }
}

export const TOPOLOGY_CHECKS: readonly CheckRule[] = TOPOLOGY_RULES.map((rule): CheckRule => ({
  code: rule.code,
  severity: rule.severity,
  group: rule.severity === 'error' ? 'refused' : 'routing',
  title: rule.title,
  why: rule.why,
  source: rule.source,
  basis: rule.basis,
  judge: (model) => judgements(rule, model),
  words: (args) => rule.words(args as Parameters<typeof rule.words>[0]),
}));
