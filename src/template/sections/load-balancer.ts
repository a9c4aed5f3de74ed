import { createsLogBucket, logDestinations } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { loadBalancerAttributes } from '../../config/settings.ts';
import { getAtt, ref, sub } from '../intrinsics.ts';
import { ID, STACK_NAME } from '../names.ts';
import { keyValues } from '../key-values.ts';
import { tags } from '../tags.ts';
import type { Section, Value } from '../types.ts';
import { loadBalancerSubnets } from './network.ts';
import { GATEWAY_ATTACHMENT } from './vpc.ts';

/** The load balancer, with every relevant attribute written out. */
export function loadBalancer(config: Config): Section {
  const attributes: [string, Value][] = [...loadBalancerAttributes(config)];
  if (createsLogBucket(config))
    for (const { attribute, prefix } of logDestinations(config)) {
      if (prefix === undefined) continue;
      const after = attributes.findIndex(([key]) => key === `${attribute}.enabled`);
      attributes.splice(after + 1, 0, [`${attribute}.bucket`, ref(ID.logBucket)]);
    }
  const { reservedCapacityUnits } = config.loadBalancer;
  return {
    title: 'Load balancer',
    why: [
      `A connection without a byte for ${config.loadBalancer.idleTimeout} s is closed, even a WebSocket: ping every ${config.heartbeat} s.`,
      `The HTTP keep-alive timeout of the servers must be longer than ${config.loadBalancer.idleTimeout} s, or clients see 502.`,
      'Attributes are all written out: ELB keeps the old value of one that is removed from a template.',
    ],
    resources: {
      [ID.loadBalancer]: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        ...dependencies(config),
        Properties: {
          Type: 'application',
          Scheme: config.network.scheme,
          IpAddressType: config.network.ipAddressType,
          SecurityGroups: [getAtt(ID.securityGroup, 'GroupId')],
          Subnets: loadBalancerSubnets(config),
          LoadBalancerAttributes: keyValues(attributes),
          ...(reservedCapacityUnits !== undefined && {
            MinimumLoadBalancerCapacity: { CapacityUnits: reservedCapacityUnits },
          }),
          Tags: tags(config, 'alb'),
        },
      },
    },
    outputs: {
      LoadBalancerDNS: {
        Description: 'DNS name of the load balancer',
        Value: getAtt(ID.loadBalancer, 'DNSName'),
        Export: { Name: sub`${STACK_NAME}-dns` },
      },
      LoadBalancerArn: {
        Description: 'ARN of the load balancer',
        Value: ref(ID.loadBalancer),
        Export: { Name: sub`${STACK_NAME}-arn` },
      },
      LoadBalancerHostedZoneId: {
        Description: 'Hosted zone of the DNS name, for alias records',
        Value: getAtt(ID.loadBalancer, 'CanonicalHostedZoneID'),
      },
    },
  };
}

/** The log bucket's policy, and in a created VPC the internet gateway, which a public load balancer needs. */
function dependencies(config: Config): { DependsOn?: string | string[] } {
  const ids: string[] = [];
  if (config.network.create !== false && config.network.scheme === 'internet-facing')
    ids.push(GATEWAY_ATTACHMENT);
  if (createsLogBucket(config)) ids.push(ID.logBucketPolicy);
  const [first, ...others] = ids;
  if (first === undefined) return {};
  return { DependsOn: others.length === 0 ? first : ids };
}
