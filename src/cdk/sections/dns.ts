import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import { route53, route53Targets } from '../library.ts';
import type { Part } from '../part.ts';
import { call, commented, create, member, name, THIS } from '../source/nodes.ts';
import { declare, run } from '../source/statements.ts';
import { LOAD_BALANCER } from './load-balancer.ts';

/** The alias records of the load balancer. */
export function dns({ dns: record, network }: Config): Part | undefined {
  if (record === undefined) return undefined;
  const both = network.ipAddressType === 'dualstack';
  const properties = {
    zone: call(member(route53, 'HostedZone'), 'fromHostedZoneId', THIS, 'DNSZone', record.hostedZoneId),
    recordName: commented(
      `${record.domainName}.`,
      'The trailing dot makes the name absolute, so that CDK does not append the zone.',
    ),
    target: call(
      member(route53, 'RecordTarget'),
      'fromAlias',
      create(member(route53Targets, 'LoadBalancerTarget'), LOAD_BALANCER, { evaluateTargetHealth: true }),
    ),
  };
  const make = (construct: string, id: string) =>
    run(create(member(route53, construct), THIS, id, both ? name('alias') : properties));
  return {
    statements: [
      ...(both ? [declare('alias', properties)] : []),
      ...(network.ipAddressType === 'dualstack-without-public-ipv4' ? [] : [make('ARecord', ID.dnsRecord)]),
      ...(network.ipAddressType === 'ipv4' ? [] : [make('AaaaRecord', ID.dnsIpv6Record)]),
    ],
  };
}
