import { forNumber, many } from '../../common/numbers.ts';
import { hasIpv6Targets, healthCheckProtocol, registeredInstanceCount } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { targetGroupAttributes } from '../../config/settings.ts';
import {
  socketsGroup,
  targetGroupsOf,
  type ConfiguredGroup,
  type ProtocolVersion,
} from '../../config/target-groups.ts';
import { ref, select, sub } from '../intrinsics.ts';
import { keyValues } from '../key-values.ts';
import { instancesParameter, STACK_NAME, targetGroupId } from '../names.ts';
import { tags } from '../tags.ts';
import type { Section, Sub } from '../types.ts';
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

/** The target group of the sockets. */
export const targetGroup = (config: Config): Section =>
  section(socketsGroup(config), {
    title: 'Target group',
    why: [
      ALGORITHM_WHY[config.target.algorithm],
      STICKINESS_WHY[config.target.stickiness.type],
      `A deregistered target keeps its sockets for ${config.target.deregistrationDelay} s: let clients reconnect before that.`,
    ],
    runs: 'the WebSocket server',
    output: 'ARN of the target group',
  });

/** The second target group of the sockets; none unless ECS shifts traffic. */
export const alternateTargetGroup = (config: Config): Section[] =>
  targetGroupsOf(config)
    .filter(({ isAlternate }) => isAlternate)
    .map((group) =>
      section(group, {
        title: 'Alternate target group',
        why: [
          'Identical to the first. Each deployment starts its tasks in the idle group, so the two swap roles.',
        ],
        runs: 'the WebSocket server',
        output: 'ARN of the alternate target group',
      }),
    );

const VERSION_WHY: Record<ProtocolVersion, string> = {
  HTTP1: 'Its targets speak HTTP/1.1.',
  HTTP2: 'Its targets speak HTTP/2: a socket cannot be opened on them, ELB answers 464.',
  GRPC: 'Its targets speak gRPC: a socket cannot be opened on them, ELB answers 464.',
};

/** The target groups of routes, one section each. */
export const routeTargetGroups = (config: Config): Section[] =>
  targetGroupsOf(config).flatMap((group): Section[] => {
    const { route, protocolVersion } = group;
    if (route === undefined) return [];
    const { healthCheck, target } = group.config;
    return [
      section(group, {
        title: `Target group of the route ${route}`,
        why: [
          VERSION_WHY[protocolVersion],
          protocolVersion === 'GRPC'
            ? `The health check calls ${healthCheck.path}; codes of gRPC pass, not of HTTP.`
            : `The health check asks for ${healthCheck.path}.`,
          `A deregistered target has ${target.deregistrationDelay} s to finish its requests.`,
        ],
        runs: `the servers of the route ${route}`,
        output: `ARN of the target group of the route ${route}`,
      }),
    ];
  });

interface Words extends Pick<Section, 'title' | 'why'> {
  /** What its instances run. */
  readonly runs: string;
  /** The description of the output with its ARN. */
  readonly output: string;
}

/** A target group: health check, attributes and the registered targets. */
function section(group: ConfiguredGroup, { title, why, runs, output }: Words): Section {
  const { config, route, isAlternate, protocolVersion } = group;
  const { target, healthCheck } = config;
  const instances = registeredInstanceCount(config);
  const targets = targetList(group);
  const codes = String(healthCheck.matcher);
  const id = targetGroupId(route, isAlternate);
  return {
    title,
    why,
    ...(instances > 0 && {
      parameters: {
        [instancesParameter(route)]: {
          Type: 'List<AWS::EC2::Instance::Id>',
          Description: `Exactly ${many(instances, 'EC2 instance')} that ${forNumber(instances, 'runs', 'run')} ${runs}`,
          ...(target.instanceIds && { Default: target.instanceIds.join(',') }),
        },
      },
    }),
    resources: {
      [id]: {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: {
          VpcId: vpcRef(config),
          TargetType: target.type,
          ...(hasIpv6Targets(config) && { IpAddressType: 'ipv6' }),
          Port: target.port,
          Protocol: target.protocol,
          // A WebSocket upgrade needs HTTP/1.1: ELB answers 464 for a target group with another version.
          ProtocolVersion: protocolVersion,
          HealthCheckEnabled: true,
          HealthCheckPath: healthCheck.path,
          HealthCheckPort: String(healthCheck.port),
          HealthCheckProtocol: healthCheckProtocol(config),
          HealthCheckIntervalSeconds: healthCheck.interval,
          HealthCheckTimeoutSeconds: healthCheck.timeout,
          HealthyThresholdCount: healthCheck.healthyThreshold,
          UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
          Matcher: protocolVersion === 'GRPC' ? { GrpcCode: codes } : { HttpCode: codes },
          TargetGroupAttributes: keyValues(targetGroupAttributes(config)),
          ...(targets.length > 0 && { Targets: targets }),
          Tags: tags(config, isAlternate ? 'alternate-targets' : 'targets'),
        },
      },
    },
    outputs: {
      [route === undefined && !isAlternate ? 'TargetGroupArn' : `${id}Arn`]: {
        Description: output,
        Value: ref(id),
        Export: {
          Name: exportName(group),
        },
      },
    },
  };
}

function exportName({ route, isAlternate }: ConfiguredGroup): Sub {
  if (isAlternate) return sub`${STACK_NAME}-target-group-alternate`;
  return route === undefined ? sub`${STACK_NAME}-target-group` : sub`${STACK_NAME}-${route}-target-group`;
}

function targetList({ config, route }: ConfiguredGroup): Record<string, unknown>[] {
  const Port = config.target.port;
  if (config.target.type === 'ip') return (config.target.ipAddresses ?? []).map((Id) => ({ Id, Port }));
  return Array.from({ length: registeredInstanceCount(config) }, (_, index) => ({
    Id: select(index, ref(instancesParameter(route))),
    Port,
  }));
}
