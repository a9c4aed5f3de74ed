import { MIN_SUBNETS, SMALLEST_SUBNET_PREFIX } from '../../alb/limits.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { cloudFormation, elbApi, userGuide } from '../../alb/sources.ts';
import { mentions } from '../mentions.ts';
import type { LoadBalancer, Model } from '../model.ts';
import { child, entry, onlyEntry, text, type Node } from '../node.ts';
import { references } from '../place.ts';
import { isScalar } from '../resolve.ts';
import { each, loadBalancers, violation, type CheckRule, type Violation } from '../rule.ts';
import { written } from '../written.ts';

const page = userGuide('application-load-balancers');
const lineOf = ({ resource }: LoadBalancer): number =>
  (entry(resource.properties, 'Subnets') ?? entry(resource.properties, 'SubnetMappings'))?.line ??
  resource.line;

/** The subnets one by one; undefined if an item may stand for several or for none. */
function subnets({ resource }: LoadBalancer, { resolver, template }: Model): Node[] | undefined {
  const node = child(resource.properties, 'Subnets') ?? child(resource.properties, 'SubnetMappings');
  // A list from a parameter is given at deployment; its default is only an example.
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

/** Zones of a Region. Local Zones and Wavelength Zones have longer names, such as us-west-2-lax-1a. */
const PLAIN_ZONE = /^[a-z]{2,}(-[a-z]+)+-\d[a-z]$/;

/**
 * Whether a subnet is certainly in one of the Region's Availability Zones, and not on an Outpost, where one subnet is
 * enough.
 */
function isInPlainZone(item: Node, { template, resolver }: Model): boolean {
  const subnet = template.resources.get([...mentions(item)][0] ?? '');
  if (subnet?.type !== 'AWS::EC2::Subnet' || child(subnet.properties, 'OutpostArn')) return false;
  const written = child(subnet.properties, 'AvailabilityZone');
  if (child(subnet.properties, 'AvailabilityZoneId')) return false;
  // Without a zone, AWS chooses one in the Region; GetAZs lists those too.
  if (written === undefined || usesGetAZs(written)) return true;
  const zone = resolver.certain(written);
  return isScalar(zone) && PLAIN_ZONE.test(zone.value);
}

function usesGetAZs(node: Node): boolean {
  const [name, argument] = onlyEntry(node) ?? [];
  if (name === 'Fn::GetAZs') return true;
  return name === 'Fn::Select' && argument?.kind === 'list' && argument.items.some(usesGetAZs);
}

export const subnetsTooFew: CheckRule = {
  code: 'subnets-too-few',
  severity: 'error',
  group: 'refused',
  title: 'Fewer than two subnets',
  why: 'An Application Load Balancer needs subnets in at least two Availability Zones, except on an Outpost or in a Local Zone.',
  source: page,
  judge: each(loadBalancers, (one, model) => {
    const found = subnets(one, model);
    const [only] = found ?? [];
    if (!found || !only) return 'not-applicable';
    if (found.length >= MIN_SUBNETS) return 'met';
    return isInPlainZone(only, model) ? violation(lineOf(one), { count: found.length }) : 'not-applicable';
  }),
  words: ({ count }) => ({
    what: `The load balancer has ${String(count)} subnet.`,
    allowed: 'at least two, in different Availability Zones',
    remedy: 'Name a subnet of a second zone.',
  }),
};

export const subnetsMissing: CheckRule = {
  code: 'subnets-missing',
  severity: 'error',
  group: 'refused',
  title: 'Load balancer without subnets',
  why: 'A load balancer needs Subnets or SubnetMappings.',
  source: elbApi('CreateLoadBalancer'),
  judge: each(loadBalancers, ({ resource }, { property }) => {
    const values = [property(resource, 'Subnets'), property(resource, 'SubnetMappings')];
    if (values.includes(UNKNOWN)) return 'not-applicable';
    return values.some((value) => value !== undefined) ? 'met' : violation(resource.line);
  }),
  words: () => ({
    what: 'Neither Subnets nor SubnetMappings is set.',
    allowed: 'one of them',
    remedy: 'Name subnets of at least two Availability Zones in Subnets.',
  }),
};

export const subnetSmall: CheckRule = {
  code: 'subnet-small',
  severity: 'warning',
  group: 'routing',
  title: 'Subnet in which a load balancer cannot grow',
  why: 'AWS asks for /27 or larger, with eight free addresses: a smaller subnet is accepted, but the load balancer cannot scale in it.',
  source: page,
  judge: each(loadBalancers, ({ resource }, model) => {
    const items = references(child(resource.properties, 'Subnets'), model.resolver);
    if (items === UNKNOWN) return 'not-applicable';
    const found = items.map((item) => {
      const subnet = model.template.resources.get([...mentions(item)][0] ?? '');
      const block = child(subnet?.type === 'AWS::EC2::Subnet' ? subnet.properties : undefined, 'CidrBlock');
      const cidr = model.resolver.certain(block);
      return subnet && isScalar(cidr) ? { subnet, cidr } : undefined;
    });
    const small = found.filter(
      (one) => one !== undefined && Number(one.cidr.value.split('/')[1]) > SMALLEST_SUBNET_PREFIX,
    );
    if (small.length > 0)
      return small.flatMap((one): Violation[] =>
        one
          ? [
              {
                line: one.cidr.line,
                resource: one.subnet,
                args: { cidr: one.cidr.value, loadBalancer: resource.id },
              },
            ]
          : [],
      );
    return found.length === 0 || found.includes(undefined) ? 'not-applicable' : 'met';
  }),
  words: ({ cidr, loadBalancer }) => ({
    what: `${String(loadBalancer)} is in a subnet of ${String(cidr)}.`,
    allowed: '/27 or larger, with eight free addresses',
    remedy: 'Use a larger subnet.',
  }),
};

export const subnetsOneZone: CheckRule = {
  code: 'subnets-one-zone',
  severity: 'error',
  group: 'refused',
  title: 'Two subnets in the same Availability Zone',
  why: 'A load balancer takes one subnet per zone, and an Application Load Balancer needs two zones.',
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
