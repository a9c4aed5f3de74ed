// Steps that change a setting: immediately, and where its owner keeps it.
import { SETTINGS } from '../../alb/rule.ts';
import { quote } from '../../common/shell.ts';
import type { Context, Step } from '../diagnosis.ts';
import { isFromThisTool, ownerOf, ownerWords } from '../evidence/owner.ts';
import type { Observations, TargetGroup } from '../observations/observations.ts';
import { aws, deploy, modifyLoadBalancer, modifyTargetGroup } from './commands.ts';

type Pairs = readonly (readonly [key: string, value: string])[];

/** Changes attributes of the load balancer. */
export const changeLoadBalancer = (
  context: Context,
  observed: Observations,
  words: string,
  attributes: Pairs,
): Step[] =>
  change(context, observed, observed.loadBalancer, 'load-balancer', words, attributes, () =>
    modifyLoadBalancer(context, observed, attributes),
  );

/** Changes attributes of a target group. */
export const changeTargetGroup = (
  context: Context,
  observed: Observations,
  group: TargetGroup,
  words: string,
  attributes: Pairs,
): Step[] =>
  change(context, observed, group, 'target-group', words, attributes, () =>
    modifyTargetGroup(context, group, attributes),
  );

/** How to set the health check with the AWS CLI, and in an Ingress. */
const HEALTH_CHECK = {
  HealthCheckPath: { option: '--health-check-path', annotation: 'healthcheck-path' },
  'Matcher.HttpCode': { option: '--matcher', annotation: 'success-codes' },
} as const;
type HealthCheckKey = keyof typeof HEALTH_CHECK;

/** Changes one property of a group's health check. */
export const changeHealthCheck = (
  context: Context,
  observed: Observations,
  group: TargetGroup,
  words: string,
  key: HealthCheckKey,
  value: string,
): Step[] =>
  change(context, observed, group, 'target-group', words, [[key, value]], () =>
    aws(
      context,
      'elbv2',
      'modify-target-group',
      '--target-group-arn',
      group.arn,
      HEALTH_CHECK[key].option,
      key === 'Matcher.HttpCode' ? `HttpCode=${value}` : value,
    ),
  );

function change(
  context: Context,
  observed: Observations,
  part: { readonly arn: string; readonly name: string },
  kind: 'load-balancer' | 'target-group',
  words: string,
  pairs: Pairs,
  command: () => string,
): Step[] {
  const owner = ownerOf(observed, part) ?? ownerOf(observed);
  const list = pairs.map(([key, value]) => `${key}=${value}`).join(', ');
  const now: Step = { kind: 'fix', words, command: command() };
  switch (owner?.kind) {
    case 'kubernetes':
      return [
        {
          kind: 'fix',
          words: `${words.replace(/:$/, '')} ${owner.resource === 'Ingress' ? inIngress(kind, pairs) : inGateway(kind, list)}. The controller of ${ownerWords(owner)} undoes changes made here.`,
        },
        {
          kind: 'confirm',
          words: `See what is set now:`,
          command: kubectl(owner.resource, owner.name),
        },
      ];
    case 'ecs-express':
      return [
        now,
        {
          kind: 'fix',
          words:
            'ECS Express Mode made it, has no setting for this except the health check path, and may restore the old value. For sockets, an ECS service with a load balancer of its own keeps its settings.',
        },
      ];
    case 'elastic-beanstalk':
      return [
        now,
        {
          kind: 'fix',
          words: `Keep it in the environment ${owner.environment} (.ebextensions): its next update may restore the old value.`,
        },
      ];
    case 'cloudformation': {
      const isOwn = observed.stack?.name === owner.stack && isFromThisTool(observed.stack);
      return [now, isOwn ? keepInConfig(context, observed, kind, pairs) : keepInTemplate(owner, kind, list)];
    }
    case undefined:
      return [now];
  }
}

function inIngress(kind: 'load-balancer' | 'target-group', pairs: Pairs): string {
  const [[key] = ['']] = pairs;
  if (Object.hasOwn(HEALTH_CHECK, key)) {
    const [value] = pairs.map((pair) => pair[1]);
    return `in the annotation alb.ingress.kubernetes.io/${HEALTH_CHECK[key as HealthCheckKey].annotation}: ${value}`;
  }
  const list = pairs.map((pair) => pair.join('=')).join(',');
  return `by adding ${list} to the annotation alb.ingress.kubernetes.io/${kind}-attributes`;
}

const inGateway = (kind: 'load-balancer' | 'target-group', list: string): string =>
  kind === 'load-balancer'
    ? `in the LoadBalancerConfiguration of the Gateway, under loadBalancerAttributes: ${list}`
    : `in the TargetGroupConfiguration of the Service, under targetGroupAttributes or healthCheckConfig: ${list}`;

/** A group of Ingresses has no object of its own, so all Ingresses are listed. */
function kubectl(resource: 'Ingress' | 'Gateway', name: string): string {
  const [namespace, own] = name.split('/');
  const words =
    own === undefined
      ? ['kubectl', 'get', resource.toLowerCase(), '-A', '-o', 'yaml']
      : ['kubectl', 'get', resource.toLowerCase(), '-n', namespace ?? '', '-o', 'yaml', '--', own];
  return words.map(quote).join(' ');
}

const keepInTemplate = (
  { stack, logicalId }: { readonly stack: string; readonly logicalId: string | undefined },
  kind: 'load-balancer' | 'target-group',
  list: string,
): Step => ({
  kind: 'fix',
  words: `Keep it in the template of the stack ${stack}, or an update may put the old value back: ${logicalId ?? (kind === 'load-balancer' ? 'the load balancer' : 'the target group')}, ${list}.`,
});

/** Deploying requires the config that the stack was created from: any other would change more than this. */
function keepInConfig(
  context: Context,
  observed: Observations,
  kind: 'load-balancer' | 'target-group',
  pairs: Pairs,
): Step {
  const keys = [...new Set(pairs.flatMap(([key]) => SETTINGS[kind][key]?.configKey ?? []))].join(', ');
  const where = keys === '' ? 'in the config' : `in the config (${keys})`;
  return context.config
    ? {
        kind: 'fix',
        words: `Keep it ${where}, and deploy:`,
        command: deploy(context, observed),
      }
    : { kind: 'fix', words: `Keep it ${where} that the stack was deployed from, and deploy that.` };
}

/** Where the owner of a load balancer keeps security group rules, and what it does to changes made elsewhere. */
export function keepSecurityGroups(observed: Observations): Step[] {
  const owner = ownerOf(observed);
  const words = (text: string): Step[] => [{ kind: 'fix', words: text }];
  switch (owner?.kind) {
    case 'kubernetes':
      return words(
        `${ownerWords(owner)} has a controller that manages these rules and removes others from groups that it made: ` +
          (owner.resource === 'Ingress'
            ? 'set alb.ingress.kubernetes.io/inbound-cidrs and manage-backend-security-group-rules in the Ingress instead.'
            : 'set sourceRanges and manageBackendSecurityGroupRules in its LoadBalancerConfiguration instead.'),
      );
    case 'ecs-express':
      return words(
        'ECS Express Mode made these security groups, and its next deployment may put the rules back.',
      );
    case 'elastic-beanstalk':
      return words(
        `Keep it in the environment ${owner.environment} (.ebextensions): its next update may remove the rule.`,
      );
    case 'cloudformation':
      return words(
        `If the group is one of the stack ${owner.stack}, keep the rule in its template too, or an update may remove it.`,
      );
    case undefined:
      return [];
  }
}

/** Deploys the config, if this tool created the stack: as a command if the config is known. */
export function deployStep(context: Context, observed: Observations, words: string): Step[] {
  if (!observed.stack || !isFromThisTool(observed.stack)) return [];
  return [
    context.config
      ? { kind: 'fix', words, command: deploy(context, observed) }
      : { kind: 'fix', words: `${words.replace(/:$/, '')}: the one that the stack was deployed from.` },
  ];
}
