import * as z from 'zod/mini';
import { MIN_SUBNETS } from '../../alb/limits.ts';
import { LOAD_BALANCER_PROPERTIES } from '../../alb/load-balancer-settings.ts';
import { describe, feature, optional, section, strings, value } from '../fields.ts';
import { sources, SUBNET_ID } from './names.ts';

export const network = section('Where the load balancer runs and who may reach it.', {
  scheme: value(
    LOAD_BALANCER_PROPERTIES.Scheme.values,
    'internet-facing',
    'Whether clients reach it from the internet or from inside the VPC only. Changing it replaces the load balancer.',
  ),
  ipAddressType: value(
    LOAD_BALANCER_PROPERTIES.IpAddressType.values,
    'ipv4',
    'The addresses that the load balancer has: IPv4, both, or IPv6 with no public IPv4 address.',
  ),
  allowFrom: describe(
    z.optional(sources()),
    'Sources that may connect to the listeners. Default: 0.0.0.0/0, and ::/0 with a dual-stack address type; with scheme internal the private ranges (RFC 1918), or the block of network.create, and fc00::/7 with a dual-stack address type.',
  ),
  create: feature('A new VPC, instead of an existing one.', false, {
    cidr: describe(
      z._default(z.cidrv4(), '10.0.0.0/16'),
      'The IPv4 block of the VPC. It is divided into equal subnets, /27 or larger.',
      {
        allowed: 'an IPv4 CIDR block from /16 to /26, such as 10.0.0.0/16; larger with more than two subnets',
      },
    ),
    availabilityZones: value(
      { kind: 'integer', min: MIN_SUBNETS, max: 3 },
      2,
      'How many Availability Zones have subnets.',
    ),
    natGateways: optional(
      { kind: 'integer', min: 0, max: 3 },
      'NAT gateways, at most one per zone. With one or more there are private subnets for the targets, which reach the internet through them. Each is charged by the hour. When not set, 0; with a service in private subnets 1, because its images come from the internet.',
    ),
    flowLogs: value(
      { kind: 'boolean' },
      false,
      'VPC flow logs of all traffic, in the log bucket under vpc-flow-logs/. S3 charges for storage, CloudWatch for delivery.',
    ),
  }),
  vpcId: optional(
    {
      kind: 'string',
      pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
      words: 'a VPC id: vpc- and 8 or 17 hexadecimal digits',
    },
    'The VPC. It becomes the default of the parameter VPCId; without it the parameter must be given at deployment.',
  ),
  subnetIds: describe(
    z.optional(strings(SUBNET_ID, { min: MIN_SUBNETS, max: 10 })),
    'Subnets in at least two Availability Zones, each /27 or larger. They become the default of the parameter SubnetIds.',
  ),
});
