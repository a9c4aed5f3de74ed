// Turns parts into a topology: resolves what belongs to what, once and in linear time.
import { UNKNOWN } from '../setting.ts';
import type {
  Action,
  ForwardTo,
  ListenerRule,
  Part,
  Parts,
  Topology,
  Value,
  WeightedGroup,
} from './types.ts';

export function topologyOf<Where>(parts: Parts<Where>): Topology<Where> {
  const { loadBalancers, listeners, rules, targetGroups, registrants, choices = new Map() } = parts;
  const [balancersByKey, listenersByKey, groupsByKey] = [
    byKey(loadBalancers),
    byKey(listeners),
    byKey(targetGroups),
  ];
  const listenersOf = gathered(listeners, ({ loadBalancer }) => loadBalancer);
  const rulesOf = gathered(rules, ({ listener }) => listener);
  for (const list of rulesOf.values()) list.sort((left, right) => rank(left) - rank(right));
  const forwards = new Map<string, ForwardTo<Where>[]>();
  for (const rule of rules) {
    const listener = rule.listener === UNKNOWN ? undefined : listenersByKey.get(rule.listener);
    for (const action of rule.actions === UNKNOWN ? [] : rule.actions)
      for (const weighted of weightedGroups(action))
        if (weighted.group !== UNKNOWN)
          push(forwards, weighted.group, {
            rule,
            listener,
            action,
            weighted,
            share: shareOf(weighted, action),
          });
  }
  const registrantsOf = new Map<string, Parts<Where>['registrants'][number][]>();
  for (const registrant of registrants)
    for (const group of new Set(registrant.groups.map((one) => one.group)))
      if (group !== UNKNOWN) push(registrantsOf, group, registrant);
  return {
    loadBalancers,
    listeners,
    rules,
    targetGroups,
    registrants,
    choices,
    loadBalancer: found(balancersByKey),
    listener: found(listenersByKey),
    targetGroup: found(groupsByKey),
    listenersOf: (key) => listenersOf.get(key) ?? [],
    rulesOf: (key) => rulesOf.get(key) ?? [],
    forwardsTo: (key) => forwards.get(key) ?? [],
    registrantsOf: (key) => registrantsOf.get(key) ?? [],
  };
}

/** The target groups that an action forwards to, as far as they are known. */
export const weightedGroups = <Where>({ forward }: Action<Where>): readonly WeightedGroup<Where>[] =>
  !forward || forward.groups === UNKNOWN ? [] : forward.groups;

function shareOf<Where>({ weight }: WeightedGroup<Where>, action: Action<Where>): Value<number> {
  let sum = 0;
  for (const other of weightedGroups(action)) {
    if (other.weight === UNKNOWN) return weight === 0 ? 0 : UNKNOWN;
    sum += other.weight;
  }
  if (weight === UNKNOWN) return UNKNOWN;
  return sum === 0 ? 0 : weight / sum;
}

/** ELB evaluates the lowest priority first, and the default rule last. */
function rank<Where>({ isDefault, priority }: ListenerRule<Where>): number {
  if (isDefault) return Number.MAX_SAFE_INTEGER;
  return priority === UNKNOWN || priority === undefined ? Number.MAX_SAFE_INTEGER - 1 : priority;
}

const byKey = <Where, One extends Part<Where>>(parts: readonly One[]): Map<string, One> =>
  new Map(parts.map((part) => [part.key, part]));

const found =
  <One>(parts: ReadonlyMap<string, One>) =>
  (key: Value<string>): One | undefined =>
    key === UNKNOWN ? undefined : parts.get(key);

function gathered<One>(items: readonly One[], keyOf: (item: One) => Value<string>): Map<string, One[]> {
  const lists = new Map<string, One[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== UNKNOWN) push(lists, key, item);
  }
  return lists;
}

function push<Key, One>(lists: Map<Key, One[]>, key: Key, item: One): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
