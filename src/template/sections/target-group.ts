import { forNumber, many } from '../../common/numbers.ts';
import { hasIpv6Targets, healthCheckProtocol, registeredInstanceCount } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { targetGroupAttributes } from '../../config/settings.ts';
import { ref, select, sub } from '../intrinsics.ts';
import { keyValues } from '../key-values.ts';
import { ID, PARAMETER, STACK_NAME } from '../names.ts';
import { tags } from '../tags.ts';
import type { Section } from '../types.ts';
import { vpcRef } from './network.ts';

const ALGORITHM_WHY: Record<Config['target']['algorithm'], string> = {
  least_outstanding_requests: 'Least outstanding requests chooses the target, once, at the upgrade.',
  round_robin: 'Round robin chooses the target, once, at the upgrade; long sockets do not move later.',
  weighted_random:
    'Weighted random chooses the target, once, at the upgrade; ELB allows no stickiness with it.',
};

const STICKINESS_WHY: Record<Config['target']['stickiness']['type'], string> = {
  app_cookie:
    "The application's cookie steers requests before the upgrade and reconnects: an open socket stays on its target anyway.",
  lb_cookie:
    "The load balancer's cookie steers requests before the upgrade and reconnects: an open socket stays on its target anyway.",
  none: 'Not sticky: an open socket stays on its target anyway, a reconnect may reach another one.',
};

/** The target group: health check, attributes and the registered targets. */
export function targetGroup(config: Config): Section {
  const { target, healthCheck } = config;
  const instances = registeredInstanceCount(config);
  const targets = targetList(config);
  return {
    title: 'Target group',
    why: [
      ALGORITHM_WHY[target.algorithm],
      STICKINESS_WHY[target.stickiness.type],
      `A target taken out keeps its sockets for ${target.deregistrationDelay} s: let clients reconnect before.`,
    ],
    ...(instances > 0 && {
      parameters: {
        [PARAMETER.instances]: {
          Type: 'List<AWS::EC2::Instance::Id>',
          Description: `Exactly ${many(instances, 'EC2 instance')} that ${forNumber(instances, 'runs', 'run')} the WebSocket server`,
          ...(target.instanceIds && { Default: target.instanceIds.join(',') }),
        },
      },
    }),
    resources: {
      [ID.targetGroup]: {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: {
          VpcId: vpcRef(config),
          TargetType: target.type,
          ...(hasIpv6Targets(config) && { IpAddressType: 'ipv6' }),
          Port: target.port,
          Protocol: target.protocol,
          // A WebSocket upgrade is HTTP/1.1: ELB answers 464 for a target group of another version.
          ProtocolVersion: 'HTTP1',
          HealthCheckEnabled: true,
          HealthCheckPath: healthCheck.path,
          HealthCheckPort: String(healthCheck.port),
          HealthCheckProtocol: healthCheckProtocol(config),
          HealthCheckIntervalSeconds: healthCheck.interval,
          HealthCheckTimeoutSeconds: healthCheck.timeout,
          HealthyThresholdCount: healthCheck.healthyThreshold,
          UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
          Matcher: { HttpCode: String(healthCheck.matcher) },
          TargetGroupAttributes: keyValues(targetGroupAttributes(config)),
          ...(targets.length > 0 && { Targets: targets }),
          Tags: tags(config, 'targets'),
        },
      },
    },
    outputs: {
      TargetGroupArn: {
        Description: 'ARN of the target group',
        Value: ref(ID.targetGroup),
        Export: { Name: sub`${STACK_NAME}-target-group` },
      },
    },
  };
}

function targetList(config: Config): Record<string, unknown>[] {
  const Port = config.target.port;
  if (config.target.type === 'ip') return (config.target.ipAddresses ?? []).map((Id) => ({ Id, Port }));
  return Array.from({ length: registeredInstanceCount(config) }, (_, index) => ({
    Id: select(index, ref(PARAMETER.instances)),
    Port,
  }));
}
