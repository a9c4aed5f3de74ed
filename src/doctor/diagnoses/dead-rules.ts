// Rules that can never match: what they lead to gets no request from them.
import { certain } from '../../alb/finding.ts';
import { rulePathNeverMatches as pathRule, ruleShadowed as shadowRule } from '../../alb/rules/rules-dead.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import type { DeadRule } from '../../alb/topology/dead-rules.ts';
import { terminalAction } from '../../alb/topology/reach.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import { forNumber } from '../../common/numbers.ts';
import type { Context, Diagnosis, Evidence, Step, Violation } from '../diagnosis.ts';
import { actionWords, conditionWords, ruleName, sentence, theRule } from '../evidence/rule-names.ts';
import { rulesInto } from '../evidence/target-groups.ts';
import { deadLiveRules, liveTopology } from '../evidence/topology.ts';
import { observedValue, type Observations, type TargetGroup } from '../observations/observations.ts';
import { showRules } from '../steps/confirm.ts';
import { moveBefore } from '../steps/rule-order.ts';

type Shadowed = Extract<DeadRule<string>, { readonly why: 'shadowed' }>;
type WithoutSlash = Exclude<DeadRule<string>, Shadowed>;

const dead = (observed: Observations): DeadRule<string>[] => [...deadLiveRules(observed).values()];

/** `path /ws → forward to ws` */
function ruleWords(observed: Observations, rule: ListenerRule<string>): string {
  const conditions = conditionWords(rule);
  return `${conditions === '' ? '' : `${conditions} → `}${actionWords(observed, rule)}`;
}

/** The groups that a rule would send requests to, and that get none: no other rule leads there. */
function leftWithout(observed: Observations, rule: ListenerRule<string>): TargetGroup[] {
  const action = terminalAction(rule);
  const named = new Set(
    action === undefined || action === UNKNOWN
      ? []
      : weightedGroups(action).flatMap(({ group, weight }) => (weight === 0 ? [] : [group])),
  );
  return (observedValue(observed.targetGroups) ?? []).filter(
    (group) => named.has(group.arn) && rulesInto(observed, group).length === 0,
  );
}

const missedBy = (observed: Observations, rules: readonly ListenerRule<string>[]): Evidence[] => {
  const names = rules.flatMap((rule) => leftWithout(observed, rule).map(({ name }) => name));
  return names.length === 0 ? [] : [['get no requests from any rule', [...new Set(names)].join(', ')]];
};

export const ruleShadowed: Diagnosis = {
  code: shadowRule.code,
  severity: shadowRule.severity,
  title: shadowRule.title,
  reasoning: `${shadowRule.why} A default action that is shadowed counts where its target group gets no other requests.`,
  source: shadowRule.source,
  basis: shadowRule.basis,
  judge(observed, context) {
    // A maintenance page shadows all other rules: what one rule does is one finding.
    const bySame = new Map<ListenerRule<string>, ListenerRule<string>[]>();
    for (const one of dead(observed)) {
      if (one.why !== 'shadowed') continue;
      if (one.rule.isDefault && leftWithout(observed, one.rule).length === 0) continue;
      bySame.set(one.by, [...(bySame.get(one.by) ?? []), one.rule]);
    }
    return [...bySame].map(([by, rules]) => shadowedBy(by, rules, observed, context));
  },
};

function shadowedBy(
  by: ListenerRule<string>,
  rules: readonly ListenerRule<string>[],
  observed: Observations,
  context: Context,
): Violation {
  const count = rules.length;
  const listener = by.listener === UNKNOWN ? '' : by.listener;
  const numbered = rules.filter(({ isDefault }) => !isDefault);
  const all = liveTopology(observed)
    .rulesOf(listener)
    .filter(({ priority }) => typeof priority === 'number');
  return {
    subject: listener,
    what: `${sentence(rules.map((rule) => theRule(observed, rule)).join(', '))} never ${forNumber(count, 'gets', 'get')} a request: ${theRule(observed, by)}, which ELB tries first, takes all that ${forNumber(count, 'it matches', 'they match')}.`,
    evidence: [
      [ruleName(observed, by), ruleWords(observed, by)],
      ...rules.map((rule): Evidence => [ruleName(observed, rule), ruleWords(observed, rule)]),
      ...missedBy(observed, rules),
    ],
    causes: [
      `${sentence(theRule(observed, by))} was added later, with a lower number than the rules that ask for more.`,
      'It is there for a time, such as a page for maintenance.',
    ],
    steps: [
      showRules(context, listener),
      ...(numbered.length === 0
        ? [narrow(by)]
        : [...moveBefore(numbered, by, all, observed, context), narrow(by, 'Or narrow')]),
    ],
  };
}

const narrow = ({ priority }: ListenerRule<string>, verb = 'Narrow'): Step => ({
  kind: 'fix',
  words: `${verb} rule ${Number(priority)}, so that it leaves to the others what is theirs, or remove it.`,
});

export const rulePathNeverMatches: Diagnosis = {
  code: pathRule.code,
  severity: pathRule.severity,
  title: pathRule.title,
  reasoning: pathRule.why,
  source: pathRule.source,
  basis: certain('paths of HTTP, which begin with a slash, and the rule'),
  judge: (observed, context) =>
    dead(observed)
      .filter((one): one is WithoutSlash => one.why === 'path-without-slash')
      .map(({ rule, pattern }): Violation => {
        const listener = rule.listener === UNKNOWN ? '' : rule.listener;
        const { what, remedy } = pathRule.words({ pattern });
        return {
          subject: listener,
          what: `${sentence(theRule(observed, rule))} never gets a request. ${what}`,
          evidence: [[ruleName(observed, rule), ruleWords(observed, rule)], ...missedBy(observed, [rule])],
          causes: ['The pattern was written without the slash that every path begins with.'],
          steps: [{ kind: 'fix', words: remedy }, showRules(context, listener)],
        };
      }),
};
