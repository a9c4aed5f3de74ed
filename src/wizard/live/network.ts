// Converts name, tags, network and attributes of a live load balancer.
import { LOAD_BALANCER_ATTRIBUTES, LOAD_BALANCER_PROPERTIES } from '../../alb/load-balancer-settings.ts';
import type { Draft, Live } from './live.ts';
import { takeOver } from './tables.ts';

const LOGS = [
  ['access_logs', 'access'],
  ['connection_logs', 'connection'],
  ['health_check_logs', 'healthCheck'],
] as const;

export function writeLoadBalancer(draft: Draft, live: Live): void {
  const { loadBalancer, attributes, tags } = live;
  draft.set(
    'name',
    nameFrom(
      tags.get('Name') ?? tags.get('aws:cloudformation:stack-name') ?? loadBalancer.LoadBalancerName ?? '',
    ),
  );
  const own = [...tags].filter(([key]) => key !== 'Name' && !key.startsWith('aws:'));
  if (own.length > 0) draft.set('tags', Object.fromEntries(own));
  writeNetwork(draft, live);
  const properties = new Map([
    ['Scheme', loadBalancer.Scheme ?? 'internet-facing'],
    ['IpAddressType', loadBalancer.IpAddressType ?? 'ipv4'],
  ]);
  takeOver(draft, properties, LOAD_BALANCER_PROPERTIES, 'the load balancer');
  takeOver(draft, attributes, LOAD_BALANCER_ATTRIBUTES, 'the load balancer', /_logs\./);
  writeLogs(draft, live);
  draft.set('loadBalancer.reservedCapacityUnits', live.reservedCapacityUnits);
  draft.set('waf.webAclArn', live.webAclArn);
}

/** A valid `name` for a config, which is not the name of any resource. */
const nameFrom = (name: string): string | undefined =>
  /^[a-z][a-z0-9-]*/
    .exec(name.toLowerCase().replace(/[^a-z0-9]+/g, '-'))?.[0]
    .slice(0, 20)
    .replace(/-+$/, '');

function writeNetwork(draft: Draft, { loadBalancer, securityGroups, listeners }: Live): void {
  draft.set('network.vpcId', loadBalancer.VpcId);
  const zones = loadBalancer.AvailabilityZones ?? [];
  const subnets = zones.flatMap(({ SubnetId }) => SubnetId ?? []);
  if (subnets.length >= 2) draft.set('network.subnetIds', subnets);
  for (const { ZoneName, LoadBalancerAddresses = [] } of zones)
    if (LoadBalancerAddresses.length > 0) draft.leave(`fixed addresses in ${ZoneName ?? 'a zone'}`);
  if (loadBalancer.CustomerOwnedIpv4Pool !== undefined && loadBalancer.CustomerOwnedIpv4Pool !== '')
    draft.leave(`the address pool ${loadBalancer.CustomerOwnedIpv4Pool}`);

  const ports = listeners.flatMap(({ description }) => description.Port ?? []);
  const permissions = securityGroups
    .flatMap(({ IpPermissions = [] }) => IpPermissions)
    .filter(
      ({ IpProtocol, FromPort = 0, ToPort = 65_535 }) =>
        IpProtocol === '-1' || ports.some((port) => FromPort <= port && port <= ToPort),
    );
  const from = [
    ...permissions.flatMap(({ IpRanges = [] }) => IpRanges.flatMap(({ CidrIp }) => CidrIp ?? [])),
    ...permissions.flatMap(({ Ipv6Ranges = [] }) => Ipv6Ranges.flatMap(({ CidrIpv6 }) => CidrIpv6 ?? [])),
    ...permissions.flatMap(({ PrefixListIds = [] }) =>
      PrefixListIds.flatMap(({ PrefixListId }) => PrefixListId ?? []),
    ),
  ];
  const unique = [...new Set(from)];
  const isEverybody = unique.every((cidr) => cidr === '0.0.0.0/0' || cidr === '::/0');
  if (unique.length > 0 && !(isEverybody && unique.includes('0.0.0.0/0')))
    draft.set('network.allowFrom', unique);
  const groups = permissions.flatMap(({ UserIdGroupPairs = [] }) =>
    UserIdGroupPairs.flatMap(({ GroupId }) => GroupId ?? []),
  );
  if (groups.length > 0) draft.leave(`security groups that may connect: ${[...new Set(groups)].join(', ')}`);
  if (securityGroups.length > 0)
    draft.leave(
      `the security groups ${securityGroups.map(({ GroupId }) => GroupId).join(', ')}: the template creates its own`,
    );
}

function writeLogs(draft: Draft, { attributes }: Live): void {
  const buckets = new Set<string>();
  for (const [attribute, key] of LOGS) {
    const isOn = attributes.get(`${attribute}.s3.enabled`) === 'true';
    const prefix = attributes.get(`${attribute}.s3.prefix`) ?? '';
    const bucket = attributes.get(`${attribute}.s3.bucket`) ?? '';
    draft.set(`logs.${key}`, isOn ? { prefix } : false);
    if (isOn && bucket !== '') buckets.add(bucket);
  }
  const [first, ...others] = buckets;
  draft.set('logs.bucket', first);
  for (const bucket of others) draft.leave(`logs in a second bucket, ${bucket}: all go to ${first}`);
}
