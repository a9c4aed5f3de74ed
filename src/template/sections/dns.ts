import type { Config } from '../../config/schema/index.ts';
import { getAtt } from '../intrinsics.ts';
import { ID } from '../names.ts';
import type { Resource, Section } from '../types.ts';

/** Alias records for the load balancer. */
export function dns({ dns: name, network, listener }: Config): Section[] {
  if (name === undefined) return [];
  const record = (Type: 'A' | 'AAAA'): Resource => ({
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      HostedZoneId: name.hostedZoneId,
      Name: name.domainName,
      Type,
      AliasTarget: {
        DNSName: getAtt(ID.loadBalancer, 'DNSName'),
        HostedZoneId: getAtt(ID.loadBalancer, 'CanonicalHostedZoneID'),
        EvaluateTargetHealth: true,
      },
    },
  });
  const { https } = listener;
  const port = https === false || https.port === 443 ? '' : `:${https.port}`;
  return [
    {
      title: 'DNS',
      why: ['An alias follows the addresses of the load balancer, which change when it scales.'],
      resources: {
        // Without public IPv4 addresses an A record would have nothing to return.
        ...(network.ipAddressType !== 'dualstack-without-public-ipv4' && { [ID.dnsRecord]: record('A') }),
        ...(network.ipAddressType !== 'ipv4' && { [ID.dnsIpv6Record]: record('AAAA') }),
      },
      // One cannot connect to a wildcard.
      ...(!name.domainName.startsWith('*') && {
        outputs: {
          WebSocketUrl: {
            Description: 'What WebSocket clients connect to',
            Value: `${https === false ? 'ws' : 'wss'}://${name.domainName}${port}`,
          },
        },
      }),
    },
  ];
}
