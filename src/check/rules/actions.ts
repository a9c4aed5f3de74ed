// The actions of listeners and listener rules, one by one.
import { UNKNOWN } from '../../alb/setting.ts';
import { mentions } from '../mentions.ts';
import type { Model, Route, TargetGroup } from '../model.ts';
import { child, entry, type Node } from '../node.ts';
import { isScalar } from '../resolve.ts';
import type { Resource } from '../template.ts';

export interface Action {
  readonly resource: Resource;
  readonly route: Route;
  readonly node: Node;
  readonly line: number;
  readonly type: string;
}

const found = new WeakMap<Model, readonly Action[]>();

/** The actions whose type is known. Needed for each listener, so cached. */
export function actions(model: Model): readonly Action[] {
  const before = found.get(model);
  if (before) return before;
  const all = actionsOf(model);
  found.set(model, all);
  return all;
}

const actionsOf = ({ routes, resolver }: Model): Action[] =>
  routes.flatMap((route) =>
    route.actions.flatMap((node): Action[] => {
      if (node === UNKNOWN) return [];
      const type = resolver.value(child(node, 'Type'));
      if (!isScalar(type)) return [];
      const line = entry(node, 'Type')?.line ?? node.line;
      return [{ resource: route.resource, route, node, line, type: type.value }];
    }),
  );

export const actionsOfType = (type: RegExp) => (model: Model) =>
  actions(model).filter((action) => type.test(action.type));

/** The target groups of this template that an action forwards to, in the template's order. */
export function targetsOf({ node }: Action, model: Model): TargetGroup[] {
  const byId = groupsById(model);
  return [...mentions(node)]
    .flatMap((name) => byId.get(name) ?? [])
    .toSorted((left, right) => left.place - right.place)
    .map(({ group }) => group);
}

interface Placed {
  readonly place: number;
  readonly group: TargetGroup;
}

const placed = new WeakMap<Model, ReadonlyMap<string, Placed>>();

/** Needed for each action, so cached. */
function groupsById(model: Model): ReadonlyMap<string, Placed> {
  const before = placed.get(model);
  if (before) return before;
  const byId = new Map(model.targetGroups.map((group, place) => [group.resource.id, { place, group }]));
  placed.set(model, byId);
  return byId;
}

/** HTTP or HTTPS; undefined if it cannot be known. */
export function protocolOf({ listener }: Route): string | undefined {
  const protocol = listener?.settings.get('Protocol');
  return typeof protocol === 'string' ? protocol : undefined;
}
