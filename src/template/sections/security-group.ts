import { isIpv6 } from '../../alb/cidr.ts';
import type { Config } from '../../config/schema/index.ts';
import { allowedSources, hasIpv6Targets, listenerPorts } from '../../config/derived.ts';
import { IDENTITY_PROVIDER_PORT } from '../../alb/authentication.ts';
import { asksIdentityProvider } from '../../config/routing.ts';
import { testListenerOf } from '../../config/deployment.ts';
import { isShared, targetGroupsOf, type ConfiguredGroup } from '../../config/target-groups.ts';
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

/** A security group rule in CloudFormation's form. */
export interface Rule extends Peer {
  readonly IpProtocol: 'tcp' | 'icmp';
  readonly FromPort: number;
  readonly ToPort: number;
  readonly Description: string;
}

/**
 * Does not contain the name: changing the description replaces the group, and targets that allow the old one lose their
 * traffic.
 */
export const GROUP_DESCRIPTION = 'Clients of the load balancer';

/** Where targets are: in the VPC, whose range is known if it is created here. */
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

/** Clients on the listeners' ports, and testers on the test listener's port. */
export const ingressRules = (config: Config): Rule[] => [...clientRules(config), ...testRules(config)];

function testRules(config: Config): Rule[] {
  const { port, allowFrom = [] } = testListenerOf(config) ?? {};
  if (port === undefined) return [];
  return allowFrom.map((allowed): Rule => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    ...source(allowed),
    Description: `Tests on port ${port}`,
  }));
}

function clientRules(config: Config): Rule[] {
  return allowedSources(config).flatMap((allowed): Rule[] => [
    ...listenerPorts(config).map((port): Rule => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      ...source(allowed),
      Description: `Clients to port ${port}`,
    })),
    // "Fragmentation needed": without it, large messages stall on a path with a small MTU.
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

/** Targets on their ports and health check ports, and identity providers if there are any. Without duplicates. */
export function egressRules(config: Config): Rule[] {
  const rules = targetGroupsOf(config).flatMap(groupRules);
  if (asksIdentityProvider(config))
    rules.push({
      IpProtocol: 'tcp',
      FromPort: IDENTITY_PROVIDER_PORT,
      ToPort: IDENTITY_PROVIDER_PORT,
      CidrIp: '0.0.0.0/0',
      Description: 'Identity provider',
    });
  const once = new Map<string, Rule>();
  for (const rule of rules) {
    const key = `${rule.FromPort} ${rule.CidrIp ?? rule.CidrIpv6}`;
    if (!once.has(key)) once.set(key, rule);
  }
  return [...once.values()];
}

function groupRules({ route, config }: ConfiguredGroup): Rule[] {
  const ports = new Set<number>([config.target.port]);
  if (config.healthCheck.port !== 'traffic-port') ports.add(config.healthCheck.port);
  const destination = targetPeer(config);
  const ofRoute = route === undefined ? '' : ` of the route ${route}`;
  return [...ports].map((port) => ({
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    ...destination,
    Description: port === config.target.port ? `Targets${ofRoute}` : `Health checks of the targets${ofRoute}`,
  }));
}

/** Allows clients in on the listeners' ports, and the load balancer out to the targets' ports. */
export function securityGroup(config: Config): Section {
  return {
    title: 'Security group',
    why: [
      `Open to clients on the ports of the listeners, and outwards to the ${isShared(config) ? 'ports' : 'port'} of the targets${asksIdentityProvider(config) ? ' and to the identity provider' : ''} only.`,
      config.service === false
        ? 'The security group of the targets must let this one in: see the output SecurityGroupId.'
        : 'The tasks of the service let this one in, and nothing else.',
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
