// Rules between keys: near misses.
import { describe, expect, it } from 'vitest';
import { validateConfig } from '../../src/config/validate.ts';
/** `code key` of every finding. */
const found = (input: unknown): string[] => {
  const result = validateConfig(input);
  return (result.ok ? result.warnings : result.findings).map(({ code, path }) => `${code} ${path.join('.')}`);
};

describe('rules between keys', () => {
  const NONE = { stickiness: { type: 'none' } };
  it.each([
    [{ target: { slowStart: 30, algorithm: 'round_robin' } }],
    [{ target: { ...NONE, algorithm: 'weighted_random', anomalyMitigation: true } }],
    [{ healthCheck: { interval: 5, timeout: 4 } }],
    [{ heartbeat: 30, loadBalancer: { idleTimeout: 60 } }],
    [{ listener: { http: 'none', https: { port: 80 } } }],
    [{ listener: { http: 'forward', https: false } }],
    [{ target: { type: 'ip', ipAddresses: ['10.0.0.1'] } }],
    [{ target: { type: 'ip', instanceCount: 0 } }],
    [{ network: { ipAddressType: 'dualstack-without-public-ipv4' } }],
    [{ network: { scheme: 'internal' } }],
    [{ network: { ipAddressType: 'dualstack' } }],
    [
      {
        network: {
          scheme: 'internal',
          ipAddressType: 'dualstack',
          allowFrom: ['10.0.0.0/8', '2001:db8::/32'],
        },
      },
    ],
    [{ alarms: { target5xx: { evaluationPeriods: 1 } } }],
    [{ alarms: { target5xx: { period: 3600, evaluationPeriods: 168 } } }],
    [{ alarms: { reconnectStorm: true }, workload: { connections: 100 } }],
    [{ listener: { https: { sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' } } }],
    [{ network: { create: true } }],
    [{ network: { allowFrom: ['pl-3b927c52'] }, listener: { http: 'none' } }],
    [{ target: { protocol: 'HTTPS' } }],
    [{ target: { protocol: 'HTTPS' }, healthCheck: { protocol: 'HTTP', port: 9000 } }],
    [
      {
        dns: { hostedZoneId: 'Z1', domainName: 'chat.example.com' },
        listener: { https: { certificate: { domainName: '*.example.com', hostedZoneId: 'Z1' } } },
      },
    ],
    [{ network: { create: { cidr: '10.0.0.0/25' } } }],
    [{ network: { create: { cidr: '10.0.0.0/24', natGateways: 3, availabilityZones: 3 } } }],
    [{ logs: { access: { prefix: 'logs/a' }, connection: { prefix: 'logs/ab' } } }],
    [{ logs: { access: { prefix: 'x' }, connection: false } }],
    [{ target: { webSocketPath: '/ws' }, healthCheck: { path: '/ws', matcher: '200,426' } }],
    [{ target: { health: { dnsFailoverCount: 2, unhealthyRoutingCount: 2 } } }],
    [{ metrics: true, alarms: { applicationConnectionErrors: 5 } }],
    [
      {
        listener: {
          https: {
            certificate: {
              domainName: 'a.example.com',
              subjectAlternativeNames: [{ domainName: 'b.example.org', hostedZoneId: 'Z2' }],
              hostedZoneId: 'Z1',
            },
          },
        },
      },
    ],
  ])('%j is accepted', (input) => {
    expect(found(input)).toEqual([]);
  });

  it('warnings do not prevent a config from being used', () => {
    const result = validateConfig({ heartbeat: 31, loadBalancer: { idleTimeout: 60 } });
    expect(result.ok).toBe(true);
  });
});
