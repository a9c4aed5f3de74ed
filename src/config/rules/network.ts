import { subnetLayout } from '../derived.ts';
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
      allowed: 'one of the two: a VPC to create, or one that exists',
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
    allowed: 'at most one NAT gateway a zone',
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

export const networkRules: readonly ConfigRule[] = [createdAndExisting, natGatewaysPerZone, cidrBlock];
