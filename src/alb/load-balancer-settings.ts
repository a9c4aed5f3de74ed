import { LOG_PREFIX, BUCKET_NAME } from './limits.ts';
import type { SettingTable } from './setting.ts';
import { cloudFormation, elbApi, userGuide } from './sources.ts';

const page = userGuide('edit-load-balancer-attributes');
const logs = userGuide('enable-access-logging');
const boolean = { kind: 'boolean' } as const;

/** Every attribute that ELB accepts for an Application Load Balancer, in the order in which we emit them. */
export const LOAD_BALANCER_ATTRIBUTES = {
  'idle_timeout.timeout_seconds': {
    values: { kind: 'integer', min: 1, max: 4000, unit: 'seconds' },
    default: '60',
    configKey: 'loadBalancer.idleTimeout',
    source: page,
  },
  'client_keep_alive.seconds': {
    values: { kind: 'integer', min: 60, max: 604800, unit: 'seconds' },
    default: '3600',
    configKey: 'loadBalancer.clientKeepAlive',
    source: page,
  },
  'routing.http2.enabled': {
    values: boolean,
    default: 'true',
    configKey: 'loadBalancer.http2',
    source: page,
  },
  'deletion_protection.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'loadBalancer.deletionProtection',
    source: page,
  },
  'routing.http.drop_invalid_header_fields.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'loadBalancer.dropInvalidHeaders',
    source: page,
  },
  'routing.http.desync_mitigation_mode': {
    values: { kind: 'enum', values: ['monitor', 'defensive', 'strictest'] },
    default: 'defensive',
    configKey: 'loadBalancer.desyncMitigation',
    source: page,
  },
  'routing.http.preserve_host_header.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'loadBalancer.preserveHostHeader',
    source: page,
  },
  'routing.http.xff_header_processing.mode': {
    values: { kind: 'enum', values: ['append', 'preserve', 'remove'] },
    default: 'append',
    configKey: 'loadBalancer.xffMode',
    source: page,
  },
  'routing.http.xff_client_port.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'loadBalancer.xffClientPort',
    source: page,
  },
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'loadBalancer.tlsHeaders',
    source: page,
  },
  'waf.fail_open.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'loadBalancer.wafFailOpen',
    source: page,
  },
  'zonal_shift.config.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'loadBalancer.zonalShift',
    source: page,
  },
  'access_logs.s3.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'logs.access',
    source: logs,
  },
  'access_logs.s3.bucket': { values: BUCKET_NAME, configKey: 'logs.bucket', source: logs },
  'access_logs.s3.prefix': { values: LOG_PREFIX, configKey: 'logs.access.prefix', source: logs },
  'connection_logs.s3.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'logs.connection',
    source: userGuide('enable-connection-logging'),
  },
  'connection_logs.s3.bucket': {
    values: BUCKET_NAME,
    configKey: 'logs.bucket',
    source: userGuide('enable-connection-logging'),
  },
  'connection_logs.s3.prefix': {
    values: LOG_PREFIX,
    configKey: 'logs.connection.prefix',
    source: userGuide('enable-connection-logging'),
  },
  'health_check_logs.s3.enabled': {
    values: boolean,
    default: 'false',
    configKey: 'logs.healthCheck',
    source: elbApi('LoadBalancerAttribute'),
  },
  'health_check_logs.s3.bucket': {
    values: BUCKET_NAME,
    configKey: 'logs.bucket',
    source: elbApi('LoadBalancerAttribute'),
  },
  'health_check_logs.s3.prefix': {
    values: LOG_PREFIX,
    configKey: 'logs.healthCheck.prefix',
    source: elbApi('LoadBalancerAttribute'),
  },
  // Always on for an Application Load Balancer and cannot be turned off, so never emitted.
  'load_balancing.cross_zone.enabled': {
    values: { kind: 'enum', values: ['true'] },
    default: 'true',
    source: elbApi('LoadBalancerAttribute'),
  },
  'ipv6.deny_all_igw_traffic': { values: boolean, source: elbApi('LoadBalancerAttribute') },
} as const satisfies SettingTable;

/** Attributes that only Network or Gateway Load Balancers have; ELB rejects them here. */
export const NOT_FOR_APPLICATION_LOAD_BALANCERS: readonly string[] = [
  'dns_record.client_routing_policy',
  'secondary_ips.auto_assigned.per_subnet',
];

/** Attributes from the table above that Network Load Balancers have too. Source: elbv2 API, LoadBalancerAttribute. */
export const ALSO_FOR_NETWORK_LOAD_BALANCERS: readonly string[] = [
  'deletion_protection.enabled',
  'zonal_shift.config.enabled',
  'access_logs.s3.enabled',
  'access_logs.s3.bucket',
  'access_logs.s3.prefix',
  'load_balancing.cross_zone.enabled',
  'ipv6.deny_all_igw_traffic',
];

/** Properties of AWS::ElasticLoadBalancingV2::LoadBalancer that rules use. */
export const LOAD_BALANCER_PROPERTIES = {
  Scheme: {
    values: { kind: 'enum', values: ['internet-facing', 'internal'] },
    default: 'internet-facing',
    configKey: 'network.scheme',
    source: cloudFormation('aws-resource-elasticloadbalancingv2-loadbalancer'),
  },
  IpAddressType: {
    values: { kind: 'enum', values: ['ipv4', 'dualstack', 'dualstack-without-public-ipv4'] },
    default: 'ipv4',
    configKey: 'network.ipAddressType',
    source: cloudFormation('aws-resource-elasticloadbalancingv2-loadbalancer'),
  },
} as const satisfies SettingTable;
