// Steps that bring a listener's rule back to what the deployed template says.
import { UNKNOWN } from '../../alb/setting.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import { hasUnknown } from '../expected/same-rule.ts';
import type { TemplateRule } from '../expected/template-rules.ts';
import type { Context, Step } from '../diagnosis.ts';
import { ownStack } from '../evidence/owner.ts';
import type { Observations } from '../observations/observations.ts';
import { aws } from './commands.ts';
import { inElbForm } from './rules.ts';

/** Which parts of a rule differ. */
export interface RuleParts {
  readonly conditions: boolean;
  readonly actions: boolean;
  readonly priority: boolean;
}

/** One step per part that differs; none for a part whose value is unknown, or would contain a secret. */
export function bringRuleBack(
  { properties, scope, wanted, listener }: TemplateRule,
  live: ListenerRule<string>,
  parts: RuleParts,
  observed: Observations,
  context: Context,
): Step[] {
  const conditions = parts.conditions ? inElbForm(properties, 'Conditions', scope) : undefined;
  const actions = parts.actions
    ? inElbForm(properties, wanted.isDefault ? 'DefaultActions' : 'Actions', scope)
    : undefined;
  const words = `Restore what the template says, or put the live value into the ${ownStack(observed) ? 'config' : 'template'} and deploy:`;
  const options = [
    ...(conditions === undefined ? [] : ['--conditions', conditions]),
    ...(actions === undefined ? [] : [wanted.isDefault ? '--default-actions' : '--actions', actions]),
  ];
  const which = wanted.isDefault
    ? ['modify-listener', '--listener-arn', listener.arn]
    : ['modify-rule', '--rule-arn', live.key];
  const commands = [
    ...(options.length === 0 ? [] : [aws(context, 'elbv2', ...which, ...options)]),
    ...(parts.priority && typeof wanted.priority === 'number'
      ? [
          aws(
            context,
            'elbv2',
            'set-rule-priorities',
            '--rule-priorities',
            `RuleArn=${live.key},Priority=${wanted.priority}`,
          ),
        ]
      : []),
  ];
  return commands.length > 0
    ? commands.map((command): Step => ({ kind: 'fix', words, command }))
    : [{ kind: 'fix', words: words.replace(/:$/, '.') }];
}

/**
 * If CloudFormation believes that a rule exists, it has to be created by hand first, and by CloudFormation afterwards.
 */
export function makeRuleAgain(
  { properties, scope, wanted, listener, logicalId }: TemplateRule,
  context: Context,
): Step[] {
  const conditions = inElbForm(properties, 'Conditions', scope);
  const actions = inElbForm(properties, 'Actions', scope);
  const isKnown = wanted.conditions !== UNKNOWN && !hasUnknown(wanted) && typeof wanted.priority === 'number';
  const command =
    isKnown && conditions !== undefined && actions !== undefined
      ? aws(
          context,
          'elbv2',
          'create-rule',
          '--listener-arn',
          listener.arn,
          '--priority',
          String(wanted.priority),
          '--conditions',
          conditions,
          '--actions',
          actions,
        )
      : undefined;
  return [
    ...(command === undefined ? [] : [{ kind: 'fix' as const, words: 'Make it now:', command }]),
    {
      kind: 'fix',
      words: `${command === undefined ? 'Let' : 'Later let'} CloudFormation own it again: deploy once without ${logicalId}${command === undefined ? '' : ', delete the rule created by hand'}, and deploy with it.`,
    },
  ];
}
