// Target groups: which of them requests and sockets reach, their targets and settings.
import { settingValue } from '../../alb/rule.ts';
import { cannotCarrySockets, otherPurpose } from '../../alb/topology/sockets.ts';
import type { ForwardTo } from '../../alb/topology/types.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import type { Evidence, Violation } from '../diagnosis.ts';
import {
  observedValue,
  type Observations,
  type TargetGroup,
  type TargetHealth,
} from '../observations/observations.ts';
import { liveSockets, liveTopology } from './topology.ts';

/** The rules that send requests to a group with a weight above 0. */
export const rulesInto = (observed: Observations, { arn }: TargetGroup): readonly ForwardTo<string>[] =>
  liveTopology(observed)
    .forwardsTo(arn)
    .filter(({ share }) => share !== 0);

/**
 * The target groups that a rule sends requests to: all of them if the listeners were not observed. If only some rules
 * were not observed, groups with targets are included too, because an unknown rule may lead there.
 */
export function groupsInUse(observed: Observations): readonly TargetGroup[] {
  const groups = observedValue(observed.targetGroups) ?? [];
  const listeners = observedValue(observed.listeners);
  if (!listeners) return groups;
  const isComplete = listeners.every(({ hasAllRules }) => hasAllRules);
  return groups.filter(
    (group) => rulesInto(observed, group).length > 0 || (!isComplete && targetsOf(group).length > 0),
  );
}

/** The target groups that no rule sends a request to. Empty if some rules were not observed. */
export function unusedGroups(observed: Observations): readonly TargetGroup[] {
  const listeners = observedValue(observed.listeners);
  if (!listeners?.every(({ hasAllRules }) => hasAllRules)) return [];
  return (observedValue(observed.targetGroups) ?? []).filter(
    (group) => rulesInto(observed, group).length === 0,
  );
}

/**
 * `sockets`: it carries sockets, as far as rules and names show. `beside`: others are named for sockets, and this one
 * is not. `unable`: ELB cannot send it WebSockets.
 */
export type Role = 'sockets' | 'beside' | 'unable';

export function roleOf(observed: Observations, group: TargetGroup): Role {
  const topology = liveTopology(observed);
  const part = topology.targetGroup(group.arn);
  const sockets = liveSockets(observed);
  if (!part || otherPurpose(part, sockets) === undefined) return 'sockets';
  const carriers = groupsInUse(observed).filter(({ arn }) => sockets.groups.has(arn));
  // Nothing on this load balancer could carry sockets, so this group is where they end up.
  if (carriers.length === 0 && !isForGrpc(observed, group)) return 'sockets';
  return cannotCarrySockets(part) === undefined ? 'beside' : 'unable';
}

/** A rule that matches gRPC by its content type never matches a handshake. */
const isForGrpc = (observed: Observations, group: TargetGroup): boolean =>
  rulesInto(observed, group).every(
    ({ rule: { conditions } }) =>
      conditions !== UNKNOWN &&
      conditions.some(({ header }) => typeof header === 'string' && header.toLowerCase() === 'content-type'),
  );

/** The target groups in use that carry sockets. */
export const socketGroups = (observed: Observations): readonly TargetGroup[] =>
  groupsInUse(observed).filter((group) => roleOf(observed, group) === 'sockets');

const ROLE_WORDS: Readonly<Record<Exclude<Role, 'sockets'>, string>> = {
  beside: 'no, as far as rules and names show: others are named for them',
  unable: 'no: ELB cannot send it WebSockets',
};

/**
 * Adjusts a violation's severity to what the group carries: an error about sockets becomes a warning in a group beside
 * them, and info where sockets are impossible.
 */
export function weighed(
  observed: Observations,
  group: TargetGroup,
  violation: Omit<Violation, 'subject'>,
): Violation {
  const role = roleOf(observed, group);
  if (role === 'sockets') return { subject: group.arn, ...violation };
  const evidence: Evidence = ['carries sockets', ROLE_WORDS[role]];
  return {
    subject: group.arn,
    ...violation,
    severity: role === 'beside' && violation.severity !== 'info' ? 'warning' : 'info',
    evidence: [...violation.evidence, evidence],
  };
}

/** The same for a violation about several groups: the most severe counts. Undefined if sockets are affected. */
export function lighterSeverity(
  observed: Observations,
  groups: readonly TargetGroup[],
): 'warning' | 'info' | undefined {
  const roles = new Set(groups.map((group) => roleOf(observed, group)));
  if (roles.size === 0 || roles.has('sockets')) return undefined;
  return roles.has('beside') ? 'warning' : 'info';
}

export const targetsOf = ({ targets }: TargetGroup): readonly TargetHealth[] => observedValue(targets) ?? [];

export const healthyTargets = (group: TargetGroup): readonly TargetHealth[] =>
  targetsOf(group).filter(({ state }) => state === 'healthy');

/** Seconds for which a deregistered target keeps its connections; ELB's default if not observed. */
export const deregistrationDelay = ({ settings }: TargetGroup): number =>
  Number(settingValue('target-group', settings, 'deregistration_delay.timeout_seconds'));
