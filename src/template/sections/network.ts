import { MIN_SUBNETS } from '../../alb/limits.ts';
import type { Config } from '../../config/schema/index.ts';
import { PARAMETER } from '../names.ts';
import type { Section } from '../types.ts';

/** The VPC and the subnets, given as parameters. */
export function network({ network: { vpcId, subnetIds, scheme } }: Config): Section {
  return {
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
  };
}
