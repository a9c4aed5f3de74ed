// Targets by the reason that the load balancer gives for not using them.
import { groupsInUse, targetsOf, weighed } from './target-groups.ts';
import type { Violation } from '../diagnosis.ts';
import type { Observations, TargetGroup, TargetHealth } from '../observations/observations.ts';

/** The targets of each group in use that have one of the reasons, if any. */
export function forReason(
  observed: Observations,
  reasons: readonly string[],
  violation: (
    group: TargetGroup,
    targets: readonly TargetHealth[],
    all: readonly TargetHealth[],
  ) => Omit<Violation, 'subject'>,
): Violation[] {
  return groupsInUse(observed).flatMap((group) => {
    const all = targetsOf(group);
    const targets = all.filter(({ reason = '' }) => reasons.includes(reason));
    return targets.length === 0 ? [] : [weighed(observed, group, violation(group, targets, all))];
  });
}

/** At most this many targets are listed individually. */
const SHOWN = 10;

/** `10.0.1.20:8080, 10.0.2.20:8080 and 3 more` */
export function listTargets(targets: readonly TargetHealth[]): string {
  const shown = targets.slice(0, SHOWN).map(({ id, port }) => `${id}:${port}`);
  const rest = targets.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** ELB's descriptions of targets, without duplicates. */
export const descriptionsOf = (targets: readonly TargetHealth[]): string =>
  [...new Set(targets.map(({ description }) => description ?? 'no description'))].join('; ');
