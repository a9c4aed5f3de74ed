// Whether security groups let the load balancer through, as far as can be judged. Anything undecided counts as let
// through.
import { contains } from '../../alb/cidr.ts';
import { groupsInUse, targetsOf } from './target-groups.ts';
import {
  observedValue,
  type Observations,
  type Permission,
  type SecurityGroup,
  type TargetGroup,
} from '../observations/observations.ts';

const covers = ({ protocol, from, to }: Permission, port: number): boolean =>
  protocol === '-1' || (['tcp', '6'].includes(protocol) && from <= port && port <= to);

/** The ports on which a target must respond: its own, and that of the health check. */
function portsOf(group: TargetGroup): number[] {
  const healthCheck = Number(group.settings.get('HealthCheckPort'));
  const targets = targetsOf(group).map(({ port }) => port);
  const ports = targets.length > 0 ? targets : [group.port];
  return [...new Set([...ports, ...(Number.isInteger(healthCheck) && healthCheck > 0 ? [healthCheck] : [])])];
}

export interface Gap {
  readonly targetGroup: TargetGroup;
  readonly port: number;
  /** The load balancer's for `egress`, a target's for `ingress`. */
  readonly securityGroup: string;
  readonly direction: 'egress' | 'ingress';
  /** The targets that cannot be reached; empty if none can. */
  readonly targets: readonly string[];
}

/** Ports of targets that no rule lets the load balancer reach. Empty if the security groups were not observed. */
export function gaps(observed: Observations): Gap[] {
  const all = observedValue(observed.securityGroups);
  if (!all) return [];
  const own = all.filter(({ id }) => observed.loadBalancer.securityGroups.includes(id));
  return groupsInUse(observed).flatMap((group) =>
    portsOf(group).flatMap((port) => [
      ...egressGap(observed, own, group, port),
      ...ingressGaps(observed, all, group, port),
    ]),
  );
}

function egressGap(
  observed: Observations,
  own: readonly SecurityGroup[],
  targetGroup: TargetGroup,
  port: number,
): Gap[] {
  const [first] = own;
  if (!first) return [];
  const rules = own.flatMap(({ egress }) => egress).filter((rule) => covers(rule, port));
  const peers = targetsOf(targetGroup).map(({ id }) => peerOf(observed, targetGroup, id));
  const reached = (peer: Peer) => rules.some((rule) => lets(rule, peer));
  const shut = peers.filter((peer) => !reached(peer));
  const isShut = peers.length === 0 ? rules.length === 0 : shut.length > 0;
  return isShut
    ? [{ targetGroup, port, securityGroup: first.id, direction: 'egress', targets: shut.map(({ id }) => id) }]
    : [];
}

interface Peer {
  readonly id: string;
  readonly address: string | undefined;
  readonly groups: readonly string[] | undefined;
}

function peerOf(observed: Observations, { type }: TargetGroup, id: string): Peer {
  if (type === 'ip') {
    const own = observedValue(observed.networkInterfaces)?.find(({ addresses }) => addresses.includes(id));
    return { id, address: id, groups: own?.securityGroups };
  }
  const instance = observedValue(observed.instances)?.find((one) => one.id === id);
  return { id, address: instance?.address, groups: instance?.securityGroups };
}

const lets = ({ cidrs, groups, prefixLists }: Permission, peer: Peer): boolean =>
  prefixLists.length > 0 ||
  cidrs.some((cidr) => peer.address === undefined || contains(cidr, peer.address)) ||
  (groups.length > 0 && (peer.groups === undefined || peer.groups.some((group) => groups.includes(group))));

/** The security groups of a target; undefined if one of them was not observed. */
function groupsOfPeer(
  all: readonly SecurityGroup[],
  ids: readonly string[] | undefined,
): readonly SecurityGroup[] | undefined {
  const groups = all.filter(({ id }) => ids?.includes(id));
  return ids && ids.length > 0 && groups.length === ids.length ? groups : undefined;
}

/** What a report says about security groups without gaps: which were examined, and which were not. */
export function lookedAt(observed: Observations, groups: readonly TargetGroup[]): string {
  const all = observedValue(observed.securityGroups);
  if (!all) return 'None could be read.';
  const unknown = groups.flatMap((group) =>
    targetsOf(group)
      .map(({ id }) => peerOf(observed, group, id))
      .filter((peer) => groupsOfPeer(all, peer.groups) === undefined)
      .map(({ id }) => id),
  );
  if (groups.every((group) => targetsOf(group).length === 0)) return 'There are no targets to check.';
  if (unknown.length === 0) return 'Those of the load balancer and of its targets allow it.';
  const shown = unknown.slice(0, SHOWN).join(', ');
  const rest = unknown.length > SHOWN ? ` and ${unknown.length - SHOWN} more` : '';
  return `Those of ${shown}${rest} were not checked.`;
}

const SHOWN = 5;

/** The load balancer's addresses are unknown, so a rule for any addresses may be meant for them. */
function ingressGaps(
  observed: Observations,
  all: readonly SecurityGroup[],
  targetGroup: TargetGroup,
  port: number,
): Gap[] {
  const own = observed.loadBalancer.securityGroups;
  const shut = new Map<string, string[]>();
  for (const { id } of targetsOf(targetGroup)) {
    const { groups: ids } = peerOf(observed, targetGroup, id);
    const groups = groupsOfPeer(all, ids);
    const [first] = groups ?? [];
    if (!groups || !first) continue;
    const rules = groups.flatMap(({ ingress }) => ingress).filter((rule) => covers(rule, port));
    const isLetIn = rules.some(
      (rule) =>
        rule.cidrs.length > 0 ||
        rule.prefixLists.length > 0 ||
        rule.groups.some((group) => own.includes(group)),
    );
    if (!isLetIn) shut.set(first.id, [...(shut.get(first.id) ?? []), id]);
  }
  return [...shut].map(([securityGroup, targets]) => ({
    targetGroup,
    port,
    securityGroup,
    direction: 'ingress',
    targets,
  }));
}

/** The listeners that no rule opens to clients. */
export function closedListeners(
  observed: Observations,
): { readonly port: number; readonly securityGroup: string }[] {
  const own = (observedValue(observed.securityGroups) ?? []).filter(({ id }) =>
    observed.loadBalancer.securityGroups.includes(id),
  );
  const [first] = own;
  if (!first) return [];
  const rules = own.flatMap(({ ingress }) => ingress);
  return (observedValue(observed.listeners) ?? [])
    .filter(({ port }) => !rules.some((rule) => covers(rule, port)))
    .map(({ port }) => ({ port, securityGroup: first.id }));
}
