// Priorities of a listener's rules.
import { certain } from '../finding.ts';
import { PRIORITY } from '../limits.ts';
import { UNKNOWN } from '../setting.ts';
import { elbApi } from '../sources.ts';
import type { TopologyJudgement, TopologyRule } from '../topology-rule.ts';
import type { ListenerRule, Topology } from '../topology/types.ts';
import { collisions } from '../topology/collisions.ts';

const source = elbApi('CreateRule');
const basis = certain('the API reference, and the error PriorityInUse');

/** The rules except the default rule, which has no priority. */
const rulesOf = <Where>({ rules }: Topology<Where>): ListenerRule<Where>[] =>
  rules.filter(({ isDefault }) => !isDefault);

export const rulePriorityTwice: TopologyRule = {
  code: 'rule-priority-duplicate',
  title: 'Two rules of a listener with the same priority',
  severity: 'error',
  subject: 'listener-rule',
  why: 'Priorities on a listener are unique: ELB refuses the second rule with PriorityInUse.',
  source,
  basis,
  judge<Where>(topology: Topology<Where>): TopologyJudgement<Where>[] {
    return collisions(
      rulesOf(topology),
      ({ listener, priority }) =>
        listener === UNKNOWN || typeof priority !== 'number' ? undefined : `${priority} ${listener}`,
      topology.choices,
    ).map(({ part, verdict, with: other }) => ({
      key: part.key,
      verdict: other
        ? [{ where: part.priorityWhere, args: { priority: Number(part.priority), other: other.key } }]
        : verdict,
    }));
  },
  words: ({ priority, other }) => ({
    what: `Priority ${priority} is also that of ${other}, on the same listener.`,
    allowed: 'a priority that no other rule of the listener has',
    remedy: 'Give one of them another priority; the lower number is tried first.',
  }),
};

export const rulePriorityRange: TopologyRule = {
  code: 'rule-priority-range',
  title: 'Priority outside its range',
  severity: 'error',
  subject: 'listener-rule',
  why: 'ELB takes priorities from 1 to 50000.',
  source,
  basis: certain('the API reference'),
  judge<Where>(topology: Topology<Where>): TopologyJudgement<Where>[] {
    return rulesOf(topology).map(({ key, priority, priorityWhere }) => {
      if (typeof priority !== 'number') return { key, verdict: 'not-applicable' };
      const isAllowed = priority >= PRIORITY.min && priority <= PRIORITY.max;
      return { key, verdict: isAllowed ? 'met' : [{ where: priorityWhere, args: { priority } }] };
    });
  },
  words: ({ priority }) => ({
    what: `Priority is ${priority}.`,
    allowed: `${PRIORITY.min}–${PRIORITY.max}`,
    remedy: 'Use an allowed priority.',
  }),
};
