// The observations of a load balancer, as a topology.
import { socketsOf, type Sockets } from '../../alb/topology/sockets.ts';
import { topologyOf } from '../../alb/topology/topology.ts';
import type { Topology } from '../../alb/topology/types.ts';
import { ALWAYS } from '../../alb/topology/when.ts';
import { observedValue, type Observations, type TargetGroup } from '../observations/observations.ts';

const topologies = new WeakMap<Observations, Topology<string>>();
const sockets = new WeakMap<Observations, Sockets>();

/** The topology of a load balancer; the keys and locations of its parts are ARNs. Built once per observation. */
export function liveTopology(observed: Observations): Topology<string> {
  const known = topologies.get(observed);
  if (known) return known;
  const { loadBalancer } = observed;
  const listeners = observedValue(observed.listeners);
  const topology = topologyOf<string>({
    loadBalancers: [
      {
        key: loadBalancer.arn,
        where: loadBalancer.arn,
        when: ALWAYS,
        says: [loadBalancer.name, ...tagTexts(observed, loadBalancer.arn)],
        settings: new Map([
          ...(observedValue(observed.attributes) ?? []),
          ['Scheme', loadBalancer.scheme],
          ['IpAddressType', loadBalancer.ipAddressType],
        ]),
        isComplete: listeners !== undefined,
      },
    ],
    listeners: (listeners ?? []).map(({ arn, port, protocol, hasAllRules }) => ({
      key: arn,
      where: arn,
      when: ALWAYS,
      says: [],
      settings: new Map([
        ['Port', String(port)],
        ['Protocol', protocol],
      ]),
      loadBalancer: loadBalancer.arn,
      port,
      protocol,
      isComplete: hasAllRules,
    })),
    rules: (listeners ?? []).flatMap(({ rules }) => rules),
    targetGroups: (observedValue(observed.targetGroups) ?? []).map((group) => ({
      key: group.arn,
      where: group.arn,
      when: ALWAYS,
      says: textsOf(observed, group),
      settings: new Map([...group.settings].filter(([, value]) => value !== '')),
    })),
    registrants: [],
  });
  topologies.set(observed, topology);
  return topology;
}

/** Which groups carry sockets. We assume that anybody who runs the doctor on a load balancer has sockets on it. */
export function liveSockets(observed: Observations): Sockets {
  const known = sockets.get(observed) ?? socketsOf(liveTopology(observed), true);
  sockets.set(observed, known);
  return known;
}

/** The texts that can reveal a group's purpose: its name, logical id, health check path and tags. */
const textsOf = (observed: Observations, { arn, name, settings }: TargetGroup): string[] => [
  name,
  ...(observed.stack?.resources ?? []).flatMap(({ physicalId, logicalId }) =>
    physicalId === arn ? [logicalId] : [],
  ),
  ...(settings.has('HealthCheckPath') ? [settings.get('HealthCheckPath') ?? ''] : []),
  ...tagTexts(observed, arn),
];

/** The values of user-defined tags. AWS's own tags contain stack names and logical ids, which are read elsewhere. */
const tagTexts = (observed: Observations, arn: string): string[] =>
  [...(observedValue(observed.tags)?.get(arn) ?? [])].flatMap(([key, value]) =>
    /^(aws:|kubernetes\.io\/cluster)/.test(key) ? [] : [value],
  );
