// The listeners' rules differ from those in the deployed template.
import { certain } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { cloudFormationApi } from '../../alb/sources.ts';
import { terminalAction } from '../../alb/topology/reach.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import type { Context, Diagnosis, Evidence, Violation } from '../diagnosis.ts';
import { actionWords, conditionWords, listenerName, ruleName } from '../evidence/rule-names.ts';
import { deployersOf, shiftedGroups, type Deployer } from '../expected/deployers.ts';
import { actionsText, groupsOf, hasUnknown, sameConditions } from '../expected/same-rule.ts';
import { rulesByStack, type TemplateRule } from '../expected/template-rules.ts';
import { observedValue, type Observations } from '../observations/observations.ts';
import { bringRuleBack, makeRuleAgain, type RuleParts } from '../steps/template-rules.ts';
import { rulesDifferFromConfig } from './rules-from-config.ts';

export const rulesChangedOutsideStack: Diagnosis = {
  code: 'rules-changed-outside-the-stack',
  severity: 'warning',
  title: 'Rules of a listener were changed outside CloudFormation',
  reasoning:
    'The live rules are compared with those in the stack’s deployed template: whether they exist, their conditions, actions, groups and priorities. Groups and weights that an ECS or CodeDeploy deployment changes are not compared, nor are rules that the template does not have: other stacks add theirs.',
  source: cloudFormationApi('DetectStackDrift'),
  basis: certain('the deployed template and the rules of the listeners'),
  judge: (observed, context) => {
    // During an update, the rules may be in a state between the two templates.
    if (observed.stack?.status.endsWith('_IN_PROGRESS')) return [];
    const rules = rulesByStack(observed);
    if (rules.length === 0) return [];
    // Differences from the config are reported only once, with the config's keys.
    const reported = new Set(rulesDifferFromConfig.judge(observed, context).map(({ subject }) => subject));
    const deployers = deployersOf(observed);
    return rules.flatMap((rule): Violation[] => {
      if (reported.has(rule.live?.key ?? rule.logicalId)) return [];
      if (!rule.live) return [missing(rule, observed, context)];
      const isOrderReported = reported.has(rule.listener.arn);
      return changed(rule, rule.live, { rules, deployers, isOrderReported }, observed, context);
    });
  },
};

const OUTSIDE = [
  'It was changed by hand, in the console or with the AWS CLI.',
  'Another tool manages the same listener.',
];

/** `rule 10 of HTTPS 443`, followed by its name in the template. */
const titleOf = (observed: Observations, { wanted, logicalId }: TemplateRule): string =>
  `${ruleName(observed, wanted)} (${logicalId})`;

function missing(rule: TemplateRule, observed: Observations, context: Context): Violation {
  const conditions = conditionWords(rule.wanted);
  return {
    subject: rule.wanted.key,
    what: `${listenerName(observed, rule.listener.arn)} does not have the rule ${rule.logicalId} of the stack: ${conditions}.`,
    evidence: [
      ['wanted conditions', conditions],
      ['wanted action', actionWords(observed, rule.wanted)],
    ],
    causes: ['It was deleted by hand: CloudFormation does not notice, and does not create it again.'],
    steps: makeRuleAgain(rule, context),
  };
}

interface Around {
  readonly rules: readonly TemplateRule[];
  readonly deployers: readonly Deployer[];
  /** Another finding reports the order of the listener's rules. */
  readonly isOrderReported: boolean;
}

function changed(
  rule: TemplateRule,
  live: ListenerRule<string>,
  { rules, deployers, isOrderReported }: Around,
  observed: Observations,
  context: Context,
): Violation[] {
  const { wanted } = rule;
  const conditions = sameConditions(wanted, live) === false;
  const priority =
    !isOrderReported &&
    typeof wanted.priority === 'number' &&
    typeof live.priority === 'number' &&
    wanted.priority !== live.priority;
  const groups = compareGroups(wanted, live, deployers, observed);
  const actions = differentActions(wanted, live) || groups === 'other';
  const parts: RuleParts = { conditions, actions, priority };
  const names = [
    ...(conditions ? ['conditions'] : []),
    ...(actions ? ['action'] : []),
    ...(priority ? ['priority'] : []),
  ];
  const evidence: Evidence[] = [
    ...(conditions
      ? [
          ['live conditions', conditionWords(live)] as const,
          ['wanted conditions', conditionWords(wanted)] as const,
        ]
      : []),
    ...(actions || groups !== 'same' ? actionEvidence(observed, rule, live) : []),
    ...(priority
      ? [['priority', `${String(live.priority)}, wanted ${String(wanted.priority)}`] as const]
      : []),
  ];
  if (names.length === 0)
    return groups === 'same' || groups === 'other'
      ? []
      : [shifted(titleOf(observed, rule), live, groups, evidence)];
  const isOnlyNumber = priority && names.length === 1 && isSameOrder(rule, live, rules);
  return [
    {
      subject: live.key,
      ...(isOnlyNumber && { severity: 'info' as const }),
      what: `${titleOf(observed, rule)}: ${names.join(', ')} ${names.length === 1 && !conditions ? 'differs' : 'differ'} from the template of the stack.${isOnlyNumber ? ' The rules are still evaluated in the same order.' : ''}`,
      evidence,
      causes: [
        ...OUTSIDE,
        ...(groups === 'other'
          ? ['A deployment of CodeDeploy, or of an ECS service of another stack, changed the group.']
          : []),
      ],
      steps: bringRuleBack(rule, live, parts, observed, context),
    },
  ];
}

/** Nothing in the stack shifts requests, but something outside it may do so legitimately. */
const shifted = (
  title: string,
  live: ListenerRule<string>,
  how: 'more' | 'weights',
  evidence: readonly Evidence[],
): Violation => ({
  subject: live.key,
  severity: 'info',
  what:
    how === 'more'
      ? `${title} forwards to another group as well.`
      : `${title} has different weights than the template of the stack.`,
  evidence,
  causes: [
    'A deployment shifts requests: ECS blue/green, linear or canary of a service in another stack.',
    ...OUTSIDE,
  ],
  steps: [],
});

function actionEvidence(
  observed: Observations,
  { wanted }: TemplateRule,
  live: ListenerRule<string>,
): Evidence[] {
  const words = (rule: ListenerRule<string>) => actionsText(rule, () => actionWords(observed, rule));
  return [
    ['live action', words(live)],
    ['wanted action', words(wanted)],
  ];
}

/** Compares actions, apart from the groups of a forward. */
function differentActions(wanted: ListenerRule<string>, live: ListenerRule<string>): boolean {
  // Every ELB rule has an action, so a response without one was incomplete.
  if (hasUnknown(wanted) || hasUnknown(live) || isWithoutActions(live)) return false;
  const text = (rule: ListenerRule<string>) => actionsText(withContentType(rule, live), () => 'forward');
  return text(wanted) !== text(live);
}

const isWithoutActions = ({ actions }: ListenerRule<string>): boolean =>
  actions !== UNKNOWN && actions.length === 0;

/** A fixed response without a content type in the template has ELB's default. */
function withContentType(rule: ListenerRule<string>, live: ListenerRule<string>): ListenerRule<string> {
  const contentType = terminalAction(live);
  const type = contentType === UNKNOWN ? undefined : contentType?.fixedResponse?.contentType;
  return rule.actions === UNKNOWN
    ? rule
    : {
        ...rule,
        actions: rule.actions.map((action) =>
          action.fixedResponse && action.fixedResponse.contentType === undefined
            ? { ...action, fixedResponse: { ...action.fixedResponse, contentType: type } }
            : action,
        ),
      };
}

/** `more`: the wanted groups plus others. `weights`: the same groups, with different shares of the requests. */
function compareGroups(
  wanted: ListenerRule<string>,
  live: ListenerRule<string>,
  deployers: readonly Deployer[],
  observed: Observations,
): 'same' | 'more' | 'weights' | 'other' {
  if (hasUnknown(wanted) || hasUnknown(live)) return 'same';
  const [want, have] = [new Set(groupsOf(wanted)), new Set(groupsOf(live))];
  // A rule that does not forward is compared by its action.
  if (want.size === 0 || have.size === 0) return 'same';
  const allowed = shiftedGroups(deployers, live.key, [...want]);
  if (allowed === 'any') return 'same';
  if (allowed) return [...have].every((group) => want.has(group) || allowed.has(group)) ? 'same' : 'other';
  if (![...want].every((group) => have.has(group))) return 'other';
  if (have.size > want.size) return 'more';
  if (want.size === 1 || isForTasks(observed, have)) return 'same';
  return sharesOf(wanted) === sharesOf(live) ? 'same' : 'weights';
}

/** Targets that are addresses may be tasks of a service in another stack, whose deployments control the weights. */
const isForTasks = (observed: Observations, groups: ReadonlySet<string>): boolean =>
  [...groups].some(
    (arn) => observedValue(observed.targetGroups)?.find((one) => one.arn === arn)?.type !== 'instance',
  );

/** The shares of the groups as a text: weights mean the same if their proportions are equal. */
function sharesOf(rule: ListenerRule<string>): string {
  const action = terminalAction(rule);
  const groups = action === undefined || action === UNKNOWN ? [] : weightedGroups(action);
  const all = groups.reduce((sum, { weight }) => sum + Number(weight), 0);
  const share = (weight: unknown) => (all === 0 ? 0 : Number(weight) / all).toFixed(6);
  return JSON.stringify(groups.map(({ group, weight }) => `${String(group)} ${share(weight)}`).toSorted());
}

/** Whether moving the rule from its wanted priority to the live one passes no other rule of the listener. */
function isSameOrder(
  rule: TemplateRule,
  live: ListenerRule<string>,
  rules: readonly TemplateRule[],
): boolean {
  const wantedOf = new Map(rules.map((one) => [one.live?.key, Number(one.wanted.priority)]));
  return rule.listener.rules.every((other) => {
    if (other.isDefault || other.key === live.key) return true;
    const now = Number(other.priority) - Number(live.priority);
    const then = (wantedOf.get(other.key) ?? Number(other.priority)) - Number(rule.wanted.priority);
    return Math.sign(now) === Math.sign(then);
  });
}
