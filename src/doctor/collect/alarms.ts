// Alarms about a load balancer.
import type { Alarm, Observed } from '../observations/observations.ts';
import { observedValue } from '../observations/observations.ts';
import type { ReadAlarm } from './read-answers.ts';

/** DescribeAlarms accepts 100 names. */
const MAX_ALARM_NAMES = 100;

/** The stack's alarm names that can be queried: the AWS CLI reads some prefixes as an option, a file or an address. */
export const askableAlarms = (names: readonly string[]): string[] =>
  names.filter((name) => !/^(-|file:|fileb:|https?:)/.test(name)).slice(0, MAX_ALARM_NAMES);

/** The alarms of the stack, and others in ALARM whose metrics belong to this load balancer. */
export function alarmsAbout(
  fullName: string,
  inAlarm: Observed<readonly ReadAlarm[]>,
  ofStack: Observed<readonly ReadAlarm[]>,
): Observed<readonly Alarm[]> {
  if (!('value' in inAlarm) && !('value' in ofStack)) return inAlarm;
  const about = (observedValue(inAlarm) ?? []).filter(({ loadBalancers }) =>
    loadBalancers.includes(fullName),
  );
  const alarms = new Map([...(observedValue(ofStack) ?? []), ...about].map((alarm) => [alarm.name, alarm]));
  return { value: [...alarms.values()] };
}
