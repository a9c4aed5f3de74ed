// Which target groups a request can reach.
import { UNKNOWN } from '../setting.ts';
import { matchRule, type Match, type Request } from './match.ts';
import { weightedGroups } from './topology.ts';
import type { Action, Listener, ListenerRule, Topology, Value, WeightedGroup } from './types.ts';

/** A rule that may match the request, and where it sends it. */
export interface Reached<Where> {
  readonly listener: Listener<Where>;
  readonly rule: ListenerRule<Where>;
  /** `maybe`: it depends on something unknown, or on something other than host and path. */
  readonly match: Exclude<Match, 'no'>;
  /** The terminal action: forward, redirect or fixed-response; UNKNOWN if the actions are. */
  readonly action: Value<Action<Where>>;
  /** Groups whose weight is above 0 or unknown. */
  readonly groups: readonly WeightedGroup<Where>[];
}

/**
 * The rules of a listener that can match a request, in ELB's order. The list ends with the first rule that certainly
 * matches; a rule that exists only under a condition does not end it.
 */
export function reached<Where>(
  topology: Topology<Where>,
  listener: Listener<Where>,
  request: Request,
): Reached<Where>[] {
  const found: Reached<Where>[] = [];
  for (const rule of topology.rulesOf(listener.key)) {
    const match = matchRule(rule, request);
    if (match === 'no') continue;
    const action = terminalAction(rule);
    const groups =
      action === undefined || action === UNKNOWN
        ? []
        : weightedGroups(action).filter(({ weight }) => weight !== 0);
    const order = rule.isDefault || typeof rule.priority === 'number';
    const isSure = match === 'yes' && order && rule.when.kind === 'always';
    found.push({ listener, rule, match: isSure ? 'yes' : 'maybe', action: action ?? UNKNOWN, groups });
    if (isSure) break;
  }
  return found;
}

/** The keys of all groups that a request to a load balancer can reach, through any of its listeners. */
export function reachableGroups<Where>(
  topology: Topology<Where>,
  loadBalancer: string,
  request: Request,
): Set<string> {
  const keys = new Set<string>();
  for (const listener of topology.listenersOf(loadBalancer))
    for (const { groups } of reached(topology, listener, request))
      for (const { group } of groups) if (group !== UNKNOWN) keys.add(group);
  return keys;
}

export const TERMINAL_ACTIONS: ReadonlySet<string> = new Set(['forward', 'redirect', 'fixed-response']);

/** The action that ends a rule; undefined if there is none, UNKNOWN if that cannot be known. */
export function terminalAction<Where>({ actions }: ListenerRule<Where>): Value<Action<Where>> | undefined {
  if (actions === UNKNOWN) return UNKNOWN;
  const terminal = actions.find(({ type }) => type !== UNKNOWN && TERMINAL_ACTIONS.has(type));
  return terminal ?? (actions.some(({ type }) => type === UNKNOWN) ? UNKNOWN : undefined);
}
