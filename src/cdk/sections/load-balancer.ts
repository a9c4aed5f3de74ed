import { createsLogBucket } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { loadBalancerAttributes } from '../../config/settings.ts';
import { ID } from '../../template/names.ts';
import { duration, elbv2, enumMember } from '../library.ts';
import { tagName, type Part } from '../part.ts';
import { call, create, member, name, present, THIS, type Value } from '../source/nodes.ts';
import { assign, comment, run, type Statement } from '../source/statements.ts';
import { loadBalancerSubnets } from './network.ts';

export const LOAD_BALANCER = member(THIS, 'loadBalancer');

type Property = readonly [name: string, value: Value];
const whenTrue =
  (property: string) =>
  (value: string): Property | undefined =>
    value === 'true' ? [property, true] : undefined;

/**
 * Attributes that the construct has a property for. Some properties have no effect when they are false; then the
 * attribute is set by name.
 */
const PROPERTIES: Readonly<Record<string, (value: string) => Property | undefined>> = {
  'idle_timeout.timeout_seconds': (value) => ['idleTimeout', duration(Number(value))],
  'client_keep_alive.seconds': (value) => ['clientKeepAlive', duration(Number(value))],
  'routing.http2.enabled': (value) => ['http2Enabled', value === 'true'],
  'deletion_protection.enabled': (value) => ['deletionProtection', value === 'true'],
  'routing.http.drop_invalid_header_fields.enabled': (value) => ['dropInvalidHeaderFields', value === 'true'],
  'routing.http.desync_mitigation_mode': (value) => [
    'desyncMitigationMode',
    enumMember(elbv2, 'DesyncMitigationMode', value),
  ],
  'routing.http.preserve_host_header.enabled': whenTrue('preserveHostHeader'),
  'routing.http.xff_header_processing.mode': (value) => [
    'xffHeaderProcessingMode',
    enumMember(elbv2, 'XffHeaderProcessingMode', value),
  ],
  'routing.http.xff_client_port.enabled': whenTrue('preserveXffClientPort'),
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': whenTrue(
    'xAmznTlsVersionAndCipherSuiteHeaders',
  ),
  'waf.fail_open.enabled': whenTrue('wafFailOpen'),
};

/** The load balancer, with every relevant attribute written out. */
export function loadBalancer(config: Config): Part {
  const attributes = loadBalancerAttributes(config);
  const properties = new Map<string, Value>();
  const rest: [string, Value][] = [];
  for (const [key, value] of attributes) {
    const property = PROPERTIES[key]?.(value);
    if (property) properties.set(...property);
    else rest.push([key, value], ...createdBucket(config, key, value));
  }
  return {
    fields: [
      {
        name: 'loadBalancer',
        type: member(elbv2, 'ApplicationLoadBalancer'),
        doc: ['What clients connect to.'],
      },
    ],
    statements: [
      assign(
        LOAD_BALANCER,
        create(member(elbv2, 'ApplicationLoadBalancer'), THIS, ID.loadBalancer, {
          vpc: name('vpc'),
          vpcSubnets: loadBalancerSubnets(config),
          internetFacing: config.network.scheme === 'internet-facing',
          ipAddressType: member(elbv2, `IpAddressType.${IP_ADDRESS_TYPES[config.network.ipAddressType]}`),
          securityGroup: member(THIS, 'securityGroup'),
          ...Object.fromEntries(properties),
          minimumCapacityUnit: config.loadBalancer.reservedCapacityUnits,
        }),
      ),
      ...tagName(LOAD_BALANCER, config, 'alb'),
      ...(rest.length > 0
        ? [comment('Attributes that the construct has no property for, or ignores when they are false.')]
        : []),
      ...rest.map(([key, value]) => set(key, value)),
      // The construct always sets it, and the number of attributes that ELB takes is limited.
      ...(attributes.has('deletion_protection.enabled')
        ? []
        : [run(call(LOAD_BALANCER, 'removeAttribute', 'deletion_protection.enabled'))]),
      ...policyFirst(config),
    ],
    references: {
      [ID.loadBalancer]: member(LOAD_BALANCER, 'loadBalancerArn'),
      [`${ID.loadBalancer}.DNSName`]: member(LOAD_BALANCER, 'loadBalancerDnsName'),
      [`${ID.loadBalancer}.CanonicalHostedZoneID`]: member(
        LOAD_BALANCER,
        'loadBalancerCanonicalHostedZoneId',
      ),
    },
  };
}

const IP_ADDRESS_TYPES: Readonly<Record<Config['network']['ipAddressType'], string>> = {
  ipv4: 'IPV4',
  dualstack: 'DUAL_STACK',
  'dualstack-without-public-ipv4': 'DUAL_STACK_WITHOUT_PUBLIC_IPV4',
};

const set = (key: string, value: Value): Statement => run(call(LOAD_BALANCER, 'setAttribute', key, value));

/** The created bucket, to follow the attribute that turns a log on. */
const createdBucket = (config: Config, key: string, value: string): [string, Value][] =>
  createsLogBucket(config) && key.endsWith('_logs.s3.enabled') && value === 'true'
    ? [[key.replace(/enabled$/, 'bucket'), member(name('logBucket'), 'bucketName')]]
    : [];

const policyFirst = (config: Config): Statement[] =>
  createsLogBucket(config)
    ? [
        comment('ELB writes a test file as soon as logs are on, so the policy must exist first.'),
        run(call(LOAD_BALANCER, 'node.addDependency', present(member(name('logBucket'), 'policy')))),
      ]
    : [];
