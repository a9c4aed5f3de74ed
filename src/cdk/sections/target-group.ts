import {
  hasIpv6Targets,
  healthCheckProtocol,
  registeredInstanceCount,
  resourcePrefix,
} from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { targetGroupAttributes } from '../../config/settings.ts';
import { socketsGroup, targetGroupsOf, type ConfiguredGroup } from '../../config/target-groups.ts';
import { targetGroupId } from '../../template/names.ts';
import { duration, elbv2, elbv2Targets, enumMember } from '../library.ts';
import { tagName, type Part } from '../part.ts';
import {
  arrow,
  call,
  create,
  listOf,
  member,
  name,
  THIS,
  type Expression,
  type Value,
} from '../source/nodes.ts';
import { assign, comment, declare, run } from '../source/statements.ts';

/** The field of a target group: `targetGroup` for the sockets, `apiTargetGroup` for the route `api`. */
const fieldOf = (route: string | undefined, isAlternate = false): string =>
  isAlternate ? 'targetGroupAlternate' : lowerFirst(route, 'TargetGroup');

/** The prop that holds the instances of a route. */
const propOf = (route: string | undefined): string => lowerFirst(route, 'InstanceIds');

function lowerFirst(route: string | undefined, what: string): string {
  const name = route === undefined ? what : `${resourcePrefix(route)}${what}`;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

export const targetGroupOf = (route: string | undefined, isAlternate = false): Expression =>
  member(THIS, fieldOf(route, isAlternate));

/** The construct writes 0 as "off". */
const orOff = (value: string): number => (value === 'off' ? 0 : Number(value));
const HEALTH = 'target_group_health';

/** The attributes that the construct has properties for, each with those properties. */
const PROPERTIES: Readonly<Record<string, (value: string) => Readonly<Record<string, Value>>>> = {
  'deregistration_delay.timeout_seconds': (value) => ({ deregistrationDelay: duration(Number(value)) }),
  'load_balancing.algorithm.type': (value) => ({
    loadBalancingAlgorithmType: enumMember(elbv2, 'TargetGroupLoadBalancingAlgorithmType', value),
  }),
  'load_balancing.algorithm.anomaly_mitigation': (value) => ({ enableAnomalyMitigation: value === 'on' }),
  'slow_start.duration_seconds': (value) => ({ slowStart: duration(Number(value)) }),
  // Without a duration the construct turns stickiness off; a cookie name determines the type.
  'stickiness.enabled': () => ({}),
  'stickiness.type': () => ({}),
  'stickiness.app_cookie.cookie_name': (value) => ({ stickinessCookieName: value }),
  'stickiness.app_cookie.duration_seconds': (value) => ({
    stickinessCookieDuration: duration(Number(value)),
  }),
  'stickiness.lb_cookie.duration_seconds': (value) => ({ stickinessCookieDuration: duration(Number(value)) }),
};

const HEALTH_PROPERTIES: Readonly<Record<string, string>> = {
  [`${HEALTH}.dns_failover.minimum_healthy_targets.count`]: 'dnsMinimumHealthyTargetCount',
  [`${HEALTH}.dns_failover.minimum_healthy_targets.percentage`]: 'dnsMinimumHealthyTargetPercentage',
  [`${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.count`]: 'routingMinimumHealthyTargetCount',
  [`${HEALTH}.unhealthy_state_routing.minimum_healthy_targets.percentage`]:
    'routingMinimumHealthyTargetPercentage',
};

/** The target group of the sockets. */
export const targetGroup = (config: Config): Part => part(socketsGroup(config), 'the WebSocket server');

/** The second group of the sockets; undefined unless ECS shifts traffic. */
export function alternateTargetGroup(config: Config): Part | undefined {
  const group = targetGroupsOf(config).find(({ isAlternate }) => isAlternate);
  return group && part(group, 'the WebSocket server');
}

/** The target groups of routes, by section title. */
export const routeTargetGroups = (config: Config): [title: string, Part][] =>
  targetGroupsOf(config).flatMap((group): [string, Part][] =>
    group.route === undefined
      ? []
      : [
          [
            `Target group of the route ${group.route}`,
            part(group, `the servers of the route ${group.route}`),
          ],
        ],
  );

/** A target group: health check, attributes and the registered targets. */
function part(group: ConfiguredGroup, runs: string): Part {
  const { config, route, isAlternate, protocolVersion } = group;
  const { target, healthCheck } = config;
  const construct = targetGroupOf(route, isAlternate);
  const id = targetGroupId(route, isAlternate);
  const codes = String(healthCheck.matcher);
  const attributes = [...targetGroupAttributes(config)];
  const byProperty = (key: string) =>
    // The construct rejects slow start with weighted_random even when slow start is off.
    key === 'slow_start.duration_seconds' && target.algorithm === 'weighted_random'
      ? undefined
      : PROPERTIES[key];
  const properties = attributes.map(([key, value]) => byProperty(key)?.(value));
  const health = attributes.flatMap(([key, value]): [string, number][] => {
    const property = HEALTH_PROPERTIES[key];
    return property === undefined ? [] : [[property, orOff(value)]];
  });
  const rest = attributes.filter(([key]) => byProperty(key) === undefined && !(key in HEALTH_PROPERTIES));
  const { given, targets } = registered(group);
  return {
    fields: [
      {
        name: fieldOf(route, isAlternate),
        type: member(elbv2, 'ApplicationTargetGroup'),
        doc: [
          isAlternate
            ? 'Where the servers of every other version are registered.'
            : route === undefined
              ? 'Where servers are registered.'
              : `Where ${runs} are registered.`,
        ],
      },
    ],
    props: given
      ? [
          {
            name: propOf(route),
            type: listOf(name('string')),
            doc: [`EC2 instances that run ${runs}.`],
            placeholder: Array.from(
              { length: registeredInstanceCount(config) },
              (_, index) => `i-${String(index).padStart(17, '0')}`,
            ),
          },
        ]
      : [],
    statements: [
      ...(targets === undefined || given ? [] : [declare(targets.name, targets.values)]),
      assign(
        construct,
        create(member(elbv2, 'ApplicationTargetGroup'), THIS, id, {
          vpc: name('vpc'),
          targetType: enumMember(elbv2, 'TargetType', target.type),
          ipAddressType: hasIpv6Targets(config) ? member(elbv2, 'TargetGroupIpAddressType.IPV6') : undefined,
          port: target.port,
          protocol: member(elbv2, `ApplicationProtocol.${target.protocol}`),
          protocolVersion: member(elbv2, `ApplicationProtocolVersion.${protocolVersion}`),
          healthCheck: {
            enabled: true,
            path: healthCheck.path,
            port: String(healthCheck.port),
            protocol: member(elbv2, `Protocol.${healthCheckProtocol(config)}`),
            interval: duration(healthCheck.interval),
            timeout: duration(healthCheck.timeout),
            healthyThresholdCount: healthCheck.healthyThreshold,
            unhealthyThresholdCount: healthCheck.unhealthyThreshold,
            ...(protocolVersion === 'GRPC' ? { healthyGrpcCodes: codes } : { healthyHttpCodes: codes }),
          },
          ...Object.assign({}, ...properties),
          targetGroupHealth: Object.fromEntries(health),
          targets: targets && call(targets.list, 'map', arrow(['id'], targets.one)),
        }),
      ),
      ...tagName(construct, config, isAlternate ? 'alternate-targets' : 'targets'),
      ...(rest.length > 0 ? [comment('Attributes that the construct has no property for.')] : []),
      ...rest.map(([key, value]) => run(call(construct, 'setAttribute', key, value))),
    ],
    references: { [id]: member(construct, 'targetGroupArn') },
  };
}

interface Targets {
  readonly name: string;
  readonly values: readonly string[];
  readonly list: Expression;
  readonly one: Expression;
}

/** The targets to register; `given` if the props supply them. */
function registered({ config, route }: ConfiguredGroup): { given: boolean; targets: Targets | undefined } {
  const { type, port, instanceIds, ipAddresses } = config.target;
  const of = (list: string, values: readonly string[], construct: string): Targets => ({
    name: list,
    values,
    list: name(list),
    one: create(member(elbv2Targets, construct), name('id'), port),
  });
  if (type === 'ip')
    return {
      given: false,
      targets:
        ipAddresses && ipAddresses.length > 0
          ? of(lowerFirst(route, 'IpAddresses'), ipAddresses, 'IpTarget')
          : undefined,
    };
  if (registeredInstanceCount(config) === 0) return { given: false, targets: undefined };
  const targets = of(propOf(route), instanceIds ?? [], 'InstanceIdTarget');
  return instanceIds
    ? { given: false, targets }
    : { given: true, targets: { ...targets, list: member(name('props'), propOf(route)) } };
}
