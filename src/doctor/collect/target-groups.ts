// The target groups of a load balancer, and those that could replace an empty one.
import { fullNameOf } from '../../alb/arn.ts';
import { TARGET_GROUP_PROPERTIES } from '../../alb/target-group-settings.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { list, pairs, text } from '../calls/answer-fields.ts';
import type { Call, Collecting } from '../calls/call.ts';
import * as elb from '../calls/elb.ts';
import { observedValue, type Listener, type TargetGroup } from '../observations/observations.ts';
import { answersOf, type Observe, type Observer } from './observer.ts';
import { readTargetHealth } from './read-answers.ts';

/** Groups of this load balancer or of none: a stack may contain target groups of another one. */
export function uniqueGroups(groups: readonly unknown[], loadBalancer: string): unknown[] {
  const byArn = new Map(groups.map((group) => [arnOf(group), group]));
  return [...byArn.values()].filter((group) => {
    const users = list(group, 'LoadBalancerArns');
    return users.length === 0 || users.includes(loadBalancer);
  });
}

export const arnOf = (group: unknown): string => text(group, 'TargetGroupArn') ?? '';

/** The calls for details of target groups, and how to read their answers. */
export function groupCalls(groups: readonly unknown[]): {
  readonly calls: readonly Call[];
  readonly read: (observe: Observe) => TargetGroup[];
} {
  const made = groups.map((group) => ({
    group,
    attributes: elb.describeTargetGroupAttributes(arnOf(group)),
    health: elb.describeTargetHealth(arnOf(group)),
  }));
  return {
    calls: made.flatMap(({ attributes, health }) => [attributes, health]),
    read: (observe) =>
      made.map((one): TargetGroup => {
        const attributes = observe(one.attributes, (value) => pairs(value, 'Attributes'));
        return {
          ...describeGroup(one.group, observedValue(attributes) ?? new Map()),
          attributes,
          targets: observe(one.health, readTargetHealth),
        };
      }),
  };
}

function describeGroup(group: unknown, attributes: ReadonlyMap<string, string>) {
  const arn = arnOf(group);
  const settings = new Map(attributes);
  for (const key of Object.keys(TARGET_GROUP_PROPERTIES)) {
    const value = text(group, ...key.split('.'));
    if (value !== undefined) settings.set(key, value);
  }
  return {
    arn,
    name: text(group, 'TargetGroupName') ?? fullNameOf(arn),
    fullName: fullNameOf(arn),
    type: settings.get('TargetType') ?? 'instance',
    port: Number(settings.get('Port') ?? 0),
    settings,
  };
}

/** No more than this are examined: if none of them has targets, others will not either. */
const MAX_SPARE_GROUPS = 5;

/**
 * If a group in use has no healthy target: the Region's groups that no load balancer uses, that could replace it, and
 * that have healthy targets. A stack update may have switched back after a deployment that switched groups.
 */
export function* collectSpareGroups(
  groups: readonly TargetGroup[],
  listeners: readonly Listener[],
  vpcId: string,
  observer: Observer,
): Collecting<TargetGroup[]> {
  const used = new Set(
    listeners
      .flatMap(({ rules }) => rules)
      .flatMap(({ actions }) => (actions === UNKNOWN ? [] : actions))
      .flatMap((action) => weightedGroups(action))
      .flatMap(({ group, weight }) => (group === UNKNOWN || weight === 0 ? [] : [group])),
  );
  const isHealthy = ({ targets }: TargetGroup) =>
    (observedValue(targets) ?? []).some(({ state }) => state === 'healthy');
  const empty = groups.filter(
    (group) => used.has(group.arn) && 'value' in group.targets && !isHealthy(group),
  );
  // If a suitable group is already known, no search is needed.
  if (empty.length === 0 || groups.some((group) => !used.has(group.arn) && isHealthy(group))) return [];
  const call = elb.describeAllTargetGroups();
  const [answer] = yield [call];
  const all = observedValue(observer.observe(call, answer, (value) => list(value, 'TargetGroups'))) ?? [];
  const known = new Set(groups.map(({ arn }) => arn));
  const spare = all
    .filter((group) => {
      const { settings, type } = describeGroup(group, new Map());
      return (
        !known.has(arnOf(group)) &&
        list(group, 'LoadBalancerArns').length === 0 &&
        text(group, 'VpcId') === vpcId &&
        empty.some(
          (one) =>
            one.type === type &&
            ['Port', 'Protocol'].every((key) => one.settings.get(key) === settings.get(key)),
        )
      );
    })
    .slice(0, MAX_SPARE_GROUPS);
  if (spare.length === 0) return [];
  const { calls, read } = groupCalls(spare);
  return read(answersOf(observer, calls, yield calls)).filter(isHealthy);
}
