import { isIpv6 } from '../../alb/cidr.ts';
import type { Config } from '../../config/schema/index.ts';
import { allowedSources, hasIpv6Targets, listenerPorts } from '../../config/derived.ts';
import { ID } from '../names.ts';
import { getAtt } from '../intrinsics.ts';
import { tags } from '../tags.ts';
import type { Section } from '../types.ts';
import { vpcRef } from './network.ts';

interface Peer {
  readonly CidrIp?: string;
  readonly CidrIpv6?: string;
  readonly SourcePrefixListId?: string;
}

/** A rule of a security group, as CloudFormation writes it. */
export interface Rule extends Peer {
  readonly IpProtocol: 'tcp' | 'icmp';
  readonly FromPort: number;
  readonly ToPort: number;
  readonly Description: string;
}

/** Without the name: another description replaces the group, and targets that let in the old one lose their traffic. */
export const GROUP_DESCRIPTION = 'Clients of the load balancer';

/** Where targets are: in the VPC, whose range is known when it is created here. */
function targetPeer(config: Config): Peer {
  if (hasIpv6Targets(config)) return { CidrIpv6: '::/0' };
  const { create } = config.network;
  return { CidrIp: create === false ? '0.0.0.0/0' : create.cidr };
}

const source = (allowed: string): Peer =>
  allowed.startsWith('pl-')
    ? { SourcePrefixListId: allowed }
    : isIpv6(allowed)
      ? { CidrIpv6: allowed }
      : { CidrIp: allowed };

/** Clients, on the ports of the listeners. */
export function ingressRules(config: Config): Rule[] {
  return allowedSources(config).flatMap((allowed): Rule[] => [
    ...listenerPorts(config).map((port): Rule => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      ...source(allowed),
      Description: `Clients to port ${port}`,
    })),
    // "Fragmentation needed": without it a path with a small MTU stalls large messages.
    ...(!allowed.startsWith('pl-') && !isIpv6(allowed)
      ? [
          {
            IpProtocol: 'icmp',
            FromPort: 3,
            ToPort: 4,
            CidrIp: allowed,
            Description: 'Path MTU discovery',
          } as const,
        ]
      : []),
  ]);
}

/** Targets, on their port and that of the health check. */
export function egressRules(config: Config): Rule[] {
  const targetPorts = new Set<number>([config.target.port]);
  if (config.healthCheck.port !== 'traffic-port') targetPorts.add(config.healthCheck.port);
  const destination = targetPeer(config);
  return [...targetPorts].map((port) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    ...destination,
    Description: port === config.target.port ? 'Targets' : 'Health checks of the targets',
  }));
}

/** Lets clients in on the listeners' ports, and the load balancer out to the targets' ports. */
export function securityGroup(config: Config): Section {
  return {
    title: 'Security group',
    why: [
      'Open to clients on the ports of the listeners, and outwards to the port of the targets only.',
      'The security group of the targets must let this one in: see the output SecurityGroupId.',
    ],
    resources: {
      [ID.securityGroup]: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: {
          GroupDescription: GROUP_DESCRIPTION,
          VpcId: vpcRef(config),
          SecurityGroupIngress: ingressRules(config),
          SecurityGroupEgress: egressRules(config),
          Tags: tags(config, 'alb'),
        },
      },
    },
    outputs: {
      SecurityGroupId: {
        Description: 'Security group of the load balancer; let it in to the port of the targets',
        Value: getAtt(ID.securityGroup, 'GroupId'),
      },
    },
  };
}
