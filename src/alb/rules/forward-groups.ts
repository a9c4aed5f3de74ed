// Target groups of forward actions.
import { certain, inferred } from '../finding.ts';
import { MAX_ACTION_TARGET_GROUPS, WEIGHT } from '../limits.ts';
import { UNKNOWN } from '../setting.ts';
import { elbApi, userGuide } from '../sources.ts';
import type { TopologyJudgement, TopologyRule, TopologyViolation } from '../topology-rule.ts';
import type { Action, Topology, WeightedGroup } from '../topology/types.ts';

type Verdict<Where> = TopologyJudgement<Where>['verdict'];

/** Makes a rule about every forward action whose target groups are known. */
const aboutForwards = (
  rule: Omit<TopologyRule, 'subject' | 'judge'>,
  judge: <Where>(groups: readonly WeightedGroup<Where>[], action: Action<Where>) => Verdict<Where>,
): TopologyRule => ({
  ...rule,
  subject: 'action',
  judge<Where>({ rules }: Topology<Where>): TopologyJudgement<Where>[] {
    return rules.flatMap(({ key, actions }) =>
      (actions === UNKNOWN ? [] : actions)
        .filter(({ type }) => type === 'forward')
        .map((action): TopologyJudgement<Where> => {
          const groups = action.forward?.groups ?? UNKNOWN;
          return { key, verdict: groups === UNKNOWN ? 'not-applicable' : judge(groups, action) };
        }),
    );
  },
});

export const forwardTargetGroups = aboutForwards(
  {
    code: 'forward-target-groups',
    title: 'Forward to no target group, or to more than ELB allows',
    severity: 'error',
    why: 'A forward action names one to five target groups.',
    source: userGuide('load-balancer-limits'),
    basis: certain('the API reference and the quotas page'),
    words: ({ count }) => ({
      what:
        count === 0 ? 'The action forwards to nothing.' : `The action forwards to ${count} target groups.`,
      allowed: `1–${MAX_ACTION_TARGET_GROUPS} target groups`,
      remedy:
        count === 0 ? 'Name a target group in TargetGroupArn or ForwardConfig.' : 'Forward to fewer groups.',
    }),
  },
  (groups, { where }) => {
    const count = groups.length;
    return count >= 1 && count <= MAX_ACTION_TARGET_GROUPS ? 'met' : [{ where, args: { count } }];
  },
);

export const forwardWeight = aboutForwards(
  {
    code: 'forward-weight',
    title: 'Weight outside its range',
    severity: 'error',
    why: 'ELB takes weights from 0 to 999.',
    source: elbApi('TargetGroupTuple'),
    basis: certain('the API reference'),
    words: ({ weight }) => ({
      what: `Weight is ${weight}.`,
      allowed: `${WEIGHT.min}–${WEIGHT.max}`,
      remedy: 'Use smaller numbers: only their proportion counts.',
    }),
  },
  (groups) => {
    const wrong = groups.filter(
      ({ weight }) =>
        weight !== UNKNOWN && !(Number.isInteger(weight) && weight >= WEIGHT.min && weight <= WEIGHT.max),
    );
    if (wrong.length > 0)
      return wrong.map(({ where, weight }): TopologyViolation<typeof where> => ({
        where,
        args: { weight: Number(weight) },
      }));
    return groups.some(({ weight }) => weight === UNKNOWN) ? 'not-applicable' : 'met';
  },
);

export const forwardWeightsZero = aboutForwards(
  {
    code: 'forward-weights-zero',
    title: 'Forward in which every weight is 0',
    severity: 'warning',
    why: 'A group with weight 0 gets no requests: with only zeros there is nowhere to send them.',
    source: elbApi('TargetGroupTuple'),
    basis: inferred('what AWS documents about a single group with weight 0'),
    words: () => ({
      what: 'All target groups of the action have weight 0.',
      remedy: 'Give one of them a weight.',
    }),
  },
  (groups, { where }) => {
    if (groups.length === 0 || groups.some(({ weight }) => weight === UNKNOWN)) return 'not-applicable';
    return groups.every(({ weight }) => weight === 0) ? [{ where, args: {} }] : 'met';
  },
);
