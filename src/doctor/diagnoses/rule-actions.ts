// What rules do with requests: forwards and redirects that lead nowhere.
import { certain } from '../../alb/finding.ts';
import { forwardWeightsZero as weightsRule } from '../../alb/rules/forward-groups.ts';
import { redirectPort as redirectRule } from '../../alb/rules/redirect-port.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import type { TopologyRule } from '../../alb/topology-rule.ts';
import { terminalAction } from '../../alb/topology/reach.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import type { Diagnosis, Evidence } from '../diagnosis.ts';
import { actionWords, ruleName, sentence, theRule } from '../evidence/rule-names.ts';
import { healthyTargets } from '../evidence/target-groups.ts';
import { liveTopology } from '../evidence/topology.ts';
import { expectedByStack, expectedValues } from '../expected/expected.ts';
import { observedValue, type Observations } from '../observations/observations.ts';
import { aws } from '../steps/commands.ts';
import { showRules } from '../steps/confirm.ts';

interface Violated {
  readonly rule: ListenerRule<string>;
  /** The ARN of its listener. */
  readonly listener: string;
  readonly args: Readonly<Record<string, string | number | undefined>>;
}

/** The live rules that violate a rule of ELB about actions. */
function violations(elbRule: TopologyRule, observed: Observations): Violated[] {
  const topology = liveTopology(observed);
  const rules = new Map(topology.rules.map((rule) => [rule.key, rule]));
  return [...elbRule.judge(topology)].flatMap(({ key, verdict }) => {
    const rule = rules.get(key);
    if (typeof verdict === 'string' || !rule || rule.listener === UNKNOWN) return [];
    const { listener } = rule;
    return verdict.map(({ args }) => ({ rule, listener, args }));
  });
}

export const forwardWeightsZero: Diagnosis = {
  code: weightsRule.code,
  severity: weightsRule.severity,
  title: weightsRule.title,
  reasoning: weightsRule.why,
  source: weightsRule.source,
  basis: weightsRule.basis,
  judge: (observed, context) =>
    violations(weightsRule, observed).map(({ rule, listener }) => {
      const action = terminalAction(rule);
      const arns = new Set(
        action === undefined || action === UNKNOWN ? [] : weightedGroups(action).map(({ group }) => group),
      );
      const groups = (observedValue(observed.targetGroups) ?? []).filter(({ arn }) => arns.has(arn));
      return {
        subject: listener,
        what: `All target groups to which ${theRule(observed, rule)} forwards have weight 0: there is nowhere to send its requests.`,
        evidence: [
          [ruleName(observed, rule), actionWords(observed, rule)],
          ...groups.map((group): Evidence => [
            `healthy targets of ${group.name}`,
            healthyTargets(group).length,
          ]),
        ],
        causes: [
          'A deployment that shifts the weights, or the script that does so, stopped halfway.',
          'The weight of one group was set to 0 by hand, and that of the other not raised.',
        ],
        steps: [
          showRules(context, listener, 'See the weights as they are now:'),
          {
            kind: 'fix',
            words:
              'Give the group whose servers are to take the requests a weight above 0. Where ECS, CodeDeploy or another tool shifts the weights, let that tool do it: it changes back what is changed by hand.',
          },
        ],
      };
    }),
};

export const redirectPort: Diagnosis = {
  code: redirectRule.code,
  severity: redirectRule.severity,
  title: redirectRule.title,
  reasoning: redirectRule.why,
  source: redirectRule.source,
  basis: certain('the listeners and their rules'),
  judge(observed, context) {
    // A listener that the stack has and ELB has not is reported by name.
    const missing = new Set(
      expectedByStack(observed)
        .filter(({ kind, arn }) => kind === 'listener' && arn === undefined)
        .map((wanted) => expectedValues(wanted).get('Port')),
    );
    const listeners = observedValue(observed.listeners) ?? [];
    const { arn, name } = observed.loadBalancer;
    return violations(redirectRule, observed)
      .filter(({ args }) => !missing.has(String(args['port'])))
      .map(({ rule, listener, args }) => {
        const { what, remedy } = redirectRule.words({ ...args, loadBalancer: name });
        return {
          subject: listener,
          what: `${sentence(theRule(observed, rule))} redirects. ${what}`,
          evidence: [
            ['port of the redirect', args['port'] ?? ''],
            ['listeners', listeners.map(({ protocol, port }) => `${protocol} ${port}`).join(', ')],
          ],
          causes: [
            'The listener was deleted, moved to another port, or never made.',
            'TLS ends in front of the load balancer, and nothing here listens for it.',
          ],
          steps: [
            { kind: 'fix', words: remedy },
            {
              kind: 'confirm',
              words: 'See the listeners:',
              command: aws(context, 'elbv2', 'describe-listeners', '--load-balancer-arn', arn),
            },
          ],
        };
      });
  },
};
