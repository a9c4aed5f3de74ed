import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { mentions } from '../mentions.ts';
import type { Model } from '../model.ts';
import { child, entry } from '../node.ts';
import { references } from '../place.ts';
import { each, loadBalancers, violation, type CheckRule } from '../rule.ts';
import type { Resource } from '../template.ts';

export const publicSubnets: CheckRule = {
  code: 'subnets-not-public',
  severity: 'warning',
  group: 'routing',
  title: 'Internet-facing load balancer in a subnet without an internet gateway',
  why: 'Clients from the internet reach a load balancer only in subnets whose route table leads to an internet gateway.',
  source: userGuide('application-load-balancers'),
  basis: inferred('the route tables in this template'),
  judge: each(loadBalancers, ({ resource, settings }, model) => {
    if ((settings.get('Scheme') ?? 'internet-facing') !== 'internet-facing') return 'not-applicable';
    const items = references(child(resource.properties, 'Subnets'), model.resolver);
    if (items === UNKNOWN) return 'not-applicable';
    const subnets = items.flatMap((item) => {
      const [id = ''] = mentions(item);
      const found = model.template.resources.get(id);
      return found?.type === 'AWS::EC2::Subnet' ? [found] : [];
    });
    const verdicts = subnets.map((subnet) => ({ subnet, is: isPublic(subnet, model) }));
    const wrong = verdicts.find(({ is }) => is === false);
    const line = entry(resource.properties, 'Subnets')?.line ?? resource.line;
    if (wrong) return violation(line, { subnet: wrong.subnet.id });
    return verdicts.length < items.length ||
      verdicts.some(({ is }) => is === undefined) ||
      verdicts.length === 0
      ? 'not-applicable'
      : 'met';
  }),
  words: ({ subnet }) => ({
    what: `The route table of ${String(subnet)} has no route to an internet gateway.`,
    remedy: 'Use public subnets for the load balancer, or set Scheme to internal.',
  }),
};

/** Undefined when its routes are not in the template, or cannot be known. */
function isPublic(subnet: Resource, { ofType, template }: Model): boolean | undefined {
  const association = ofType('AWS::EC2::SubnetRouteTableAssociation').filter(({ properties }) =>
    mentions(child(properties, 'SubnetId')).has(subnet.id),
  );
  const [only, second] = association;
  const [table = ''] = mentions(child(only?.properties, 'RouteTableId'));
  if (!only || second || template.resources.get(table)?.type !== 'AWS::EC2::RouteTable') return undefined;
  const routes = ofType('AWS::EC2::Route').filter(({ properties }) =>
    mentions(child(properties, 'RouteTableId')).has(table),
  );
  // Without a route of its own the table may get them elsewhere.
  if (routes.length === 0) return undefined;
  const others = new Set(['NatGatewayId', 'TransitGatewayId', 'VpcPeeringConnectionId', 'VpcEndpointId']);
  return routes.some(
    ({ properties }) =>
      properties?.kind !== 'map' ||
      properties.entries.has('GatewayId') ||
      ![...properties.entries.keys()].some((key) => others.has(key)),
  );
}
