// Which target groups carry WebSockets, and how we know.
import { UNKNOWN } from '../setting.ts';
import { speaksOfSockets } from './socket-words.ts';
import { terminalAction } from './reach.ts';
import type { ListenerRule, LoadBalancer, TargetGroup, Topology, Value } from './types.ts';

/** How we know that a group carries sockets, the most certain first. */
export type SocketEvidence =
  /** The reader knows it: a config's own target. */
  | { readonly by: 'declared' }
  /** A rule that matches handshakes by their Upgrade header forwards to it. */
  | { readonly by: 'upgrade-rule'; readonly rule: string }
  /** A rule that forwards to it mentions sockets in its path, host or name. */
  | { readonly by: 'rule-words'; readonly rule: string; readonly text: string }
  /** Its own name, tags or health check path mention sockets. */
  | { readonly by: 'own-words'; readonly text: string }
  /** Its load balancer mentions sockets, or nothing does, and it is one of the groups that can carry them. */
  | { readonly by: 'supposed' };

/** Why a group serves another purpose. */
export type OtherPurpose = 'declared' | 'lambda' | 'grpc' | 'http2' | 'target-optimizer' | 'beside-sockets';

export interface Sockets {
  /** The groups that carry sockets, by key. */
  readonly groups: ReadonlyMap<string, SocketEvidence>;
  /**
   * `says`: something about it mentions sockets. `supposed`: nothing in the topology does, so any load balancer may
   * carry them. `no`: others do, or this one cannot.
   */
  readonly loadBalancers: ReadonlyMap<string, 'says' | 'supposed' | 'no'>;
}

/**
 * Whether a group's settings rule sockets out: ELB answers 400 for Lambda, 464 for HTTP2 and gRPC, 501 with target
 * optimizer.
 */
export function cannotCarrySockets<Where>({ settings }: TargetGroup<Where>): OtherPurpose | undefined {
  if (settings.get('TargetType') === 'lambda') return 'lambda';
  if (settings.get('ProtocolVersion') === 'GRPC') return 'grpc';
  if (settings.get('ProtocolVersion') === 'HTTP2') return 'http2';
  return settings.has('TargetControlPort') ? 'target-optimizer' : undefined;
}

/**
 * @param saysSockets - the source of the topology as a whole mentions sockets, such as a template's description. Only
 * used if there is one load balancer.
 */
export function socketsOf<Where>(topology: Topology<Where>, saysSockets = false): Sockets {
  const groups = new Map<string, SocketEvidence>();
  for (const group of topology.targetGroups) {
    const evidence = evidenceFor(group, topology);
    if (evidence) groups.set(group.key, evidence);
  }
  const { loadBalancers } = topology;
  const saying = new Set(
    loadBalancers
      .filter((one) => says(one, topology, groups) || (saysSockets && loadBalancers.length === 1))
      .map(({ key }) => key),
  );
  const verdicts = new Map<string, 'says' | 'supposed' | 'no'>();
  for (const one of loadBalancers) {
    const own = targetGroupsOf(one.key, topology);
    const verdict = saying.has(one.key)
      ? 'says'
      : saying.size > 0 || answersItself(one, topology) || isMute(own)
        ? 'no'
        : 'supposed';
    verdicts.set(one.key, verdict);
    // If some groups of a load balancer are named for sockets, the others serve another purpose.
    if (verdict === 'no' || own.some(({ key }) => groups.get(key) && groups.get(key)?.by !== 'supposed'))
      continue;
    for (const group of own)
      if (group.declared !== 'other' && !cannotCarrySockets(group)) groups.set(group.key, { by: 'supposed' });
  }
  return { groups, loadBalancers: verdicts };
}

/** Whether something says that a group carries sockets, rather than it being supposed for lack of evidence. */
export const isSaid = (evidence: SocketEvidence | undefined): boolean =>
  evidence !== undefined && evidence.by !== 'supposed';

/** The purpose of a group that carries no sockets; undefined if it carries them, or if nothing is known. */
export function otherPurpose<Where>(
  group: TargetGroup<Where>,
  { groups }: Sockets,
): OtherPurpose | undefined {
  if (group.declared === 'other') return 'declared';
  if (isSaid(groups.get(group.key))) return undefined;
  return cannotCarrySockets(group) ?? (groups.has(group.key) ? undefined : 'beside-sockets');
}

function evidenceFor<Where>(
  group: TargetGroup<Where>,
  topology: Topology<Where>,
): SocketEvidence | undefined {
  if (group.declared) return group.declared === 'sockets' ? { by: 'declared' } : undefined;
  const rules = topology
    .forwardsTo(group.key)
    .map(({ rule }) => rule)
    .filter(({ isDefault }) => !isDefault);
  const upgrade = rules.find(isForUpgrades);
  if (upgrade) return { by: 'upgrade-rule', rule: upgrade.key };
  for (const rule of rules) {
    const text = textsOf(rule).find(speaksOfSockets);
    if (text !== undefined) return { by: 'rule-words', rule: rule.key, text };
  }
  if (!group.says.some(speaksOfSockets)) return undefined;
  const shared = wordsOfTheWhole(group, topology);
  const text = group.says.find((one) => speaksOfSockets(withoutPrefix(one, shared)));
  return text === undefined ? undefined : { by: 'own-words', text };
}

/**
 * Texts about the load balancers of a group, such as a project name that is in every name and tag. They cannot
 * distinguish between the groups of a load balancer. Empty if the load balancers have no other group.
 */
function wordsOfTheWhole<Where>(group: TargetGroup<Where>, topology: Topology<Where>): readonly string[] {
  const keys = new Set(topology.forwardsTo(group.key).map(({ listener }) => listener?.loadBalancer));
  return [...keys].flatMap((key) => {
    const loadBalancer = topology.loadBalancer(key ?? UNKNOWN);
    if (!loadBalancer || targetGroupsOf(loadBalancer.key, topology).length < 2) return [];
    return loadBalancer.says;
  });
}

/** A text without the longest of these prefixes that is a whole word in it: `chat-ws-api` without `chat-ws`. */
function withoutPrefix(text: string, prefixes: readonly string[]): string {
  let longest = 0;
  for (const { length } of prefixes.filter((prefix) => text.startsWith(prefix)))
    if (length > longest && !/[A-Za-z0-9]/.test(text[length] ?? '')) longest = length;
  return text.slice(longest);
}

/** Whether a rule matches handshakes by a header. */
export const isForUpgrades = <Where>({ conditions }: ListenerRule<Where>): boolean =>
  conditions !== UNKNOWN &&
  conditions.some(
    ({ field, header }) =>
      field === 'http-header' && typeof header === 'string' && /^(upgrade|sec-websocket-.*)$/i.test(header),
  );

const known = (texts: Value<readonly Value<string>[]>): string[] =>
  texts === UNKNOWN ? [] : texts.filter((text) => text !== UNKNOWN);

/** The texts of a rule that can reveal its purpose: its name and the values of its conditions. */
export const textsOf = <Where>({ says: own, conditions }: ListenerRule<Where>): string[] => [
  ...own,
  ...(conditions === UNKNOWN ? [] : conditions).flatMap(({ values, regexes }) => [
    ...known(values),
    ...known(regexes),
  ]),
];

/** The target groups that the rules of a load balancer forward to, each once. */
export function targetGroupsOf<Where>(
  loadBalancer: string,
  { targetGroup, listenersOf, rulesOf }: Topology<Where>,
): TargetGroup<Where>[] {
  const found = new Set<TargetGroup<Where>>();
  for (const listener of listenersOf(loadBalancer))
    for (const { actions } of rulesOf(listener.key))
      for (const { forward } of actions === UNKNOWN ? [] : actions)
        for (const { group } of !forward || forward.groups === UNKNOWN ? [] : forward.groups) {
          const one = targetGroup(group);
          if (one) found.add(one);
        }
  return [...found];
}

const says = <Where>(
  loadBalancer: LoadBalancer<Where>,
  topology: Topology<Where>,
  groups: ReadonlyMap<string, SocketEvidence>,
): boolean =>
  loadBalancer.says.some(speaksOfSockets) ||
  targetGroupsOf(loadBalancer.key, topology).some(({ key }) => groups.has(key)) ||
  topology.listenersOf(loadBalancer.key).some((listener) => listener.says.some(speaksOfSockets));

const isMute = <Where>(own: readonly TargetGroup<Where>[]): boolean =>
  own.length > 0 && own.every((group) => cannotCarrySockets(group) !== undefined);

/** Whether every listener answers by itself, with redirects or fixed responses, so that no socket gets through. */
function answersItself<Where>({ key }: LoadBalancer<Where>, topology: Topology<Where>): boolean {
  const listeners = topology.listenersOf(key);
  return (
    listeners.length > 0 &&
    listeners.every((listener) => {
      const rules = topology.rulesOf(listener.key);
      return (
        rules.length > 0 &&
        rules.every((rule) => {
          const action = terminalAction(rule);
          return action !== undefined && action !== UNKNOWN && action.type !== 'forward';
        })
      );
    })
  );
}
