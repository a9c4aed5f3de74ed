// The listeners' rules differ from those in the config.
import { certain } from '../../alb/finding.ts';
import { elbApi } from '../../alb/sources.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import { formatKey } from '../../config/path.ts';
import type { Context, Diagnosis, Evidence, Violation } from '../diagnosis.ts';
import { actionWords, conditionWords, listenerName, ruleName } from '../evidence/rule-names.ts';
import { rulesByConfig, type ListenerRules, type WantedRule } from '../expected/rules.ts';
import { actionsText, groupsOf, hasUnknown, sameConditions } from '../expected/same-rule.ts';
import type { Observations } from '../observations/observations.ts';
import { changeSteps, createSteps, orderSteps, removeSteps } from '../steps/rules.ts';

export const rulesDifferFromConfig: Diagnosis = {
  code: 'rules-differ-from-config',
  severity: 'warning',
  title: 'The rules of a listener differ from the config',
  reasoning:
    'The live rules are compared with those of the template that the given config produces: which ones exist, their conditions, actions and order. Weights are not compared, because deployments change them (ECS blue/green). For authentication, only its kind and what happens to users who are not signed in are compared.',
  source: elbApi('DescribeRules'),
  basis: certain('the config and the rules of the listeners'),
  judge: (observed, context) =>
    context.config
      ? rulesByConfig(observed, context.config).flatMap((rules) => [
          ...rules.missing.map((wanted) => missing(wanted, rules, observed, context)),
          ...rules.added.map((live) => added(live, rules, observed, context)),
          ...changed(rules, observed, context),
          ...reordered(rules, observed, context),
        ])
      : [],
};

const wantedActions = ({ rule }: WantedRule, { groupOf }: ListenerRules): string =>
  actionsText(
    rule,
    () =>
      `forward to ${groupsOf(rule)
        .map((key) => groupOf(key)?.logicalId ?? key)
        .join(', ')}`,
  );

const liveActions = (observed: Observations, live: ListenerRule<string>): string =>
  actionsText(live, () => actionWords(observed, live));

const wantedEvidence = (wanted: WantedRule, rules: ListenerRules): Evidence[] => [
  ...(wanted.rule.isDefault ? [] : [['wanted conditions', conditionWords(wanted.rule)] as const]),
  ['wanted action', wantedActions(wanted, rules)],
];

const keyOf = ({ rule }: WantedRule): Evidence[] =>
  rule.where.length === 0 ? [] : [['key of the config', formatKey(rule.where)]];

/** Why the live rules differ from the config. */
const causesOf = (observed: Observations, { isDeployed }: Pick<WantedRule, 'isDeployed'>): string[] =>
  isDeployed
    ? ['It was changed by hand or by another tool: the deployed template matches the config.']
    : [
        observed.stack
          ? 'The config was changed but not deployed.'
          : 'The config is not the one that was deployed.',
        'It was changed by hand or by another tool.',
      ];

function missing(
  wanted: WantedRule,
  rules: ListenerRules,
  observed: Observations,
  context: Context,
): Violation {
  return {
    subject: wanted.logicalId,
    what: `${listenerName(observed, rules.listener.arn)} has no rule for ${wanted.name}: ${conditionWords(wanted.rule)}.`,
    evidence: [...wantedEvidence(wanted, rules), ...keyOf(wanted)],
    causes: wanted.isInStack
      ? ['It was deleted by hand: CloudFormation does not notice, and does not create it again.']
      : causesOf(observed, wanted),
    steps: createSteps(wanted, rules, observed, context),
  };
}

function added(
  live: ListenerRule<string>,
  { listener }: ListenerRules,
  observed: Observations,
  context: Context,
): Violation {
  const isInStack = observed.stack?.resources.some((one) => one.physicalId === live.key) === true;
  return {
    subject: live.key,
    what: `${ruleName(observed, live)} is not in the config: ${conditionWords(live)}.`,
    evidence: [
      ['conditions', conditionWords(live)],
      ['action', liveActions(observed, live)],
      ['rules of the listener', listener.rules.filter(({ isDefault }) => !isDefault).length],
    ],
    causes: isInStack
      ? ['The route was removed from the config, and that was not deployed.']
      : ['It was added by hand or by another tool.', 'It belongs to another stack.'],
    steps: removeSteps(live, isInStack, observed, context),
  };
}

/** `more`: the wanted groups plus others, as during a deployment. */
function compareGroups(
  { rule }: WantedRule,
  live: ListenerRule<string>,
  { groupOf }: ListenerRules,
): 'same' | 'more' | 'other' {
  const wanted = groupsOf(rule).map(groupOf);
  if (wanted.some((group) => group?.isKnown !== true)) return 'same';
  const actual = new Set(groupsOf(live));
  if (!wanted.every((group) => group?.arn !== undefined && actual.has(group.arn))) return 'other';
  return actual.size > wanted.length ? 'more' : 'same';
}

function changed(rules: ListenerRules, observed: Observations, context: Context): Violation[] {
  return rules.pairs.flatMap(({ wanted, live }): Violation[] => {
    const conditions = sameConditions(wanted.rule, live) === false;
    const isComparable = !hasUnknown(wanted.rule) && !hasUnknown(live);
    const groups = compareGroups(wanted, live, rules);
    const anyForward = () => 'forward';
    const actions =
      isComparable &&
      (actionsText(wanted.rule, anyForward) !== actionsText(live, anyForward) || groups === 'other');
    const title = `${ruleName(observed, live)} (${wanted.name})`;
    const evidence: Evidence[] = [
      ...(conditions
        ? [
            ['live conditions', conditionWords(live)] as const,
            ['wanted conditions', conditionWords(wanted.rule)] as const,
          ]
        : []),
      ['live action', liveActions(observed, live)],
      ['wanted action', wantedActions(wanted, rules)],
      ...keyOf(wanted),
    ];
    if (!conditions && !actions)
      return isComparable && groups === 'more'
        ? [
            {
              subject: live.key,
              severity: 'info',
              what: `${title} forwards to another group as well. Weights are not compared.`,
              evidence,
              causes: [
                'A deployment shifts requests to it: ECS blue/green, linear or canary.',
                'It was added by hand.',
              ],
              steps: [],
            },
          ]
        : [];
    const parts = [...(conditions ? ['conditions'] : []), ...(actions ? ['action'] : [])].join(' and ');
    return [
      {
        subject: live.key,
        what: `${title} has ${conditions ? `other ${parts} than` : `another ${parts} than`} the config.`,
        evidence,
        causes: [
          ...causesOf(observed, wanted),
          ...(groups === 'other' ? ['A blue/green deployment of CodeDeploy has changed the group.'] : []),
        ],
        steps: changeSteps(wanted, live, { conditions, actions }, rules, observed, context),
      },
    ];
  });
}

/**
 * A different order changes which requests the rules take; different numbers alone change nothing until the next
 * deployment.
 */
function reordered(rules: ListenerRules, observed: Observations, context: Context): Violation[] {
  const pairs = rules.pairs.filter(({ wanted }) => !wanted.rule.isDefault);
  const numbered = pairs.filter(({ wanted, live }) => wanted.rule.priority !== live.priority);
  if (numbered.length === 0 || pairs.some(({ live }) => typeof live.priority !== 'number')) return [];
  const order = pairs.toSorted((left, right) => Number(left.live.priority) - Number(right.live.priority));
  const isSame = order.every((pair, index) => pair === pairs[index]);
  const listener = listenerName(observed, rules.listener.arn);
  return [
    {
      subject: rules.listener.arn,
      ...(isSame && { severity: 'info' as const }),
      what: isSame
        ? `Rules of ${listener} have different priorities than in the config, in the same order.`
        : `Rules of ${listener} are evaluated in a different order than in the config.`,
      evidence: order.map(({ wanted, live }): Evidence => [
        wanted.name,
        live.priority === wanted.rule.priority
          ? Number(live.priority)
          : `${Number(live.priority)}, wanted ${Number(wanted.rule.priority)}`,
      ]),
      causes: causesOf(observed, { isDeployed: numbered.every(({ wanted }) => wanted.isDeployed) }),
      steps: orderSteps(numbered, rules, observed, context),
    },
  ];
}
