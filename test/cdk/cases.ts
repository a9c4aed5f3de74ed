import type { ConfigInput } from '../../src/config/schema/index.ts';

/** Cases that need care in CDK and are in no golden. */
export const CDK_CASES: Readonly<Record<string, ConfigInput>> = {
  'cdk-internal-dual-stack': {
    network: { scheme: 'internal', ipAddressType: 'dualstack', create: true },
    target: { instanceCount: 0 },
  },
  'cdk-wildcard-first': {
    listener: {
      https: {
        certificate: {
          domainName: '*.WS.example.com',
          subjectAlternativeNames: ['ws.example.com', { domainName: 'ws.example.org', hostedZoneId: 'ZORG' }],
          hostedZoneId: 'ZCOM',
        },
      },
    },
  },
  'cdk-every-log-every-switch': {
    loadBalancer: { wafFailOpen: true, zonalShift: true, tlsHeaders: true, preserveHostHeader: true },
    logs: { connection: true, healthCheck: true },
    tags: { Name: 'mine' },
  },
  'cdk-hostile-strings': {
    tags: { Quote: '+-=._:/@ none', Ключ: '値 - é' },
    healthCheck: { path: "/h'b'!*;$a&x=%24%7B" },
    target: { stickiness: { cookieName: "`'$!#|~" } },
    listener: {
      https: {
        mutualTls: {
          mode: 'verify',
          trustStore: {
            bucket: 'client-cas',
            key: '\'"`${x}${process.exit(1)}\\\n\r\u2028\u202E*/ // </script> 値 😀',
            version: "');process.exit(1);//",
          },
        },
      },
    },
  },
  'cdk-ipv6-source-old-policy': {
    network: { ipAddressType: 'dualstack', allowFrom: ['2001:DB8::/32', '0:2:3:4:5:6:7:0/112'] },
    listener: { https: { sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' } },
    alarms: { notify: { emails: ['a@example.com'] } },
    dashboard: false,
  },
};
