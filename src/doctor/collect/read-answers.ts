// Converts responses from ELB, EC2, ACM and CloudWatch to observations.
import { fullNameOf } from '../../alb/arn.ts';
import { METRIC_NAMESPACE } from '../../alb/metrics.ts';
import { field, list, number, pairs, text, texts, time } from '../calls/answer-fields.ts';
import type {
  Alarm,
  Certificate,
  Instance,
  LoadBalancer,
  MetricReading,
  NetworkInterface,
  Permission,
  RouteTable,
  SecurityGroup,
  TargetHealth,
  VendedLogSource,
} from '../observations/observations.ts';

export const readLoadBalancer = (value: unknown): LoadBalancer => {
  const arn = text(value, 'LoadBalancerArn') ?? '';
  return {
    arn,
    name: text(value, 'LoadBalancerName') ?? fullNameOf(arn),
    fullName: fullNameOf(arn),
    scheme: text(value, 'Scheme') ?? 'internet-facing',
    state: text(value, 'State', 'Code') ?? 'active',
    stateReason: text(value, 'State', 'Reason'),
    ipAddressType: text(value, 'IpAddressType') ?? 'ipv4',
    zones: list(value, 'AvailabilityZones').flatMap((zone) => text(zone, 'ZoneName') ?? []),
    subnets: list(value, 'AvailabilityZones').flatMap((zone) => text(zone, 'SubnetId') ?? []),
    securityGroups: texts(value, 'SecurityGroups'),
    vpcId: text(value, 'VpcId') ?? '',
  };
};

export const readCertificate = (value: unknown): Certificate => {
  const certificate = field(value, 'Certificate');
  return {
    arn: text(certificate, 'CertificateArn') ?? '',
    domain: text(certificate, 'DomainName') ?? '',
    status: text(certificate, 'Status') ?? '',
    expires: time(certificate, 'NotAfter'),
    renewal: text(certificate, 'RenewalSummary', 'RenewalStatus'),
    renewalReason: text(certificate, 'RenewalSummary', 'RenewalStatusReason'),
    type: text(certificate, 'Type') ?? '',
  };
};

const readPermission = (value: unknown): Permission => ({
  protocol: text(value, 'IpProtocol') ?? '',
  from: number(value, 'FromPort') ?? 0,
  to: number(value, 'ToPort') ?? 65_535,
  cidrs: [
    ...list(value, 'IpRanges').flatMap((range) => text(range, 'CidrIp') ?? []),
    ...list(value, 'Ipv6Ranges').flatMap((range) => text(range, 'CidrIpv6') ?? []),
  ],
  groups: list(value, 'UserIdGroupPairs').flatMap((pair) => text(pair, 'GroupId') ?? []),
  prefixLists: list(value, 'PrefixListIds').flatMap((prefixList) => text(prefixList, 'PrefixListId') ?? []),
});

export const readSecurityGroups = (value: unknown): SecurityGroup[] =>
  list(value, 'SecurityGroups').map((group) => ({
    id: text(group, 'GroupId') ?? '',
    ingress: list(group, 'IpPermissions').map(readPermission),
    egress: list(group, 'IpPermissionsEgress').map(readPermission),
  }));

export const readTargetHealth = (value: unknown): TargetHealth[] =>
  list(value, 'TargetHealthDescriptions').map((one) => ({
    id: text(one, 'Target', 'Id') ?? '',
    port: number(one, 'Target', 'Port') ?? 0,
    zone: text(one, 'Target', 'AvailabilityZone'),
    state: text(one, 'TargetHealth', 'State') ?? '',
    reason: text(one, 'TargetHealth', 'Reason'),
    description: text(one, 'TargetHealth', 'Description'),
  }));

export const readInstances = (value: unknown): Instance[] =>
  list(value, 'Reservations')
    .flatMap((reservation) => list(reservation, 'Instances'))
    .map((instance) => ({
      id: text(instance, 'InstanceId') ?? '',
      state: text(instance, 'State', 'Name') ?? '',
      address: text(instance, 'PrivateIpAddress'),
      securityGroups: list(instance, 'SecurityGroups').flatMap((group) => text(group, 'GroupId') ?? []),
    }));

export const readNetworkInterfaces = (value: unknown): NetworkInterface[] =>
  list(value, 'NetworkInterfaces').map((one) => ({
    id: text(one, 'NetworkInterfaceId') ?? '',
    addresses: [
      ...new Set([
        ...list(one, 'PrivateIpAddresses').flatMap((address) => text(address, 'PrivateIpAddress') ?? []),
        ...list(one, 'Ipv6Addresses').flatMap((address) => text(address, 'Ipv6Address') ?? []),
        ...[text(one, 'PrivateIpAddress')].filter((address) => address !== undefined),
      ]),
    ],
    securityGroups: list(one, 'Groups').flatMap((group) => text(group, 'GroupId') ?? []),
  }));

/** What a route can lead to, by field name in DescribeRouteTables. */
const ROUTE_TARGETS = [
  'GatewayId',
  'NatGatewayId',
  'TransitGatewayId',
  'VpcPeeringConnectionId',
  'NetworkInterfaceId',
  'EgressOnlyInternetGatewayId',
  'LocalGatewayId',
  'CarrierGatewayId',
] as const;

export const readRouteTables = (value: unknown): RouteTable[] =>
  list(value, 'RouteTables').map((table) => ({
    id: text(table, 'RouteTableId') ?? '',
    isMain: list(table, 'Associations').some((one) => field(one, 'Main') === true),
    subnets: list(table, 'Associations').flatMap((one) => text(one, 'SubnetId') ?? []),
    gateways: list(table, 'Routes').flatMap((route) =>
      text(route, 'State') === 'blackhole' ? [] : ROUTE_TARGETS.flatMap((key) => text(route, key) ?? []),
    ),
  }));

export const readTags = (value: unknown): [string, Map<string, string>][] =>
  list(value, 'TagDescriptions').map((one) => [text(one, 'ResourceArn') ?? '', pairs(one, 'Tags')]);

export const readVendedLogs = (value: unknown, loadBalancer: string): VendedLogSource[] =>
  list(value, 'deliverySources').flatMap((source) =>
    texts(source, 'resourceArns').includes(loadBalancer)
      ? [{ name: text(source, 'name') ?? '', logType: text(source, 'logType') ?? '' }]
      : [],
  );

/** An alarm, and the load balancers that its metrics belong to. */
export interface ReadAlarm extends Alarm {
  readonly loadBalancers: readonly string[];
}

export const readAlarms = (value: unknown): ReadAlarm[] =>
  list(value, 'MetricAlarms').map((alarm) => {
    // An alarm on metric math lists its metrics individually.
    const inMath = list(alarm, 'Metrics').map((one) => field(one, 'MetricStat'));
    return {
      name: text(alarm, 'AlarmName') ?? '',
      state: text(alarm, 'StateValue') ?? '',
      reason: text(alarm, 'StateReason') ?? '',
      since: time(alarm, 'StateUpdatedTimestamp'),
      metric: text(alarm, 'MetricName'),
      readings: [
        ...readingOf(
          alarm,
          text(alarm, 'Statistic') ?? text(alarm, 'ExtendedStatistic'),
          number(alarm, 'Period'),
        ),
        ...inMath.flatMap((one) =>
          readingOf(field(one, 'Metric'), text(one, 'Stat'), number(one, 'Period'), true),
        ),
      ],
      loadBalancers: [alarm, ...inMath.map((one) => field(one, 'Metric'))].flatMap(
        (metric) => dimensionsOf(metric).get('LoadBalancer') ?? [],
      ),
    };
  });

const dimensionsOf = (metric: unknown): Map<string, string> =>
  new Map(
    list(metric, 'Dimensions').map((one): [string, string] => [
      text(one, 'Name') ?? '',
      text(one, 'Value') ?? '',
    ]),
  );

function readingOf(
  metric: unknown,
  statistic: string | undefined,
  period: number | undefined,
  isInMath = false,
): MetricReading[] {
  const name = text(metric, 'MetricName');
  if (name === undefined || text(metric, 'Namespace') !== METRIC_NAMESPACE) return [];
  if (statistic === undefined || period === undefined) return [];
  return [{ metric: name, statistic, period, dimensions: dimensionsOf(metric), isInMath }];
}
