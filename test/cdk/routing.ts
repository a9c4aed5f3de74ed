// A network by its effect: for each subnet its zone, its addresses, and where its routes lead.
import type { Deployed } from '../helpers/evaluate.ts';

type Properties = Record<string, any>; // eslint-disable-line typescript/no-explicit-any

/** The subnets by their CIDR block. */
export function routing({ resources }: Deployed): Record<string, unknown> {
  const of = (type: string): [string, Properties][] =>
    Object.entries(resources)
      .filter(([, { Type }]) => Type === `AWS::EC2::${type}`)
      .map(([name, { Properties }]) => [name, Properties]);
  const nats = new Map(of('NatGateway'));
  const targetOf = (route: Properties): string => {
    if (route['NatGatewayId'] !== undefined)
      return `NAT gateway in ${nats.get(route['NatGatewayId'])?.['SubnetId']}`;
    return String(route['GatewayId'] ?? route['EgressOnlyInternetGatewayId']);
  };
  const associations = new Map(
    of('SubnetRouteTableAssociation').map(([, { SubnetId, RouteTableId }]) => [SubnetId, RouteTableId]),
  );
  return Object.fromEntries(
    of('Subnet').map(([name, { Tags, ...subnet }]) => [
      name,
      {
        ...subnet,
        hasTags: Tags !== undefined,
        routes: of('Route')
          .filter(([, route]) => route['RouteTableId'] === associations.get(name))
          .map(
            ([, route]) =>
              `${route['DestinationCidrBlock'] ?? route['DestinationIpv6CidrBlock']} to ${targetOf(route)}`,
          )
          .toSorted(),
      },
    ]),
  );
}
