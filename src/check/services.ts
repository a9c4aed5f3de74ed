// ECS services, with what they run and the target groups that they register with.
import { UNKNOWN } from '../alb/setting.ts';
import { isSaid } from '../alb/topology/sockets.ts';
import type { Registration, Value } from '../alb/topology/types.ts';
import { mentions } from './mentions.ts';
import type { Model, TargetGroup } from './model.ts';
import { child, entry, type Node } from './node.ts';
import type { Place } from './place.ts';
import { containersOf } from './tasks.ts';
import type { Resource } from './template.ts';

export interface Service {
  readonly resource: Resource;
  readonly groups: readonly Registration<Place>[];
  /** Those of its groups that are in the template. */
  readonly targetGroups: readonly TargetGroup[];
  /** Something says that one of its groups carries sockets. */
  readonly hasSockets: boolean;
  readonly isFargate: Value<boolean>;
  /** Tasks have their own network interfaces, and so their own addresses. */
  readonly isAwsvpc: Value<boolean>;
  /** Its task definition, if the template contains it. */
  readonly task: Resource | undefined;
  /** Containers of the task definition; UNKNOWN if there is none, or if it cannot be read. */
  readonly containers: Value<readonly Node[]>;
  /** ROLLING, BLUE_GREEN, LINEAR, CANARY. */
  readonly strategy: Value<string>;
  /** A value below DeploymentConfiguration or the service itself, with its line. */
  readonly at: (...path: string[]) => { readonly value: Value<string | undefined>; readonly line: number };
}

const known = new WeakMap<Model, readonly Service[]>();

export function services(model: Model): readonly Service[] {
  const before = known.get(model);
  if (before) return before;
  const found = model.ofType('AWS::ECS::Service').map((resource) => serviceOf(resource, model));
  known.set(model, found);
  return found;
}

function serviceOf(resource: Resource, model: Model): Service {
  const { resolver, template, topology, sockets } = model;
  const groups = topology.registrants.filter(({ key }) => key === resource.id).flatMap((one) => one.groups);
  const keys = new Set(groups.map(({ group }) => group));
  const task = [...mentions(child(resource.properties, 'TaskDefinition'))]
    .map((id) => template.resources.get(id))
    .find((one) => one?.type === 'AWS::ECS::TaskDefinition');
  const containers = task ? containersOf(task, model) : UNKNOWN;
  const isFargate = fargate(resource, model);
  const at: Service['at'] = (...path) => {
    let node = resource.properties;
    let line = resource.line;
    for (const step of path) {
      const value = resolver.value(node);
      if (value === undefined || value === UNKNOWN) return { value, line };
      const found = entry(value, step);
      if (found) ({ line } = found);
      node = found?.value;
    }
    return { value: resolver.string(node), line };
  };
  const strategy = at('DeploymentConfiguration', 'Strategy').value;
  return {
    resource,
    groups,
    targetGroups: model.targetGroups.filter((one) => keys.has(one.resource.id)),
    hasSockets: groups.some(({ group }) => group !== UNKNOWN && isSaid(sockets.groups.get(group))),
    isFargate,
    isAwsvpc: isFargate === true ? true : awsvpc(resource, task, model),
    task,
    containers,
    strategy: strategy ?? 'ROLLING',
    at,
  };
}

function fargate({ properties }: Resource, { resolver }: Model): Value<boolean> {
  const type = resolver.string(child(properties, 'LaunchType'));
  if (type !== undefined) return type === UNKNOWN ? UNKNOWN : type === 'FARGATE';
  const providers = resolver.items(child(properties, 'CapacityProviderStrategy'));
  if (providers === UNKNOWN) return UNKNOWN;
  const names = providers.map((one) =>
    one === UNKNOWN ? UNKNOWN : resolver.string(child(one, 'CapacityProvider')),
  );
  if (names.some((name) => typeof name === 'string' && /^FARGATE(_SPOT)?$/.test(name))) return true;
  // The default strategy of the cluster decides.
  return UNKNOWN;
}

/** NetworkConfiguration applies only to tasks in awsvpc mode. */
function awsvpc(service: Resource, task: Resource | undefined, { resolver }: Model): Value<boolean> {
  const mode = task ? resolver.string(child(task.properties, 'NetworkMode')) : UNKNOWN;
  if (mode !== UNKNOWN) return mode === 'awsvpc';
  const network = resolver.at(service.properties, 'NetworkConfiguration', 'AwsvpcConfiguration');
  return network !== undefined && network !== UNKNOWN ? true : UNKNOWN;
}

/** A number that is written as a literal; undefined for anything else. */
export const numeric = (value: Value<string | undefined>): number | undefined =>
  typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
