// The traffic that a template's security groups allow.
import { UNKNOWN } from '../alb/setting.ts';
import { mentions } from './mentions.ts';
import type { LoadBalancer, Model } from './model.ts';
import { child, onlyEntry, type Node } from './node.ts';
import { references } from './place.ts';
import { isScalar } from './resolve.ts';
import type { Resource } from './template.ts';

/** First and last port of each TCP rule; undefined for a rule that cannot be known. */
export type Traffic = readonly (readonly [from: number, to: number] | undefined)[];

/** The security groups of a load balancer; undefined if one of them is not in the template. */
export function securityGroupsOf({ resource }: LoadBalancer, model: Model): readonly Resource[] | undefined {
  const items = references(child(resource.properties, 'SecurityGroups'), model.resolver);
  if (items === UNKNOWN || items.length === 0) return undefined;
  const groups: Resource[] = [];
  for (const item of items) {
    const [name] = onlyEntry(item) ?? [];
    const [id = ''] = name === 'Ref' || name === 'Fn::GetAtt' ? mentions(item) : [];
    const group = model.template.resources.get(id);
    if (group?.type !== 'AWS::EC2::SecurityGroup') return undefined;
    groups.push(group);
  }
  return groups;
}

const PROPERTIES = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;

/**
 * The traffic that groups allow in or out. Undefined if it may be anything: a group without egress rules of its own
 * allows all outbound traffic.
 */
export function trafficOf(
  groups: readonly Resource[],
  direction: keyof typeof PROPERTIES,
  { ofType, resolver }: Model,
): Traffic | undefined {
  const property = PROPERTIES[direction];
  const traffic: (readonly [number, number] | undefined)[] = [];
  for (const { properties } of groups) {
    const own = resolver.items(child(properties, property));
    if (own === UNKNOWN) return undefined;
    if (direction === 'egress' && child(properties, property) === undefined) return undefined;
    for (const rule of own) traffic.push(rule === UNKNOWN ? undefined : portsOf(rule, resolver));
  }
  const ids = new Set(groups.map(({ id }) => id));
  for (const { properties } of ofType(`AWS::EC2::${property}`)) {
    const named = mentions(child(properties, 'GroupId'));
    // A rule that refers to its group in another way may be about one of these.
    if (named.size === 0) traffic.push(undefined);
    else if ([...named].some((id) => ids.has(id)) && properties) traffic.push(portsOf(properties, resolver));
  }
  return traffic;
}

function portsOf(rule: Node, resolver: Model['resolver']): readonly [number, number] | undefined {
  const protocol = resolver.string(child(rule, 'IpProtocol'));
  if (protocol === UNKNOWN || protocol === undefined) return undefined;
  if (protocol === '-1' || protocol.toLowerCase() === 'all') return [0, 65_535];
  if (protocol.toLowerCase() !== 'tcp' && protocol !== '6') return [1, 0];
  const from = resolver.certain(child(rule, 'FromPort'));
  const to = resolver.certain(child(rule, 'ToPort'));
  const first = isScalar(from) ? Number(from.value) : undefined;
  const last = isScalar(to) ? Number(to.value) : undefined;
  if (from === undefined && to === undefined) return [0, 65_535];
  if (first === undefined || last === undefined) return undefined;
  return first === -1 ? [0, 65_535] : [first, last];
}

/** Whether a port is open; undefined if that cannot be known. */
export function opens(traffic: Traffic, port: number): boolean | undefined {
  if (traffic.some((range) => range && range[0] <= port && port <= range[1])) return true;
  return traffic.includes(undefined) ? undefined : false;
}

/** Where a group opens a port to every address, as far as it is in the template; undefined if it does not. */
export function opensToAll(
  group: Resource,
  port: number,
  { ofType, resolver }: Model,
): { readonly resource: Resource; readonly line: number } | undefined {
  const own = resolver.items(child(group.properties, PROPERTIES.ingress));
  const rules = [
    ...(own === UNKNOWN ? [] : own).flatMap((node) => (node === UNKNOWN ? [] : { resource: group, node })),
    ...ofType(`AWS::EC2::${PROPERTIES.ingress}`)
      .filter(({ properties }) => mentions(child(properties, 'GroupId')).has(group.id))
      .map((resource) => ({ resource, node: resource.properties })),
  ];
  for (const { resource, node } of rules) {
    if (node === undefined) continue;
    const from = [child(node, 'CidrIp'), child(node, 'CidrIpv6')].map((one) => resolver.certain(one));
    if (!from.some((one) => isScalar(one) && (one.value === '0.0.0.0/0' || one.value === '::/0'))) continue;
    const ports = portsOf(node, resolver);
    if (ports && ports[0] <= port && port <= ports[1]) return { resource, line: node.line };
  }
  return undefined;
}
