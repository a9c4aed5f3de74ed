// Target groups: which are in use, their targets and settings.
import { settingValue } from '../../alb/rule.ts';
import {
  observedValue,
  type Observations,
  type TargetGroup,
  type TargetHealth,
} from '../observations/observations.ts';

/** The target groups that a listener or a rule forwards to; all of them when the listeners were not seen. */
export function groupsInUse({ listeners, targetGroups }: Observations): readonly TargetGroup[] {
  const groups = observedValue(targetGroups) ?? [];
  const all = observedValue(listeners);
  return all
    ? groups.filter(({ arn }) => all.some((listener) => listener.targetGroups.includes(arn)))
    : groups;
}

export const targetsOf = ({ targets }: TargetGroup): readonly TargetHealth[] => observedValue(targets) ?? [];

/** Seconds that a target taken out keeps its connections; ELB's default when not seen. */
export const deregistrationDelay = ({ settings }: TargetGroup): number =>
  Number(settingValue('target-group', settings, 'deregistration_delay.timeout_seconds'));
