// Steps that bring a listener's rules back to those of the config.
import type { ListenerRule } from '../../alb/topology/types.ts';
import { field, list, text } from '../calls/answer-fields.ts';
import type { Context, Step } from '../diagnosis.ts';
import { ownStack } from '../evidence/owner.ts';
import type { ListenerRules, WantedRule } from '../expected/rules.ts';
import { resolveDeep, type Scope } from '../expected/template-values.ts';
import type { Observations } from '../observations/observations.ts';
import { aws } from './commands.ts';
import { deployStep } from './settings.ts';

/**
 * In ELB's own form, with the live ARNs. Undefined if it contains a secret, which must not go into an AWS CLI command.
 */
export function inElbForm(
  properties: unknown,
  member: 'Conditions' | 'Actions' | 'DefaultActions',
  scope: Scope,
): string | undefined {
  const value = list(properties, member);
  if (value.some((action) => text(action, 'Type')?.startsWith('authenticate-'))) return undefined;
  return JSON.stringify(resolveDeep(value, scope, 'TARGET_GROUP_ARN'));
}

const inJson = (wanted: WantedRule, rules: ListenerRules, member: Parameters<typeof inElbForm>[1]) =>
  inElbForm(wanted.properties, member, rules.expected.scope);

/**
 * Deploying changes only what differs from the deployed template; anything already in the template stays as it is live.
 */
const deployUnlessDeployed = (
  { isDeployed }: Pick<WantedRule, 'isDeployed'>,
  context: Context,
  observed: Observations,
): Step[] => (isDeployed ? [] : deployStep(context, observed, 'Deploy the config:'));

const fix = (words: string, command: string | undefined): Step[] =>
  command === undefined ? [] : [{ kind: 'fix', words, command }];

export function createSteps(
  wanted: WantedRule,
  rules: ListenerRules,
  observed: Observations,
  context: Context,
): Step[] {
  if (!wanted.isInStack) {
    const deploy = deployStep(context, observed, 'Deploy the config:');
    if (deploy.length > 0) return deploy;
  }
  const conditions = inJson(wanted, rules, 'Conditions');
  const actions = inJson(wanted, rules, 'Actions');
  const command =
    conditions === undefined || actions === undefined
      ? undefined
      : aws(
          context,
          'elbv2',
          'create-rule',
          '--listener-arn',
          rules.listener.arn,
          '--priority',
          String(field(wanted.properties, 'Priority')),
          '--conditions',
          conditions,
          '--actions',
          actions,
        );
  return [
    ...fix('Make it now:', command),
    ...(wanted.isInStack
      ? [
          {
            kind: 'fix' as const,
            words: `${command === undefined ? 'Let' : 'Later let'} CloudFormation own it again: deploy once without the route${command === undefined ? '' : ', delete the rule created by hand'}, and deploy with it.`,
          },
        ]
      : []),
  ];
}

export function removeSteps(
  live: ListenerRule<string>,
  isInStack: boolean,
  observed: Observations,
  context: Context,
): Step[] {
  const deploy = isInStack ? deployStep(context, observed, 'Deploy the config, which removes it:') : [];
  if (deploy.length > 0) return deploy;
  return [
    { kind: 'fix', words: 'To keep it, add it to the config as a route.' },
    {
      kind: 'fix',
      words: 'If not, delete it:',
      command: aws(context, 'elbv2', 'delete-rule', '--rule-arn', live.key),
    },
  ];
}

export function changeSteps(
  wanted: WantedRule,
  live: ListenerRule<string>,
  { conditions, actions }: { readonly conditions: boolean; readonly actions: boolean },
  rules: ListenerRules,
  observed: Observations,
  context: Context,
): Step[] {
  const deploy = deployUnlessDeployed(wanted, context, observed);
  const { isDefault } = wanted.rule;
  const newConditions = conditions ? inJson(wanted, rules, 'Conditions') : undefined;
  const newActions = actions ? inJson(wanted, rules, isDefault ? 'DefaultActions' : 'Actions') : undefined;
  const options = [
    ...(newConditions === undefined ? [] : ['--conditions', newConditions]),
    ...(newActions === undefined ? [] : [isDefault ? '--default-actions' : '--actions', newActions]),
  ];
  const isWhole = (!conditions || newConditions !== undefined) && (!actions || newActions !== undefined);
  const [operation, ...which] = isDefault
    ? ['modify-listener', '--listener-arn', rules.listener.arn]
    : ['modify-rule', '--rule-arn', live.key];
  const command = isWhole ? aws(context, 'elbv2', operation ?? '', ...which, ...options) : undefined;
  return [
    ...deploy,
    ...fix(
      deploy.length > 0 ? 'Or set it at once, until the next deployment:' : 'Set it as the config says:',
      command,
    ),
    ...(deploy.length === 0 && command === undefined
      ? [
          {
            kind: 'fix' as const,
            words: 'Set it in the console as the config says: the command would contain a secret.',
          },
        ]
      : []),
  ];
}

export function orderSteps(
  numbered: ListenerRules['pairs'],
  rules: ListenerRules,
  observed: Observations,
  context: Context,
): Step[] {
  const isDeployed = numbered.every(({ wanted }) => wanted.isDeployed);
  const deploy = deployUnlessDeployed({ isDeployed }, context, observed);
  const wantedNumbers = new Set(numbered.map(({ wanted }) => wanted.rule.priority));
  const isFree = rules.added.every(
    ({ priority }) => priority === undefined || !wantedNumbers.has(priority as number),
  );
  const command = aws(
    context,
    'elbv2',
    'set-rule-priorities',
    '--rule-priorities',
    ...numbered.map(({ wanted, live }) => `RuleArn=${live.key},Priority=${Number(wanted.rule.priority)}`),
  );
  return [
    ...(ownStack(observed) && !isDeployed
      ? [
          {
            kind: 'fix' as const,
            words: 'To keep the live order, give each route its number under priority in the config.',
          },
        ]
      : []),
    ...deploy,
    ...(isFree
      ? fix(
          deploy.length > 0
            ? 'Or, if the deployment fails because a priority is taken, move all of them at once:'
            : 'Set all of them at once:',
          command,
        )
      : []),
  ];
}
