// Values derived from a config that several rooms need.
import { APPLICATION_NAMESPACE } from './application-metrics.ts';
import { isIpv6, PRIVATE_IPV4_BLOCKS, PRIVATE_IPV6_BLOCK } from '../alb/cidr.ts';
import type { LogKind } from '../alb/log-delivery.ts';
import type { Config, Https } from './schema/index.ts';

/** Whether the load balancer has IPv6 addresses. */
export const isDualStack = ({ network }: Config): boolean => network.ipAddressType !== 'ipv4';

/**
 * Who may connect to the listeners, as CIDR blocks and prefix lists. By default everybody; for an internal load
 * balancer, private addresses, or the VPC that is created with it.
 */
export function allowedSources(config: Config): readonly string[] {
  const { allowFrom, scheme, create } = config.network;
  if (allowFrom) return allowFrom;
  const [ipv4, ipv6] =
    scheme === 'internal'
      ? [create === false ? PRIVATE_IPV4_BLOCKS : [create.cidr], PRIVATE_IPV6_BLOCK]
      : [['0.0.0.0/0'], '::/0'];
  return isDualStack(config) ? [...ipv4, ipv6] : ipv4;
}

/** The port of the HTTP listener, which redirects or forwards. */
export const HTTP_PORT = 80;

/** The ports of the listeners, lowest first. */
export function listenerPorts({ listener }: Config): number[] {
  const ports = listener.http === 'none' ? [] : [HTTP_PORT];
  if (listener.https !== false) ports.push(listener.https.port);
  return ports.toSorted((a, b) => a - b);
}

/** The kinds of logs, with the prefix of their attributes. */
const LOG_KINDS = {
  access: 'access_logs',
  connection: 'connection_logs',
  healthCheck: 'health_check_logs',
} as const satisfies Record<string, LogKind>;

export interface LogDestination {
  readonly kind: keyof typeof LOG_KINDS;
  /** `access_logs.s3`: the attributes are `….enabled`, `….bucket` and `….prefix`. */
  readonly attribute: string;
  readonly prefix: string | undefined;
}

/** Every kind of log; the prefix is undefined for logs that are off. */
export const logDestinations = ({ logs }: Config): LogDestination[] =>
  Object.entries(LOG_KINDS).map(([key, name]) => {
    const kind = key as keyof typeof LOG_KINDS;
    const log = logs[kind];
    return { kind, attribute: `${name}.s3`, prefix: log === false ? undefined : log.prefix };
  });

/** The prefixes of the logs that are on. */
export const logPrefixes = (config: Config): string[] =>
  logDestinations(config).flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix]));

/** Whether a bucket is created: logs are on, and the config gives no existing bucket. */
export const createsLogBucket = (config: Config): boolean =>
  config.logs.bucket === undefined && logPrefixes(config).length > 0;

/** Whether the created VPC has flow logs. */
export const hasFlowLogs = ({ network: { create } }: Config): boolean => create !== false && create.flowLogs;

/** Number of instances to ask for if the config says nothing about its targets. */
export const DEFAULT_INSTANCES = 2;

/** The number of ids that the InstanceIds parameter takes. */
export const registeredInstanceCount = ({ target, network }: Config): number =>
  target.type === 'instance'
    ? // Instances cannot be in a VPC that does not exist yet.
      (target.instanceIds?.length ??
      target.instanceCount ??
      (network.create === false ? DEFAULT_INSTANCES : 0))
    : 0;

/** Default number of days for which the created bucket keeps logs. */
export const DEFAULT_RETENTION_DAYS = 90;

/** Number of days for which the created bucket keeps logs. */
export const logRetentionDays = ({ logs }: Config): number => logs.retentionDays ?? DEFAULT_RETENTION_DAYS;

/** The names of a certificate, each with the hosted zone that validates it, if there is one. */
export function validationRecords(
  certificate: Certificate,
): { readonly domainName: string; readonly hostedZoneId: string | undefined }[] {
  const { domainName, subjectAlternativeNames, hostedZoneId } = certificate;
  const records = [
    { domainName, hostedZoneId },
    ...subjectAlternativeNames.map((name) =>
      typeof name === 'string'
        ? { domainName: name, hostedZoneId }
        : { domainName: name.domainName, hostedZoneId: name.hostedZoneId ?? hostedZoneId },
    ),
  ];
  return [
    ...new Map(records.toReversed().map((record) => [record.domainName.toLowerCase(), record])).values(),
  ].toReversed();
}
type Certificate = NonNullable<Https['certificate']>;

/**
 * Seconds by which the servers' HTTP keep-alive timeout must exceed the idle timeout: longer than a request takes to
 * arrive on a connection that they are about to close.
 */
export const KEEP_ALIVE_MARGIN = 5;

/** Whether targets are reached over IPv6. */
export const hasIpv6Targets = ({ target }: Config): boolean => (target.ipAddresses ?? []).some(isIpv6);

/** The protocol of health checks: the targets' protocol, unless set. */
export const healthCheckProtocol = ({ healthCheck, target }: Config): 'HTTP' | 'HTTPS' =>
  healthCheck.protocol ?? target.protocol;

export interface SubnetLayout {
  /** One per zone, with a route to the internet; empty for an internal load balancer without NAT gateways. */
  readonly publicSubnets: readonly string[];
  /** One per zone, for the targets or for an internal load balancer. */
  readonly privateSubnets: readonly string[];
}

const SMALLEST_SUBNET = 27;
const LARGEST_VPC = 16;
/** A /16 is divided into /20 blocks, which leaves room for more subnets later. */
const USUAL_SUBNET_BITS = 4;

/**
 * Divides the CIDR block of a VPC to create into equal subnets. Undefined if the block is too small for /27 subnets,
 * larger than /16, or not aligned to its size.
 */
export function subnetLayout({ network }: Config): SubnetLayout | undefined {
  if (network.create === false) return undefined;
  const { cidr, availabilityZones, natGateways } = network.create;
  const hasPublic = network.scheme === 'internet-facing' || natGateways > 0;
  const hasPrivate = network.scheme === 'internal' || natGateways > 0;
  const count = availabilityZones * (Number(hasPublic) + Number(hasPrivate));
  const [address = '', length = ''] = cidr.split('/');
  const base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const prefix = Number(length);
  const neededBits = Math.ceil(Math.log2(count));
  const bits = Math.max(neededBits, Math.min(USUAL_SUBNET_BITS, SMALLEST_SUBNET - prefix));
  if (prefix < LARGEST_VPC || prefix + bits > SMALLEST_SUBNET) return undefined;
  if (base % 2 ** (32 - prefix) !== 0) return undefined;
  // Loopback, multicast and similar ranges cannot be used for a VPC.
  const first = Math.floor(base / 2 ** 24);
  if (first === 0 || first === 127 || first >= 224) return undefined;
  const size = 2 ** (32 - prefix - bits);
  const subnet = (index: number): string => `${dotted(base + index * size)}/${prefix + bits}`;
  const blocks = Array.from({ length: count }, (_, index) => subnet(index));
  return hasPublic
    ? { publicSubnets: blocks.slice(0, availabilityZones), privateSubnets: blocks.slice(availabilityZones) }
    : { publicSubnets: [], privateSubnets: blocks };
}

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');

/** The CloudWatch namespace in which the servers publish. */
export const applicationNamespace = ({ metrics }: Config): string =>
  metrics === false ? APPLICATION_NAMESPACE : metrics.namespace;

/** Prefix of a route's logical ids, as in `ApiTargetGroup`. */
export const resourcePrefix = (route: string): string =>
  route
    .split('-')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
