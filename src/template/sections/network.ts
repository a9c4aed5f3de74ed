import { MIN_SUBNETS } from '../../alb/limits.ts';
import { subnetLayout } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { ref } from '../intrinsics.ts';
import { ID, PARAMETER } from '../names.ts';
import type { Ref, Section } from '../types.ts';
import { subnetId, vpc } from './vpc.ts';

/** The VPC and subnets: created, or given as parameters. */
export function network(config: Config): Section[] {
  return config.network.create === false ? [parameters(config)] : vpc(config);
}

const parameters = ({ network: { vpcId, subnetIds, scheme } }: Config): Section => ({
  title: 'Network',
  why: [],
  parameters: {
    [PARAMETER.vpc]: {
      Type: 'AWS::EC2::VPC::Id',
      Description: 'VPC of the load balancer and its targets',
      ...(vpcId !== undefined && { Default: vpcId }),
    },
    [PARAMETER.subnets]: {
      Type: 'List<AWS::EC2::Subnet::Id>',
      Description: `At least ${MIN_SUBNETS} ${scheme === 'internal' ? 'private' : 'public'} subnets in different Availability Zones, each /27 or larger`,
      ...(subnetIds !== undefined && { Default: subnetIds.join(',') }),
    },
  },
});

/** A reference to the VPC. */
export const vpcRef = ({ network: { create } }: Config): Ref =>
  ref(create === false ? PARAMETER.vpc : ID.vpc);

/** The subnets of the load balancer. */
export function loadBalancerSubnets(config: Config): Ref | Ref[] {
  const layout = subnetLayout(config);
  if (!layout) return ref(PARAMETER.subnets);
  const kind = config.network.scheme === 'internal' ? 'Private' : 'Public';
  const blocks = kind === 'Private' ? layout.privateSubnets : layout.publicSubnets;
  return blocks.map((_, zone) => ref(subnetId(kind, zone)));
}
