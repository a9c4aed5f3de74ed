import { isDualStack, subnetLayout } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { getAtt, join, ref, select } from '../intrinsics.ts';
import { ID } from '../names.ts';
import { tags } from '../tags.ts';
import type { Output, Ref, Resource, Section } from '../types.ts';

type Kind = 'Public' | 'Private';

/** The logical ID of a subnet; zones are counted from 0. */
export const subnetId = (kind: Kind, zone: number): string => `${kind}Subnet${zone + 1}`;

const IPV6_BLOCK = 'VPCIpv6Block';
const INTERNET_GATEWAY = 'InternetGateway';
export const GATEWAY_ATTACHMENT = 'InternetGatewayAttachment';
const EGRESS_ONLY_GATEWAY = 'EgressOnlyInternetGateway';

/** A VPC with public subnets and, if targets or an internal load balancer need them, private ones. */
export function vpc(config: Config): Section[] {
  const { create } = config.network;
  const layout = subnetLayout(config);
  if (create === false || !layout) return [];
  const { publicSubnets, privateSubnets } = layout;
  const dualStack = isDualStack(config);
  const hasPublic = publicSubnets.length > 0;

  const resources: Record<string, Resource> = {
    [ID.vpc]: {
      Type: 'AWS::EC2::VPC',
      Properties: {
        CidrBlock: create.cidr,
        EnableDnsSupport: true,
        EnableDnsHostnames: true,
        Tags: tags(config, 'vpc'),
      },
    },
    ...(dualStack && {
      [IPV6_BLOCK]: {
        Type: 'AWS::EC2::VPCCidrBlock',
        Properties: { VpcId: ref(ID.vpc), AmazonProvidedIpv6CidrBlock: true },
      },
    }),
    ...(hasPublic && internetGateway(config)),
    ...(dualStack && privateSubnets.length > 0 && egressOnlyGateway(config)),
    ...subnets(config, 'Public', publicSubnets, 0),
    ...subnets(config, 'Private', privateSubnets, publicSubnets.length),
    ...(hasPublic && publicRoutes(config, publicSubnets.length)),
    ...natGateways(config, create.natGateways),
    ...privateRoutes(config, privateSubnets.length, create.natGateways),
  };
  return [
    {
      title: 'Network',
      why: [
        'One subnet per zone for the load balancer, /27 or larger: it needs addresses to scale.',
        ...(create.natGateways > 0
          ? ['Targets belong in the private subnets; they reach the internet through NAT gateways.']
          : []),
      ],
      resources,
      outputs: {
        VpcId: { Description: 'The VPC', Value: ref(ID.vpc) },
        ...subnetOutput('Public', publicSubnets.length),
        ...subnetOutput('Private', privateSubnets.length),
      },
    },
  ];
}

const subnetOutput = (kind: Kind, count: number): Record<string, Output> =>
  count === 0
    ? {}
    : {
        [`${kind}SubnetIds`]: {
          Description: `The ${kind.toLowerCase()} subnets`,
          Value: join(',', subnetRefs(kind, count)),
        },
      };

/**
 * What must exist before anything in these subnets can reach the internet: the route, and the associations with its
 * table.
 */
export const wayOut = (kind: Kind, count: number): string[] => [
  ...(kind === 'Public'
    ? ['PublicRoute']
    : Array.from({ length: count }, (_, zone) => `PrivateRoute${zone + 1}`)),
  ...Array.from({ length: count }, (_, zone) => `${subnetId(kind, zone)}RouteTable`),
];

export const subnetRefs = (kind: Kind, count: number): Ref[] =>
  Array.from({ length: count }, (_, zone) => ref(subnetId(kind, zone)));

function subnets(
  config: Config,
  kind: Kind,
  blocks: readonly string[],
  offset: number,
): Record<string, Resource> {
  const dualStack = isDualStack(config);
  // Without NAT gateways, targets are in public subnets and need a public address to reach the internet.
  const publicAddresses =
    kind === 'Public' && config.network.create !== false && config.network.create.natGateways === 0;
  return Object.fromEntries(
    blocks.map((block, zone) => [
      subnetId(kind, zone),
      {
        Type: 'AWS::EC2::Subnet',
        ...(dualStack && { DependsOn: IPV6_BLOCK }),
        Properties: {
          VpcId: ref(ID.vpc),
          AvailabilityZone: select(zone, { 'Fn::GetAZs': '' }),
          CidrBlock: block,
          ...(dualStack && { Ipv6CidrBlock: ipv6Subnet(offset + zone) }),
          MapPublicIpOnLaunch: publicAddresses,
          Tags: tags(config, `${kind.toLowerCase()}-${zone + 1}`),
        },
      },
    ]),
  );
}

/** Amazon assigns a /56; each subnet gets a /64 of it. At most six are needed. */
const ipv6Subnet = (index: number) =>
  select(index, { 'Fn::Cidr': [select(0, getAtt(ID.vpc, 'Ipv6CidrBlocks')), 8, 64] });

const internetGateway = (config: Config): Record<string, Resource> => ({
  [INTERNET_GATEWAY]: {
    Type: 'AWS::EC2::InternetGateway',
    Properties: { Tags: tags(config, 'internet') },
  },
  [GATEWAY_ATTACHMENT]: {
    Type: 'AWS::EC2::VPCGatewayAttachment',
    Properties: { VpcId: ref(ID.vpc), InternetGatewayId: ref(INTERNET_GATEWAY) },
  },
});

const egressOnlyGateway = (config: Config): Record<string, Resource> => ({
  [EGRESS_ONLY_GATEWAY]: {
    Type: 'AWS::EC2::EgressOnlyInternetGateway',
    Properties: { VpcId: ref(ID.vpc), Tags: tags(config, 'egress-only') },
  },
});

const routeTable = (config: Config, role: string): Resource => ({
  Type: 'AWS::EC2::RouteTable',
  Properties: { VpcId: ref(ID.vpc), Tags: tags(config, role) },
});

const association = (routeTableId: string, subnet: string): Resource => ({
  Type: 'AWS::EC2::SubnetRouteTableAssociation',
  Properties: { RouteTableId: ref(routeTableId), SubnetId: ref(subnet) },
});

const route = (
  routeTableId: string,
  target: Readonly<Record<string, unknown>>,
  dependsOn?: string,
): Resource => ({
  Type: 'AWS::EC2::Route',
  ...(dependsOn !== undefined && { DependsOn: dependsOn }),
  Properties: { RouteTableId: ref(routeTableId), ...target },
});

const IPV4_ANYWHERE = { DestinationCidrBlock: '0.0.0.0/0' };
const IPV6_ANYWHERE = { DestinationIpv6CidrBlock: '::/0' };

function publicRoutes(config: Config, count: number): Record<string, Resource> {
  const gateway = { GatewayId: ref(INTERNET_GATEWAY) };
  return {
    PublicRouteTable: routeTable(config, 'public'),
    PublicRoute: route('PublicRouteTable', { ...IPV4_ANYWHERE, ...gateway }, GATEWAY_ATTACHMENT),
    ...(isDualStack(config) && {
      PublicIpv6Route: route('PublicRouteTable', { ...IPV6_ANYWHERE, ...gateway }, GATEWAY_ATTACHMENT),
    }),
    ...Object.fromEntries(
      Array.from({ length: count }, (_, zone) => [
        `${subnetId('Public', zone)}RouteTable`,
        association('PublicRouteTable', subnetId('Public', zone)),
      ]),
    ),
  };
}

function natGateways(config: Config, count: number): Record<string, Resource> {
  const pairs = Array.from({ length: count }, (_, zone): [string, Resource][] => [
    [
      `NatGateway${zone + 1}Address`,
      {
        Type: 'AWS::EC2::EIP',
        DependsOn: GATEWAY_ATTACHMENT,
        Properties: { Domain: 'vpc', Tags: tags(config, `nat-${zone + 1}`) },
      },
    ],
    [
      `NatGateway${zone + 1}`,
      {
        Type: 'AWS::EC2::NatGateway',
        Properties: {
          AllocationId: getAtt(`NatGateway${zone + 1}Address`, 'AllocationId'),
          SubnetId: ref(subnetId('Public', zone)),
          Tags: tags(config, `nat-${zone + 1}`),
        },
      },
    ],
  ]);
  return Object.fromEntries(pairs.flat());
}

/** One route table per zone; zones without their own NAT gateway share the last one. */
function privateRoutes(config: Config, zones: number, gateways: number): Record<string, Resource> {
  const entries = Array.from({ length: zones }, (_, zone): [string, Resource][] => {
    const table = `PrivateRouteTable${zone + 1}`;
    const nat = `NatGateway${Math.min(zone + 1, gateways)}`;
    return [
      [table, routeTable(config, `private-${zone + 1}`)],
      ...(gateways > 0
        ? [
            [`PrivateRoute${zone + 1}`, route(table, { ...IPV4_ANYWHERE, NatGatewayId: ref(nat) })] as [
              string,
              Resource,
            ],
          ]
        : []),
      ...(isDualStack(config)
        ? [
            [
              `PrivateIpv6Route${zone + 1}`,
              route(table, { ...IPV6_ANYWHERE, EgressOnlyInternetGatewayId: ref(EGRESS_ONLY_GATEWAY) }),
            ] as [string, Resource],
          ]
        : []),
      [`${subnetId('Private', zone)}RouteTable`, association(table, subnetId('Private', zone))],
    ];
  });
  return Object.fromEntries(entries.flat());
}
