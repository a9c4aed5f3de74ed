// What surrounds the targets: instances, network interfaces, and the security groups of both.
import type { Call, Collecting } from '../calls/call.ts';
import * as ec2 from '../calls/ec2.ts';
import {
  observedValue,
  type LoadBalancer,
  type Observations,
  type Observed,
  type SecurityGroup,
  type TargetGroup,
} from '../observations/observations.ts';
import { answersOf, type Observer } from './observer.ts';
import { readInstances, readNetworkInterfaces, readSecurityGroups } from './read-answers.ts';

type Surroundings = Pick<Observations, 'instances' | 'networkInterfaces'> & {
  readonly securityGroups: readonly SecurityGroup[];
};

export function* collectTargets(
  groups: readonly TargetGroup[],
  { securityGroups, vpcId }: LoadBalancer,
  observer: Observer,
): Collecting<Surroundings> {
  const idsOf = (type: string) => [
    ...new Set(
      groups
        .filter((group) => group.type === type)
        .flatMap(({ targets }) => (observedValue(targets) ?? []).map(({ id }) => id)),
    ),
  ];
  const ids = idsOf('instance');
  const addresses = idsOf('ip');
  const byFamily = [false, true]
    .map((isIpv6) => addresses.filter((address) => address.includes(':') === isIpv6))
    .filter((some) => some.length > 0);
  const instanceCall = ids.length > 0 ? ec2.describeInstances(ids) : undefined;
  const interfaceCalls =
    vpcId === '' ? [] : byFamily.map((some) => ec2.describeNetworkInterfaces(vpcId, some));
  const calls: Call[] = [...(instanceCall ? [instanceCall] : []), ...interfaceCalls];
  if (calls.length === 0)
    return { instances: { value: [] }, networkInterfaces: { value: [] }, securityGroups: [] };
  const observe = answersOf(observer, calls, yield calls);
  const instances = observe(instanceCall, readInstances);
  const networkInterfaces = joined(interfaceCalls.map((call) => observe(call, readNetworkInterfaces)));
  const wanted = new Set(
    [...(observedValue(instances) ?? []), ...(observedValue(networkInterfaces) ?? [])].flatMap(
      (one) => one.securityGroups,
    ),
  );
  for (const own of securityGroups) wanted.delete(own);
  if (wanted.size === 0) return { instances, networkInterfaces, securityGroups: [] };
  const call = ec2.describeTargetSecurityGroups([...wanted]);
  const [answer] = yield [call];
  return {
    instances,
    networkInterfaces,
    securityGroups: observedValue(observer.observe(call, answer, readSecurityGroups)) ?? [],
  };
}

/** Several lists as one; if any of them was not observed, neither is the whole. */
export function joined<T>(parts: readonly Observed<readonly T[]>[]): Observed<readonly T[]> {
  const missing = parts.find((part) => 'missing' in part);
  return missing ?? { value: parts.flatMap((part) => observedValue(part) ?? []) };
}
