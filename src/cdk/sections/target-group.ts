import { hasIpv6Targets, healthCheckProtocol, registeredInstanceCount } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { targetGroupAttributes } from '../../config/settings.ts';
import { ID } from '../../template/names.ts';
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

export const TARGET_GROUP = member(THIS, 'targetGroup');

/** The construct writes 0 as "off". */
const orOff = (value: string): number => (value === 'off' ? 0 : Number(value));
const HEALTH = 'target_group_health';

/** The attributes that the construct has properties for, by the names of these. */
const PROPERTIES: Readonly<Record<string, (value: string) => Readonly<Record<string, Value>>>> = {
  'deregistration_delay.timeout_seconds': (value) => ({ deregistrationDelay: duration(Number(value)) }),
  'load_balancing.algorithm.type': (value) => ({
    loadBalancingAlgorithmType: enumMember(elbv2, 'TargetGroupLoadBalancingAlgorithmType', value),
  }),
  'load_balancing.algorithm.anomaly_mitigation': (value) => ({ enableAnomalyMitigation: value === 'on' }),
  'slow_start.duration_seconds': (value) => ({ slowStart: duration(Number(value)) }),
  // Without a duration the construct switches stickiness off, and the name of a cookie decides the type.
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

/** The target group: health check, attributes and the registered targets. */
export function targetGroup(config: Config): Part {
  const { target, healthCheck } = config;
  const attributes = [...targetGroupAttributes(config)];
  const byProperty = (key: string) =>
    // The construct refuses slow start with weighted_random even when it is off.
    key === 'slow_start.duration_seconds' && target.algorithm === 'weighted_random'
      ? undefined
      : PROPERTIES[key];
  const properties = attributes.map(([key, value]) => byProperty(key)?.(value));
  const health = attributes.flatMap(([key, value]): [string, number][] => {
    const property = HEALTH_PROPERTIES[key];
    return property === undefined ? [] : [[property, orOff(value)]];
  });
  const rest = attributes.filter(([key]) => byProperty(key) === undefined && !(key in HEALTH_PROPERTIES));
  const { given, targets } = registered(config);
  return {
    fields: [
      {
        name: 'targetGroup',
        type: member(elbv2, 'ApplicationTargetGroup'),
        doc: ['Where servers are registered.'],
      },
    ],
    props: given
      ? [
          {
            name: 'instanceIds',
            type: listOf(name('string')),
            doc: ['EC2 instances that run the WebSocket server.'],
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
        TARGET_GROUP,
        create(member(elbv2, 'ApplicationTargetGroup'), THIS, ID.targetGroup, {
          vpc: name('vpc'),
          targetType: enumMember(elbv2, 'TargetType', target.type),
          ipAddressType: hasIpv6Targets(config) ? member(elbv2, 'TargetGroupIpAddressType.IPV6') : undefined,
          port: target.port,
          protocol: member(elbv2, `ApplicationProtocol.${target.protocol}`),
          protocolVersion: member(elbv2, 'ApplicationProtocolVersion.HTTP1'),
          healthCheck: {
            enabled: true,
            path: healthCheck.path,
            port: String(healthCheck.port),
            protocol: member(elbv2, `Protocol.${healthCheckProtocol(config)}`),
            interval: duration(healthCheck.interval),
            timeout: duration(healthCheck.timeout),
            healthyThresholdCount: healthCheck.healthyThreshold,
            unhealthyThresholdCount: healthCheck.unhealthyThreshold,
            healthyHttpCodes: String(healthCheck.matcher),
          },
          ...Object.assign({}, ...properties),
          targetGroupHealth: Object.fromEntries(health),
          targets: targets && call(targets.list, 'map', arrow(['id'], targets.one)),
        }),
      ),
      ...tagName(TARGET_GROUP, config, 'targets'),
      ...(rest.length > 0 ? [comment('What the construct does not take as a property.')] : []),
      ...rest.map(([key, value]) => run(call(TARGET_GROUP, 'setAttribute', key, value))),
    ],
    references: { [ID.targetGroup]: member(TARGET_GROUP, 'targetGroupArn') },
  };
}

interface Targets {
  readonly name: string;
  readonly values: readonly string[];
  readonly list: Expression;
  readonly one: Expression;
}

/** What is registered here; `given` when the props carry it. */
function registered(config: Config): { given: boolean; targets: Targets | undefined } {
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
      targets: ipAddresses && ipAddresses.length > 0 ? of('ipAddresses', ipAddresses, 'IpTarget') : undefined,
    };
  if (registeredInstanceCount(config) === 0) return { given: false, targets: undefined };
  const targets = of('instanceIds', instanceIds ?? [], 'InstanceIdTarget');
  return instanceIds
    ? { given: false, targets }
    : { given: true, targets: { ...targets, list: member(name('props'), 'instanceIds') } };
}
