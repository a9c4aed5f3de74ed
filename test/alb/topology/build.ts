// A short notation for topologies: whatever is not given gets the simplest value.
import type {
  Action,
  Condition,
  Listener,
  ListenerRule,
  LoadBalancer,
  Parts,
  Registrant,
  TargetGroup,
  Topology,
  Value,
} from '../../../src/alb/topology/types.ts';
import { topologyOf } from '../../../src/alb/topology/topology.ts';
import { ALWAYS } from '../../../src/alb/topology/when.ts';

/** Tests refer to places by strings. */
export type Where = string;

const part = (key: string) => ({ key, where: key, when: ALWAYS, says: [key] });

export const loadBalancer = (key = 'lb', also: Partial<LoadBalancer<Where>> = {}): LoadBalancer<Where> => ({
  ...part(key),
  settings: new Map(),
  isComplete: true,
  ...also,
});

export const listener = (key = 'listener', also: Partial<Listener<Where>> = {}): Listener<Where> => ({
  ...part(key),
  settings: new Map(),
  loadBalancer: 'lb',
  port: 443,
  protocol: 'HTTPS',
  isComplete: true,
  ...also,
});

export const condition = (
  field: string,
  values: Value<readonly Value<string>[]>,
  also: Partial<Condition<Where>> = {},
): Condition<Where> => ({ where: field, field, values, regexes: [], ...also });

export const path = (...values: Value<string>[]) => condition('path-pattern', values);
export const host = (...values: Value<string>[]) => condition('host-header', values);

/** Forwards to groups with their weights: `{ blue: 1, green: 0 }`. */
export const forward = (
  groups: Record<string, Value<number>>,
  also: Partial<Action<Where>> = {},
): Action<Where> => ({
  where: 'forward',
  type: 'forward',
  order: undefined,
  forward: {
    groups: Object.entries(groups).map(([group, weight]) => ({ where: group, group, weight })),
    isSticky: false,
  },
  ...also,
});

export const action = (type: string, also: Partial<Action<Where>> = {}): Action<Where> => ({
  where: type,
  type,
  order: undefined,
  ...also,
});

export const notFound = action('fixed-response', {
  fixedResponse: { statusCode: '404', body: undefined, contentType: undefined },
});

export const rule = (
  priority: Value<number | undefined>,
  conditions: ListenerRule<Where>['conditions'],
  actions: ListenerRule<Where>['actions'],
  also: Partial<ListenerRule<Where>> = {},
): ListenerRule<Where> => ({
  ...part(`rule ${String(priority)}`),
  priorityWhere: `priority ${String(priority)}`,
  listener: 'listener',
  isDefault: false,
  priority,
  conditions,
  actions,
  ...also,
});

export const defaultRule = (
  actions: ListenerRule<Where>['actions'],
  also: Partial<ListenerRule<Where>> = {},
): ListenerRule<Where> => ({
  ...rule(undefined, [], actions),
  key: 'default',
  isDefault: true,
  says: [],
  ...also,
});

export const targetGroup = (
  key: string,
  settings: Record<string, Value<string>> = {},
  also: Partial<TargetGroup<Where>> = {},
): TargetGroup<Where> => ({ ...part(key), settings: new Map(Object.entries(settings)), ...also });

export const registrant = (
  key: string,
  groups: readonly string[],
  also: Partial<Registrant<Where>> = {},
): Registrant<Where> => ({
  ...part(key),
  kind: 'ecs-service',
  groups: groups.map((group, index) => ({ where: group, group, isAlternate: index > 0 })),
  ...also,
});

/** One load balancer with one listener, plus what is given. */
export const topology = (parts: Partial<Parts<Where>> = {}): Topology<Where> =>
  topologyOf({
    loadBalancers: [loadBalancer()],
    listeners: [listener()],
    rules: [],
    targetGroups: [],
    registrants: [],
    ...parts,
  });
