// What changes the groups and weights of a listener rule by itself, so that the changes are not drift.
import { field, list, text } from '../calls/answer-fields.ts';
import type { Observations } from '../observations/observations.ts';
import { scopeOf } from './expected.ts';
import { resolve, type Scope } from './template-values.ts';

/** A service whose deployments shift requests between target groups. */
export interface Deployer {
  /** The rules that it refers to; undefined for one that cannot be resolved and may be any rule. */
  readonly rules: readonly (string | undefined)[];
  /** The groups that it refers to, likewise. */
  readonly groups: readonly (string | undefined)[];
  /** It shifts only between `groups`; CodeDeploy and others may also use groups that the service does not mention. */
  readonly isPair: boolean;
}

/**
 * The services in the stack's templates that shift requests: ECS blue/green, linear and canary deployments refer to
 * their rules and a second group in AdvancedConfiguration; CodeDeploy and external controllers appear in the service's
 * DeploymentController. Sources: AdvancedConfiguration and DeploymentController in the ECS API,
 * AWS::CodeDeploy::BlueGreen in CloudFormation.
 */
export function deployersOf(observed: Observations): Deployer[] {
  return [...(observed.stack?.templates ?? [])].flatMap(([stackId, template]) => {
    const scope = scopeOf(template, observed, stackId);
    const resources = Object.values(members(field(template, 'Resources')));
    const hooks = Object.values(members(field(template, 'Hooks')));
    return [
      ...resources.flatMap((resource) => deployer(resource, scope)),
      ...hooks.flatMap((hook) => (text(hook, 'Type') === 'AWS::CodeDeploy::BlueGreen' ? [ANYTHING] : [])),
    ];
  });
}

const ANYTHING: Deployer = { rules: [undefined], groups: [], isPair: false };

const members = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function deployer(resource: unknown, scope: Scope): Deployer[] {
  const type = text(resource, 'Type');
  const properties = field(resource, 'Properties');
  const isTaskSet = type === 'AWS::ECS::TaskSet';
  if (type !== 'AWS::ECS::Service' && !isTaskSet) return [];
  const controller = field(field(properties, 'DeploymentController'), 'Type');
  const isOther = isTaskSet || (controller !== undefined && resolve(controller, scope) !== 'ECS');
  const written = field(properties, 'LoadBalancers');
  // Computed by a function, so the groups are unknown.
  if (written !== undefined && !Array.isArray(written)) return [ANYTHING];
  return list(properties, 'LoadBalancers').flatMap((one): Deployer[] => {
    const valueOf = (value: unknown, key: string) => resolve(field(value, key), scope);
    const advanced = field(one, 'AdvancedConfiguration');
    if (isOther) return [{ rules: [], groups: [valueOf(one, 'TargetGroupArn')], isPair: false }];
    if (advanced === undefined) return [];
    const named = ['ProductionListenerRule', 'TestListenerRule'].filter(
      (key) => field(advanced, key) !== undefined,
    );
    return [
      {
        rules: named.map((key) => valueOf(advanced, key)),
        groups: [valueOf(one, 'TargetGroupArn'), valueOf(advanced, 'AlternateTargetGroupArn')],
        isPair: true,
      },
    ];
  });
}

/** The groups to which a rule's deployer may make it forward: `any`, or those. Undefined if the rule has no deployer. */
export function shiftedGroups(
  deployers: readonly Deployer[],
  rule: string,
  wanted: readonly string[],
): 'any' | ReadonlySet<string> | undefined {
  const own = deployers.filter(
    ({ rules, groups }) =>
      rules.some((one) => one === undefined || one === rule) ||
      groups.some((one) => one === undefined || wanted.includes(one)),
  );
  if (own.length === 0) return undefined;
  const groups = own.flatMap((one) => one.groups);
  const isOpen = own.some(({ isPair }) => !isPair) || groups.includes(undefined);
  return isOpen ? 'any' : new Set(groups.flatMap((one) => one ?? []));
}
