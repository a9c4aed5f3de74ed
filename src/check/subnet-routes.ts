// Where a template's route tables lead.
import { mentions } from './mentions.ts';
import type { Model } from './model.ts';
import { child } from './node.ts';
import type { Resource } from './template.ts';

/** Route targets other than an internet gateway. (A carrier gateway is not listed, because it is one for its zone.) */
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

/**
 * Whether a subnet has a route to an internet gateway. Undefined if its routes are not in the template, or cannot be
 * known.
 */
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
  // A table without any routes here may get them elsewhere.
  if (routes.length === 0) return undefined;
  return routes.some(
    ({ properties }) =>
      properties?.kind !== 'map' ||
      properties.entries.has('GatewayId') ||
      ![...properties.entries.keys()].some((key) => OTHER_WAYS.has(key)),
  );
}
