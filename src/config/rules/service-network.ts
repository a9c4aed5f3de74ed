// Where the tasks of a service run, and how they reach their image's registry.
import { lacksSubnets, taskSubnets } from '../service.ts';
import { aboutService } from './service.ts';
import type { ConfigRule } from './rule.ts';

const subnetsInNewVpc = aboutService({
  code: 'service-subnets-in-new-vpc',
  severity: 'error',
  keys: ['service.subnetIds', 'network.create'],
  violated: ({ subnetIds }, { network }) => subnetIds !== undefined && network.create !== false,
  words: () => ({
    what: 'service.subnetIds lists subnets, but network.create creates the VPC: they cannot be in it.',
    allowed: 'service.subnetIds in an existing VPC',
    remedy: 'Remove service.subnetIds: the tasks run in the subnets that are created.',
  }),
});

const noWayOut = aboutService({
  code: 'service-no-way-out',
  severity: 'error',
  keys: ['network.create.natGateways', 'service.assignPublicIp'],
  violated: ({ assignPublicIp }, { network }) =>
    network.create !== false && network.create.natGateways === 0 && !assignPublicIp,
  words: () => ({
    what: 'Without a NAT gateway (network.create.natGateways 0) and without public addresses (service.assignPublicIp false) tasks cannot reach a registry: their image cannot be pulled.',
    allowed: 'one NAT gateway or more, or service.assignPublicIp',
    remedy: 'Remove network.create.natGateways for 1, or set service.assignPublicIp to true.',
  }),
});

const noPublicSubnets = aboutService({
  code: 'service-no-public-subnets',
  severity: 'error',
  keys: ['service.assignPublicIp', 'network.create.natGateways', 'network.scheme'],
  violated: (service, config) => {
    const { kind } = taskSubnets(service, config);
    return kind === 'public' && lacksSubnets(service, config);
  },
  words: () => ({
    what: 'service.assignPublicIp gives tasks public addresses, but the VPC of an internal load balancer without NAT gateways has only private subnets, where such an address is useless.',
    allowed: 'service.assignPublicIp with public subnets',
    remedy: 'Remove service.assignPublicIp, and set network.create.natGateways to 1.',
  }),
});

export const serviceNetworkRules: readonly ConfigRule[] = [subnetsInNewVpc, noWayOut, noPublicSubnets];
