// What changes the groups and weights of a listener's rule by itself: then they are no drift.
import { field, list, text } from '../calls/answer-fields.ts';
import type { Observations } from '../observations/observations.ts';
import { scopeOf } from './expected.ts';
import { resolve, type Scope } from './template-values.ts';

/** A service whose deployments shift requests between target groups. */
export interface Deployer {
  /** The rules that it names; a name that cannot be known is undefined, and may be any rule. */
  readonly rules: readonly (string | undefined)[];
  /** The groups that it names, likewise. */
  readonly groups: readonly (string | undefined)[];
  /** It shifts only among `groups`; CodeDeploy and others also to groups that the service does not name. */
  readonly isPair: boolean;
}

/**
 * The services of the stack's templates that do: ECS blue/green, linear and canary name their rules and a second group
 * in AdvancedConfiguration; CodeDeploy and external controllers are named by the service's DeploymentController.
 * Sources: AdvancedConfiguration and DeploymentController in the ECS API, AWS::CodeDeploy::BlueGreen in CloudFormation.
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
  // Given by a function: nothing says which groups they are.
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

/** The groups that a rule may forward to by the will of its deployer: `any`, or those. Undefined: it has none. */
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
