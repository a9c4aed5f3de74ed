import { GRPC_MATCHER, HEALTH_CHECK, HEALTH_CHECK_PATH, MATCHER, PORT } from './limits.ts';
import type { SettingTable } from './setting.ts';
import { elbApi, userGuide } from './sources.ts';

const page = userGuide('edit-target-group-attributes');
const health = userGuide('load-balancer-target-groups');
const api = elbApi('CreateTargetGroup');

const cookieDuration = { kind: 'integer', min: 1, max: 604800, unit: 'seconds' } as const;

/**
 * Every attribute that ELB accepts for a target group of an Application Load Balancer, in the order in which we emit
 * them.
 */
export const TARGET_GROUP_ATTRIBUTES = {
  'deregistration_delay.timeout_seconds': {
    values: { kind: 'integer', min: 0, max: 3600, unit: 'seconds' },
    default: '300',
    configKey: 'target.deregistrationDelay',
    source: page,
  },
  'load_balancing.algorithm.type': {
    values: { kind: 'enum', values: ['least_outstanding_requests', 'round_robin', 'weighted_random'] },
    default: 'round_robin',
    configKey: 'target.algorithm',
    source: page,
  },
  'load_balancing.algorithm.anomaly_mitigation': {
    values: { kind: 'enum', values: ['on', 'off'] },
    default: 'off',
    configKey: 'target.anomalyMitigation',
    source: page,
  },
  'slow_start.duration_seconds': {
    values: { kind: 'integer', min: 30, max: 900, unit: 'seconds', also: [0] },
    default: '0',
    configKey: 'target.slowStart',
    source: page,
  },
  'stickiness.enabled': {
    values: { kind: 'boolean' },
    default: 'false',
    configKey: 'target.stickiness.type',
    source: page,
  },
  'stickiness.type': {
    values: { kind: 'enum', values: ['lb_cookie', 'app_cookie'] },
    configKey: 'target.stickiness.type',
    source: page,
  },
  'stickiness.app_cookie.cookie_name': {
    values: {
      kind: 'string',
      // RFC 6265 token characters; "AWSALB", "AWSALBAPP" and "AWSALBTG" are ELB's own.
      pattern: /^(?!AWSALB)[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/,
      maxLength: 256,
      words:
        'a cookie name of at most 256 letters, digits and ! # $ % & \' * + - . ^ _ ` | ~, not beginning with "AWSALB"',
    },
    configKey: 'target.stickiness.cookieName',
    source: page,
  },
  'stickiness.app_cookie.duration_seconds': {
    values: cookieDuration,
    default: '86400',
    configKey: 'target.stickiness.duration',
    source: page,
  },
  'stickiness.lb_cookie.duration_seconds': {
    values: cookieDuration,
    default: '86400',
    configKey: 'target.stickiness.duration',
    source: page,
  },
  'load_balancing.cross_zone.enabled': {
    values: { kind: 'enum', values: ['true', 'false', 'use_load_balancer_configuration'] },
    default: 'use_load_balancer_configuration',
    source: page,
  },
  'target_group_health.dns_failover.minimum_healthy_targets.count': {
    values: { kind: 'integer', min: 1, max: Infinity, also: ['off'] },
    default: '1',
    configKey: 'target.health.dnsFailoverCount',
    source: health,
  },
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': {
    values: { kind: 'integer', min: 1, max: 100, unit: 'percent', also: ['off'] },
    default: 'off',
    configKey: 'target.health.dnsFailoverPercentage',
    source: health,
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': {
    values: { kind: 'integer', min: 1, max: Infinity },
    default: '1',
    configKey: 'target.health.unhealthyRoutingCount',
    source: health,
  },
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': {
    values: { kind: 'integer', min: 1, max: 100, unit: 'percent', also: ['off'] },
    default: 'off',
    configKey: 'target.health.unhealthyRoutingPercentage',
    source: health,
  },
  'lambda.multi_value_headers.enabled': {
    values: { kind: 'boolean' },
    default: 'false',
    source: page,
  },
} as const satisfies SettingTable;

/** Attributes of target groups of Network and Gateway Load Balancers; ELB rejects them here. */
export const NOT_FOR_APPLICATION_TARGET_GROUPS: readonly string[] = [
  'deregistration_delay.connection_termination.enabled',
  'preserve_client_ip.enabled',
  'proxy_protocol_v2.enabled',
  'target_health_state.unhealthy.connection_termination.enabled',
  'target_health_state.unhealthy.draining_interval_seconds',
  'target_failover.on_deregistration',
  'target_failover.on_unhealthy',
  'send_tcp_reset.on_unhealthy.enabled',
  'send_tcp_reset.on_deregistration.enabled',
];

/**
 * Attributes from the table above that target groups of Network Load Balancers have too. Source: elbv2 API,
 * TargetGroupAttribute.
 */
export const ALSO_FOR_NETWORK_TARGET_GROUPS: readonly string[] = [
  'deregistration_delay.timeout_seconds',
  'stickiness.enabled',
  'stickiness.type',
  'load_balancing.cross_zone.enabled',
  'target_group_health.dns_failover.minimum_healthy_targets.count',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage',
];

/** Properties of AWS::ElasticLoadBalancingV2::TargetGroup that rules and the config use. */
export const TARGET_GROUP_PROPERTIES = {
  TargetType: {
    values: { kind: 'enum', values: ['instance', 'ip', 'lambda', 'alb'] },
    default: 'instance',
    configKey: 'target.type',
    source: api,
  },
  Port: { values: PORT, configKey: 'target.port', source: api },
  Protocol: {
    values: { kind: 'enum', values: ['HTTP', 'HTTPS'] },
    configKey: 'target.protocol',
    source: api,
  },
  ProtocolVersion: {
    values: { kind: 'enum', values: ['HTTP1', 'HTTP2', 'GRPC'] },
    default: 'HTTP1',
    source: api,
  },
  TargetControlPort: { values: PORT, source: api },
  HealthCheckEnabled: { values: { kind: 'boolean' }, default: 'true', source: api },
  HealthCheckPath: {
    values: HEALTH_CHECK_PATH,
    default: '/',
    configKey: 'healthCheck.path',
    source: api,
  },
  HealthCheckPort: {
    values: { ...PORT, also: ['traffic-port'] },
    default: 'traffic-port',
    configKey: 'healthCheck.port',
    source: api,
  },
  HealthCheckProtocol: {
    values: { kind: 'enum', values: ['HTTP', 'HTTPS'] },
    default: 'HTTP',
    configKey: 'healthCheck.protocol',
    source: api,
  },
  HealthCheckIntervalSeconds: {
    values: HEALTH_CHECK.interval,
    default: '30',
    configKey: 'healthCheck.interval',
    source: api,
  },
  // No default here, because the sources disagree: the API model says 6 for HTTP and 10 for HTTPS, the user guide says
  // 5.
  HealthCheckTimeoutSeconds: {
    values: HEALTH_CHECK.timeout,
    configKey: 'healthCheck.timeout',
    source: api,
  },
  HealthyThresholdCount: {
    values: HEALTH_CHECK.healthyThreshold,
    default: '5',
    configKey: 'healthCheck.healthyThreshold',
    source: api,
  },
  UnhealthyThresholdCount: {
    values: HEALTH_CHECK.unhealthyThreshold,
    default: '2',
    configKey: 'healthCheck.unhealthyThreshold',
    source: api,
  },
  'Matcher.HttpCode': {
    values: MATCHER,
    default: '200',
    configKey: 'healthCheck.matcher',
    source: api,
  },
  // For gRPC only. No default, because it would be taken as the default of every group.
  'Matcher.GrpcCode': { values: GRPC_MATCHER, source: api },
} as const satisfies SettingTable;
