import { MIN_SUBNETS } from '../../alb/limits.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { cloudFormation, userGuide } from '../../alb/sources.ts';
import { mentions } from '../mentions.ts';
import type { LoadBalancer, Model } from '../model.ts';
import { child, entry, onlyEntry, text, type Node } from '../node.ts';
import { each, loadBalancers, violation, type CheckRule } from '../rule.ts';

const page = userGuide('application-load-balancers');
const lineOf = ({ resource }: LoadBalancer): number =>
  (entry(resource.properties, 'Subnets') ?? entry(resource.properties, 'SubnetMappings'))?.line ??
  resource.line;

/** The subnets one by one; undefined when an item may stand for several or for none. */
function subnets({ resource }: LoadBalancer, { resolver, template }: Model): Node[] | undefined {
  const node = child(resource.properties, 'Subnets') ?? child(resource.properties, 'SubnetMappings');
  // A list that comes from a parameter is given at deployment; its default is an example.
  if (node?.kind !== 'list') return undefined;
  const value = resolver.value(node);
  if (value === undefined || value === UNKNOWN || value.kind !== 'list') return undefined;
  const single = value.items.every((item) => {
    const [name, argument] = onlyEntry(item) ?? [];
    if (
      name === undefined ||
      ['Fn::GetAtt', 'Fn::ImportValue', 'Fn::Select', 'Fn::Sub', 'SubnetId'].includes(name)
    )
      return true;
    const id = text(argument) ?? '';
    const type = text(child(template.parameters.get(id), 'Type')) ?? '';
    return name === 'Ref' && (template.resources.has(id) || (type !== '' && !/List/.test(type)));
  });
  return single ? [...value.items] : undefined;
}

export const subnetsTooFew: CheckRule = {
  code: 'subnets-too-few',
  severity: 'error',
  group: 'refused',
  title: 'Fewer than two subnets',
  why: 'An Application Load Balancer needs subnets in at least two Availability Zones.',
  source: page,
  judge: each(loadBalancers, (one, model) => {
    const found = subnets(one, model);
    // A single subnet is right on an Outpost, which nothing but its id tells.
    if (!found || found.length === 0) return 'not-applicable';
    return found.length >= MIN_SUBNETS ? 'met' : violation(lineOf(one), { count: found.length });
  }),
  words: ({ count }) => ({
    what: `The load balancer has ${String(count)} subnet.`,
    allowed: 'at least two, in different Availability Zones',
    remedy: 'Name a subnet of a second zone.',
  }),
};

export const subnetsOneZone: CheckRule = {
  code: 'subnets-one-zone',
  severity: 'error',
  group: 'refused',
  title: 'Two subnets in the same Availability Zone',
  why: 'A load balancer takes one subnet a zone, and an Application Load Balancer needs two zones.',
  source: page,
  judge: each(loadBalancers, (one, { template, ...model }) => {
    const zones = (subnets(one, { template, ...model }) ?? []).map((item) => {
      const subnet = template.resources.get([...mentions(item)][0] ?? '');
      const zone =
        subnet?.type === 'AWS::EC2::Subnet' ? child(subnet.properties, 'AvailabilityZone') : undefined;
      return zone && written(zone);
    });
    const known = zones.filter((zone) => zone !== undefined);
    const twice = known.find((zone, index) => known.indexOf(zone) < index);
    if (twice !== undefined) return violation(lineOf(one), { zone: twice });
    return known.length < zones.length || zones.length === 0 ? 'not-applicable' : 'met';
  }),
  words: ({ zone }) => ({
    what: `Two of its subnets have the same AvailabilityZone, ${String(zone)}.`,
    allowed: 'one subnet a zone, at least two zones',
    remedy: 'Move one subnet to another zone.',
  }),
};

/** A value as it is written: the same words mean the same zone, also when the zone itself cannot be known. */
function written(node: Node): string {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return `[${node.items.map(written).join(', ')}]`;
  return [...node.entries].map(([key, { value }]) => `${key} ${written(value)}`).join(', ');
}

export const subnetsAndMappings: CheckRule = {
  code: 'subnets-and-mappings',
  severity: 'error',
  group: 'refused',
  title: 'Subnets together with SubnetMappings',
  why: 'CloudFormation takes one of the two, not both.',
  source: cloudFormation('aws-resource-elasticloadbalancingv2-loadbalancer'),
  judge: each(loadBalancers, ({ resource }, { property }) => {
    const [direct, mapped] = [property(resource, 'Subnets'), property(resource, 'SubnetMappings')];
    if (direct === undefined || mapped === undefined) return 'met';
    // A condition may leave either of them out.
    const isConditional = ['Subnets', 'SubnetMappings'].some((key) => {
      const node = child(resource.properties, key);
      return node && onlyEntry(node)?.[0] === 'Fn::If';
    });
    if (isConditional) return 'not-applicable';
    return violation(entry(resource.properties, 'SubnetMappings')?.line ?? resource.line);
  }),
  words: () => ({
    what: 'Both Subnets and SubnetMappings are set.',
    allowed: 'one of them',
    remedy: 'Remove one.',
  }),
};
