import { isDualStack, subnetLayout } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import { ec2, Fn } from '../library.ts';
import { nameTag, type Part } from '../part.ts';
import {
  arrow,
  call,
  cast,
  commented,
  create,
  listOf,
  member,
  name,
  THIS,
  type Value,
} from '../source/nodes.ts';
import {
  assign,
  comment,
  declare,
  forEach,
  giveBack,
  run,
  type Method,
  type Statement,
} from '../source/statements.ts';

type Create = Exclude<Config['network']['create'], false>;

const VPC = name('vpc');

/** A group of subnets, one per zone, in CDK's terms. */
interface SubnetGroup {
  readonly title: 'Public' | 'Private';
  readonly type: 'PUBLIC' | 'PRIVATE_WITH_EGRESS' | 'PRIVATE_ISOLATED';
  /** The VPC's property that lists them. */
  readonly list: 'publicSubnets' | 'privateSubnets' | 'isolatedSubnets';
  readonly prefixLength: number;
}

/** The subnets of a VPC to create: the same as in the template. */
export function subnetGroups(config: Config): SubnetGroup[] {
  const layout = subnetLayout(config);
  const { create: wanted } = config.network;
  if (!layout || wanted === false) return [];
  const group = (blocks: readonly string[], rest: Omit<SubnetGroup, 'prefixLength'>): SubnetGroup[] => {
    const [block] = blocks;
    return block === undefined ? [] : [{ ...rest, prefixLength: Number(block.split('/')[1]) }];
  };
  return [
    ...group(layout.publicSubnets, { title: 'Public', type: 'PUBLIC', list: 'publicSubnets' }),
    ...group(
      layout.privateSubnets,
      wanted.natGateways > 0
        ? { title: 'Private', type: 'PRIVATE_WITH_EGRESS', list: 'privateSubnets' }
        : { title: 'Private', type: 'PRIVATE_ISOLATED', list: 'isolatedSubnets' },
    ),
  ];
}

/** A VPC with public subnets, and private ones if targets or an internal load balancer need them. */
export const vpc = (config: Config, wanted: Create): Part => ({
  fields: [{ name: 'vpc', type: member(ec2, 'Vpc'), doc: ['For the servers too.'] }],
  statements: [
    declare(
      'vpc',
      create(member(ec2, 'Vpc'), THIS, ID.vpc, {
        vpcName: nameTag(config, 'vpc'),
        ipAddresses: call(member(ec2, 'IpAddresses'), 'cidr', wanted.cidr),
        ipProtocol: isDualStack(config) ? member(ec2, 'IpProtocol.DUAL_STACK') : undefined,
        maxAzs: wanted.availabilityZones,
        natGateways: wanted.natGateways,
        subnetConfiguration: subnetGroups(config).map(({ title, type, prefixLength }) => ({
          name: title,
          subnetType: member(ec2, `SubnetType.${type}`),
          cidrMask: prefixLength,
          mapPublicIpOnLaunch: type === 'PUBLIC' ? publicAddresses(wanted) : undefined,
          ipv6AssignAddressOnCreation: isDualStack(config) ? false : undefined,
        })),
        restrictDefaultSecurityGroup: commented(
          false,
          'Nothing here uses the default security group; to empty it, CDK would add a Lambda function.',
        ),
      }),
    ),
    assign(member(THIS, 'vpc'), VPC),
    ...egressOnly(config, wanted),
  ],
  methods: [zones(wanted.availabilityZones)],
  references: {
    [ID.vpc]: member(VPC, 'vpcId'),
    // Keyed by output id.
    ...Object.fromEntries(
      subnetGroups(config).map(({ title, list }) => [
        `${title}SubnetIds`,
        call(
          call(member(VPC, list), 'map', arrow(['subnet'], member(name('subnet'), 'subnetId'))),
          'join',
          ',',
        ),
      ]),
    ),
  },
});

const publicAddresses = ({ natGateways }: Create): Value =>
  natGateways === 0
    ? commented(
        true,
        'Targets run here, and without a NAT gateway they need a public address to reach the internet.',
      )
    : false;

/** CDK adds an egress-only gateway only for subnets that use NAT gateways. */
function egressOnly(config: Config, { natGateways }: Create): Statement[] {
  if (!isDualStack(config) || natGateways > 0 || config.network.scheme !== 'internal') return [];
  return [
    comment('Outbound IPv6, which needs no NAT gateway.'),
    declare(
      'egressOnlyGateway',
      create(member(ec2, 'CfnEgressOnlyInternetGateway'), THIS, 'EgressOnlyInternetGateway', {
        vpcId: member(VPC, 'vpcId'),
      }),
    ),
    declare('isolatedSubnets', cast(member(VPC, 'isolatedSubnets'), listOf(member(ec2, 'Subnet')))),
    forEach(
      'subnet',
      name('isolatedSubnets'),
      run(
        call(name('subnet'), 'addRoute', 'Ipv6Route', {
          destinationIpv6CidrBlock: '::/0',
          routerType: member(ec2, 'RouterType.EGRESS_ONLY_INTERNET_GATEWAY'),
          routerId: member(name('egressOnlyGateway'), 'attrId'),
        }),
      ),
    ),
  ];
}

const zones = (count: number): Method => ({
  modifiers: 'override get',
  name: 'availabilityZones',
  parameters: [],
  returns: listOf(name('string')),
  doc: ['The first zones of whatever Region it is: CDK would look them up, or use only two.'],
  body: [giveBack(Array.from({ length: count }, (_, zone) => call(Fn, 'select', zone, call(Fn, 'getAzs'))))],
});
