import type { Config } from '../../config/schema/index.ts';
import { isDualStack, listenerPorts } from '../../config/derived.ts';
import { ID, PARAMETER } from '../names.ts';
import { getAtt, ref } from '../intrinsics.ts';
import { tags } from '../tags.ts';
import type { Section } from '../types.ts';

interface Peer {
  readonly CidrIp?: string;
  readonly CidrIpv6?: string;
}

const ANY_IPV4: Peer = { CidrIp: '0.0.0.0/0' };
const ANY_IPV6: Peer = { CidrIpv6: '::/0' };

const source = (allowed: string) =>
  allowed.startsWith('pl-')
    ? { SourcePrefixListId: allowed }
    : allowed.includes(':')
      ? { CidrIpv6: allowed }
      : { CidrIp: allowed };

/** Lets clients in on the listeners' ports, and the load balancer out to the targets' ports. */
export function securityGroup(config: Config): Section {
  const dualStack = isDualStack(config);
  const allowFrom = config.network.allowFrom ?? ['0.0.0.0/0', ...(dualStack ? ['::/0'] : [])];
  const ingress = allowFrom.flatMap((allowed) => [
    ...listenerPorts(config).map((port) => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      ...source(allowed),
      Description: `Clients to port ${port}`,
    })),
    // "Fragmentation needed": without it a path with a small MTU stalls large messages.
    ...(allowed.includes('.')
      ? [{ IpProtocol: 'icmp', FromPort: 3, ToPort: 4, CidrIp: allowed, Description: 'Path MTU discovery' }]
      : []),
  ]);
  const targetPorts = new Set<number>([config.target.port]);
  if (config.healthCheck.port !== 'traffic-port') targetPorts.add(config.healthCheck.port);
  const egress = [...targetPorts].flatMap((port) =>
    [ANY_IPV4, ...(dualStack ? [ANY_IPV6] : [])].map((peer) => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      ...peer,
      Description: port === config.target.port ? 'Targets' : 'Health checks of the targets',
    })),
  );
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
          GroupDescription: `Clients of the load balancer ${config.name}`,
          VpcId: ref(PARAMETER.vpc),
          SecurityGroupIngress: ingress,
          SecurityGroupEgress: egress,
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
