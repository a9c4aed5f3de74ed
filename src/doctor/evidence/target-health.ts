// Targets by the reason that the load balancer gives for not using them.
import { groupsInUse, targetsOf } from './target-groups.ts';
import type { Violation } from '../diagnosis.ts';
import type { Observations, TargetGroup, TargetHealth } from '../observations/observations.ts';

/** The targets of each group in use that have a reason, if any. */
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
    return targets.length === 0 ? [] : [{ subject: group.arn, ...violation(group, targets, all) }];
  });
}

export const names = (targets: readonly TargetHealth[]): string =>
  targets.map(({ id, port }) => `${id}:${port}`).join(', ');

export const words = (targets: readonly TargetHealth[]): string =>
  [...new Set(targets.map(({ description }) => description ?? 'no description'))].join('; ');
