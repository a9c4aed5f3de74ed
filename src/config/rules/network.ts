import { contains, isIpv6 } from '../../alb/cidr.ts';
import { SECURITY_GROUP_RULE_QUOTA } from '../../alb/limits.ts';
import {
  allowedSources,
  isDualStack,
  listenerPorts,
  registeredInstanceCount,
  subnetLayout,
} from '../derived.ts';
import { testListenerOf } from '../deployment.ts';
import type { Config } from '../schema/index.ts';
import type { ConfigRule } from './rule.ts';

const createdAndExisting: ConfigRule = {
  code: 'two-networks',
  severity: 'error',
  keys: ['network.create', 'network.vpcId', 'network.subnetIds'],
  violated: ({ network }) =>
    network.create !== false && (network.vpcId !== undefined || network.subnetIds !== undefined),
  words: ({ network }) => {
    const other = network.vpcId === undefined ? 'network.subnetIds' : 'network.vpcId';
    return {
      what: `network.create and ${other} are both set.`,
      allowed: 'one of the two: a VPC to create, or an existing one',
      remedy: `Remove network.create or ${other}.`,
    };
  },
};

const natGatewaysPerZone: ConfigRule = {
  code: 'nat-gateways',
  severity: 'error',
  keys: ['network.create.natGateways', 'network.create.availabilityZones'],
  violated: ({ network }) =>
    network.create !== false && network.create.natGateways > network.create.availabilityZones,
  words: ({ network }) => ({
    what: `network.create.natGateways ${network.create && network.create.natGateways} is more than network.create.availabilityZones ${network.create && network.create.availabilityZones}.`,
    allowed: 'at most one NAT gateway per zone',
    remedy: 'Lower network.create.natGateways, or raise network.create.availabilityZones (2–3).',
  }),
};

const cidrBlock: ConfigRule = {
  code: 'vpc-cidr',
  severity: 'error',
  keys: ['network.create.cidr'],
  violated: (config) => config.network.create !== false && subnetLayout(config) === undefined,
  words: ({ network }) => ({
    what: `network.create.cidr ${network.create && network.create.cidr} cannot be divided into the subnets of a load balancer, which are /27 or larger, or does not begin at a block of its size.`,
    allowed: 'an IPv4 block from /16 to /26 for two subnets, /25 for four, /24 for six, host bits zero',
    remedy: 'Use a block such as 10.0.0.0/16.',
  }),
};

export const instancesInNewVpc: ConfigRule = {
  code: 'instances-in-new-vpc',
  severity: 'error',
  keys: ['target.instanceIds', 'target.instanceCount', 'network.create'],
  violated: (config) => config.network.create !== false && registeredInstanceCount(config) > 0,
  words: () => ({
    what: 'Instances should be registered (target.instanceIds or target.instanceCount), but network.create creates the VPC: they cannot be in it yet.',
    allowed: 'no instances with network.create',
    remedy:
      'Remove target.instanceIds and target.instanceCount, and let an Auto Scaling group or a service register targets.',
  }),
};

export const addressesOutsideNewVpc: ConfigRule = {
  code: 'addresses-outside-new-vpc',
  severity: 'error',
  keys: ['target.ipAddresses', 'network.create.cidr'],
  violated: ({ network: { create }, target }) =>
    create !== false &&
    (target.ipAddresses ?? []).some((address) => !isIpv6(address) && !contains(create.cidr, address)),
  words: ({ network: { create } }) => ({
    what: `target.ipAddresses has addresses outside network.create.cidr ${create && create.cidr}.`,
    allowed: 'addresses of the VPC',
    remedy: 'Use addresses inside network.create.cidr, or change it.',
  }),
};

const ipv6SourcesOnIpv4: ConfigRule = {
  code: 'ipv6-sources-on-ipv4',
  severity: 'warning',
  keys: ['network.allowFrom', 'network.ipAddressType'],
  violated: (config) =>
    !isDualStack(config) && (config.network.allowFrom ?? []).some((source) => isIpv6(source)),
  words: () => ({
    what: 'network.allowFrom has IPv6 blocks, but the load balancer has only IPv4 addresses: no client can come from there.',
    allowed: 'IPv6 blocks with network.ipAddressType dualstack or dualstack-without-public-ipv4',
    remedy: 'Set network.ipAddressType to dualstack, or remove the IPv6 blocks.',
  }),
};

/** IPv6 addresses in a VPC are usually global, so no private range covers them. */
const ipv6ClientsOfInternal: ConfigRule = {
  code: 'internal-ipv6-clients',
  severity: 'warning',
  keys: ['network.ipAddressType', 'network.scheme', 'network.allowFrom'],
  violated: (config) =>
    config.network.ipAddressType === 'dualstack' &&
    config.network.scheme === 'internal' &&
    config.network.allowFrom === undefined,
  words: (config) => ({
    what: `Without network.allowFrom an internal load balancer lets in ${allowedSources(config).join(', ')}: clients in a VPC with global IPv6 addresses, such as those that Amazon provides, cannot reach it over IPv6.`,
    allowed: 'the blocks that clients come from, in network.allowFrom',
    remedy:
      'Set network.allowFrom to the IPv4 and IPv6 blocks of your clients; or network.ipAddressType to ipv4.',
  }),
};

/**
 * The number of IPv4 rules, which outnumber those for IPv6: each source needs one per port, and one for path MTU
 * discovery.
 */
function ruleCount(config: Config): number {
  const sources = (config.network.allowFrom ?? []).filter((source) => !isIpv6(source));
  const lists = sources.filter((source) => source.startsWith('pl-')).length;
  const tests = (testListenerOf(config)?.allowFrom ?? []).filter((source) => !isIpv6(source));
  return sources.length * listenerPorts(config).length + sources.length - lists + tests.length;
}

const manyRules: ConfigRule = {
  code: 'security-group-rules',
  severity: 'warning',
  keys: ['network.allowFrom'],
  violated: (config) => {
    const hasLists = (config.network.allowFrom ?? []).some((source) => source.startsWith('pl-'));
    return ruleCount(config) > SECURITY_GROUP_RULE_QUOTA || (hasLists && listenerPorts(config).length > 1);
  },
  words: (config) => ({
    what: `network.allowFrom makes ${ruleCount(config)} inbound rules; a security group usually allows ${SECURITY_GROUP_RULE_QUOTA}, and a prefix list counts as its maximum number of entries, once for each port.`,
    allowed: 'fewer sources, or prefix lists on one port',
    remedy:
      'Set listener.http to none to need one port only, shorten network.allowFrom, or ask AWS to raise the quota.',
  }),
};

export const networkRules: readonly ConfigRule[] = [
  createdAndExisting,
  natGatewaysPerZone,
  cidrBlock,
  instancesInNewVpc,
  addressesOutsideNewVpc,
  ipv6SourcesOnIpv4,
  ipv6ClientsOfInternal,
  manyRules,
];
