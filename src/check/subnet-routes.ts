// Where the route tables of a template lead to.
import { mentions } from './mentions.ts';
import type { Model } from './model.ts';
import { child } from './node.ts';
import type { Resource } from './template.ts';

/** Targets of routes that are not an internet gateway. A carrier gateway counts as one: it is, for its zone. */
const OTHER_WAYS: ReadonlySet<string> = new Set([
  'CoreNetworkArn',
  'EgressOnlyInternetGatewayId',
  'InstanceId',
  'LocalGatewayId',
  'NatGatewayId',
  'NetworkInterfaceId',
  'TransitGatewayId',
  'VpcEndpointId',
  'VpcPeeringConnectionId',
]);

/** Whether a subnet has a route to an internet gateway. Undefined when its routes are not in the template, or cannot be known. */
export function isPublic(subnet: Resource, { ofType, template }: Model): boolean | undefined {
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
  return routes.some(
    ({ properties }) =>
      properties?.kind !== 'map' ||
      properties.entries.has('GatewayId') ||
      ![...properties.entries.keys()].some((key) => OTHER_WAYS.has(key)),
  );
}
