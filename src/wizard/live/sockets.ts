// Finds the target group of a live load balancer that carries the sockets: `target` in a config.
import { UNKNOWN } from '../../alb/setting.ts';
import { cannotCarrySockets, isSaid, socketsOf } from '../../alb/topology/sockets.ts';
import { topologyOf, weightedGroups } from '../../alb/topology/topology.ts';
import type { TargetGroup, Topology } from '../../alb/topology/types.ts';
import { ALWAYS } from '../../alb/topology/when.ts';
import type { Draft, Live, LiveListener, LiveTargetGroup } from './live.ts';

const SUREST_FIRST: readonly string[] = ['upgrade-rule', 'rule-words', 'own-words'];

/**
 * The group that carries sockets judging by rules and names; else the first that can carry them, beginning with the
 * default rule's. Undefined if the listener forwards to none.
 */
export function socketsGroup(draft: Draft, live: Live, listener: LiveListener): LiveTargetGroup | undefined {
  const topology = liveTopology(live, listener);
  const inOrder = [...topology.rules.filter(({ isDefault }) => isDefault), ...topology.rules];
  const keys = new Set(
    inOrder
      .flatMap(({ actions }) => (actions === UNKNOWN ? [] : actions))
      .flatMap((action) =>
        [...weightedGroups(action)].toSorted((left, right) => Number(right.weight) - Number(left.weight)),
      )
      .flatMap(({ group }) => (group === UNKNOWN ? [] : [group])),
  );
  const groups = [...keys].flatMap((key) => topology.targetGroup(key) ?? []);
  const { groups: evidence } = socketsOf(topology, true);
  const [evident, ...others] = groups
    .flatMap((group) => {
      const by = evidence.get(group.key);
      return by && isSaid(by) ? [{ ...group, rank: SUREST_FIRST.indexOf(by.by) }] : [];
    })
    .toSorted((left, right) => left.rank - right.rank);
  const more = others.filter(({ rank }) => rank === evident?.rank);
  const chosen = evident ?? groups.find((group) => cannotCarrySockets(group) === undefined) ?? groups[0];
  const found = live.targetGroups.find(({ description }) => description.TargetGroupArn === chosen?.key);
  if (found && evident === undefined && groups.length > 1)
    draft.leave(
      `which of ${groups.length} target groups carries the sockets: ${found.description.TargetGroupName} is assumed`,
    );
  for (const { key } of more)
    draft.leave(
      `that the target group ${nameOf(key, live)} seems to carry sockets too: it becomes an ordinary route`,
    );
  return found;
}

/**
 * Whether a person chose the tag's value. AWS's own tags contain stack names and account IDs, but the logical ID was
 * chosen.
 */
const isWritten = (tag: string): boolean =>
  !tag.startsWith('aws:') || tag === 'aws:cloudformation:logical-id';

const nameOf = (arn: string, { targetGroups }: Live): string =>
  targetGroups.find(({ description }) => description.TargetGroupArn === arn)?.description.TargetGroupName ??
  arn;

function liveTopology({ loadBalancer, targetGroups }: Live, listener: LiveListener): Topology<string> {
  const part = (key: string, says: readonly string[]) => ({ key, where: key, when: ALWAYS, says });
  const { LoadBalancerArn = '', LoadBalancerName = '' } = loadBalancer;
  const { ListenerArn = '', Port, Protocol } = listener.description;
  return topologyOf<string>({
    loadBalancers: [{ ...part(LoadBalancerArn, [LoadBalancerName]), settings: new Map(), isComplete: true }],
    listeners: [
      {
        ...part(ListenerArn, []),
        settings: new Map(),
        loadBalancer: LoadBalancerArn,
        port: Port,
        protocol: Protocol,
        isComplete: true,
      },
    ],
    rules: listener.rules.map(({ rule }) => rule),
    targetGroups: targetGroups.map(({ description, tags }): TargetGroup<string> => ({
      ...part(description.TargetGroupArn ?? '', [
        description.TargetGroupName ?? '',
        description.HealthCheckPath ?? '',
        ...[...tags].flatMap(([key, value]) => (isWritten(key) ? [value] : [])),
      ]),
      settings: new Map([
        ['TargetType', description.TargetType ?? 'instance'],
        ['ProtocolVersion', description.ProtocolVersion ?? 'HTTP1'],
      ]),
    })),
    registrants: [],
  });
}
