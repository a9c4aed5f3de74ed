// Rules between keys: what breaks each of them.
import { describe, expect, it } from 'vitest';
import { ALARM_KEYS } from '../../src/config/alarms.ts';
import { validateConfig } from '../../src/config/validate.ts';
/** `code key` of every finding. */
const found = (input: unknown): string[] => {
  const result = validateConfig(input);
  return (result.ok ? result.warnings : result.findings).map(({ code, path }) => `${code} ${path.join('.')}`);
};

describe('rules between keys', () => {
  const NONE = { stickiness: { type: 'none' } };
  it.each([
    ['slow-start-algorithm target.slowStart', { target: { slowStart: 30 } }],
    [
      'slow-start-algorithm target.slowStart',
      { target: { ...NONE, slowStart: 900, algorithm: 'weighted_random' } },
    ],
    ['weighted-random-stickiness target.algorithm', { target: { algorithm: 'weighted_random' } }],
    ['anomaly-mitigation-algorithm target.anomalyMitigation', { target: { anomalyMitigation: true } }],
    ['health-check-timeout healthCheck.timeout', { healthCheck: { timeout: 30 } }],
    ['health-check-timeout healthCheck.interval', { healthCheck: { interval: 5 } }],
    [
      'instances-in-new-vpc target.instanceCount',
      { network: { create: true }, target: { instanceCount: 2 } },
    ],
    [
      'addresses-outside-new-vpc target.ipAddresses',
      {
        network: { create: true },
        target: { type: 'ip', ipAddresses: ['192.168.1.1'] },
      },
    ],
    ['ipv6-sources-on-ipv4 network.allowFrom', { network: { allowFrom: ['2001:db8::/32'] } }],
    [
      'internal-ipv6-clients network.ipAddressType',
      { network: { scheme: 'internal', ipAddressType: 'dualstack' } },
    ],
    ['security-group-rules network.allowFrom', { network: { allowFrom: ['pl-3b927c52'] } }],
    [
      'security-group-rules network.allowFrom',
      {
        network: { allowFrom: Array.from({ length: 21 }, (_, i) => `10.${i}.0.0/16`) },
      },
    ],
    [
      'health-check-protocol healthCheck.protocol',
      { target: { protocol: 'HTTPS' }, healthCheck: { protocol: 'HTTP' } },
    ],
    [
      'name-without-certificate dns.domainName',
      {
        dns: { hostedZoneId: 'Z1', domainName: 'chat.example.org' },
        listener: { https: { certificate: { domainName: 'ws.example.com', hostedZoneId: 'Z1' } } },
      },
    ],
    ['hsts-preload listener.https.hsts.preload', { listener: { https: { hsts: { preload: true } } } }],
    [
      'several-regions alarms.notify.topicArn',
      {
        alarms: { notify: { topicArn: 'arn:aws:sns:us-east-1:123456789012:a' } },
        listener: { https: { certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a' } },
      },
    ],
    [
      'notify-without-alarms alarms.notify',
      {
        alarms: {
          ...Object.fromEntries(ALARM_KEYS.map((key) => [key, false])),
          notify: { emails: ['a@example.com'] },
        },
      },
    ],
    ['heartbeat-idle-timeout heartbeat', { heartbeat: 60, loadBalancer: { idleTimeout: 60 } }],
    ['heartbeat-idle-timeout loadBalancer.idleTimeout', { loadBalancer: { idleTimeout: 20 } }],
    ['heartbeat-tight heartbeat', { heartbeat: 31, loadBalancer: { idleTimeout: 60 } }],
    ['no-listener listener.http', { listener: { http: 'none', https: false } }],
    ['redirect-without-https listener.https', { listener: { https: false } }],
    ['listener-port-clash listener.https.port', { listener: { https: { port: 80 } } }],
    [
      'two-certificates listener.https.certificateArn',
      {
        listener: {
          https: {
            certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a',
            certificate: { domainName: 'a.example.com', hostedZoneId: 'Z1' },
          },
        },
      },
    ],
    [
      'certificate-waits listener.https.certificate',
      { listener: { https: { certificate: { domainName: 'a.example.com' } } } },
    ],
    ['targets-of-other-type target.type', { target: { type: 'ip', instanceIds: ['i-01234567'] } }],
    ['targets-of-other-type target.ipAddresses', { target: { ipAddresses: ['10.0.0.1'] } }],
    ['instance-count target.instanceCount', { target: { instanceCount: 3, instanceIds: ['i-01234567'] } }],
    ['retention-of-existing-bucket logs.retentionDays', { logs: { bucket: 'my-logs', retentionDays: 5 } }],
    ['two-networks network.create', { network: { create: true, vpcId: 'vpc-01234567' } }],
    [
      'two-networks network.create',
      { network: { create: {}, subnetIds: ['subnet-01234567', 'subnet-01234568'] } },
    ],
    ['nat-gateways network.create.natGateways', { network: { create: { natGateways: 3 } } }],
    ['vpc-cidr network.create.cidr', { network: { create: { cidr: '10.0.0.0/27' } } }],
    ['vpc-cidr network.create.cidr', { network: { create: { cidr: '10.0.0.0/15' } } }],
    ['vpc-cidr network.create.cidr', { network: { create: { cidr: '10.0.1.0/16' } } }],
    [
      'vpc-cidr network.create.cidr',
      { network: { create: { cidr: '10.0.0.0/25', natGateways: 1, availabilityZones: 3 } } },
    ],
    [
      'mutual-tls-trust-store listener.https.mutualTls.mode',
      { listener: { https: { mutualTls: { mode: 'verify' } } } },
    ],
    [
      'mutual-tls-verify-options listener.https.mutualTls.advertiseTrustStoreCaNames',
      { listener: { https: { mutualTls: { mode: 'passthrough', advertiseTrustStoreCaNames: true } } } },
    ],
    [
      'revocation-without-trust-store listener.https.mutualTls.revocationLists',
      {
        listener: {
          https: { mutualTls: { mode: 'passthrough', revocationLists: [{ bucket: 'cas', key: 'crl.pem' }] } },
        },
      },
    ],
    [
      'two-web-acls waf.webAclArn',
      {
        waf: { webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/0a-1', create: true },
      },
    ],
    [
      'encrypt-existing-topic alarms.notify.encrypt',
      { alarms: { notify: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:ops', encrypt: true } } },
    ],
    [
      'server-access-logs-of-existing-bucket logs.serverAccessLogs',
      { logs: { bucket: 'central-logs', serverAccessLogs: { bucket: 'audit-logs' } } },
    ],
    [
      'flow-logs-without-bucket network.create.flowLogs',
      { network: { create: { flowLogs: true } }, logs: { access: false } },
    ],
    [
      'two-trust-stores listener.https.mutualTls.trustStoreArn',
      {
        listener: {
          https: {
            mutualTls: {
              mode: 'verify',
              trustStoreArn:
                'arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/a/0123456789abcdef',
              trustStore: { bucket: 'cas', key: 'ca.pem' },
            },
          },
        },
      },
    ],
    ['log-prefixes-collide logs.connection.prefix', { logs: { connection: { prefix: 'alb-logs' } } }],
    ['log-prefixes-collide logs.connection.prefix', { logs: { connection: { prefix: 'alb-logs/tls' } } }],
    [
      'log-prefixes-collide logs.access.prefix',
      { logs: { access: { prefix: 'connection-logs/x' }, connection: true } },
    ],
    ['athena-without-logs logs.athena', { logs: { athena: true, access: false } }],
    [
      'too-many-attributes logs.healthCheck',
      {
        logs: { connection: true, healthCheck: true },
        loadBalancer: {
          idleTimeout: 120,
          clientKeepAlive: 60,
          http2: false,
          deletionProtection: true,
          dropInvalidHeaders: true,
          desyncMitigation: 'monitor',
          preserveHostHeader: true,
          xffMode: 'remove',
          xffClientPort: true,
          tlsHeaders: true,
          wafFailOpen: true,
          zonalShift: true,
        },
      },
    ],
    [
      'mixed-addresses target.ipAddresses',
      {
        network: { ipAddressType: 'dualstack' },
        target: { type: 'ip', ipAddresses: ['10.0.0.1', 'fd00::1'] },
      },
    ],
    ['ipv6-targets-behind-ipv4 target.ipAddresses', { target: { type: 'ip', ipAddresses: ['fd00::1'] } }],
    [
      'health-check-on-websocket-path healthCheck.path',
      {
        target: { webSocketPath: '/ws' },
        healthCheck: { path: '/ws?check=1' },
      },
    ],
    ['health-check-on-websocket-path target.webSocketPath', { target: { webSocketPath: '/health' } }],
    ['alarm-notify alarms.notify', { alarms: { notify: {} } }],
    [
      'alarm-notify alarms.notify',
      {
        alarms: { notify: { emails: ['a@example.com'], topicArn: 'arn:aws:sns:eu-west-1:123456789012:a' } },
      },
    ],
    [
      'application-alarm-without-metrics alarms.applicationConnectionErrors',
      {
        alarms: { applicationConnectionErrors: 5 },
      },
    ],
    [
      'dns-failover-threshold target.health.dnsFailoverCount',
      { target: { health: { dnsFailoverCount: 1, unhealthyRoutingCount: 2 } } },
    ],
    [
      'dualstack-without-public-ipv4-internal network.ipAddressType',
      {
        network: { scheme: 'internal', ipAddressType: 'dualstack-without-public-ipv4' },
      },
    ],
    [
      'alarm-datapoints alarms.target5xx.datapointsToAlarm',
      {
        alarms: { target5xx: { datapointsToAlarm: 3, evaluationPeriods: 2 } },
      },
    ],
    [
      'alarm-window alarms.target5xx.evaluationPeriods',
      {
        alarms: { target5xx: { period: 600, evaluationPeriods: 145 } },
      },
    ],
    ['alarm-without-threshold alarms.lcuBudget', { alarms: { lcuBudget: true } }],
    ['alarm-without-threshold alarms.reconnectStorm', { alarms: { reconnectStorm: true } }],
    [
      'level-metric-period alarms.highConnectionCount.period',
      { alarms: { highConnectionCount: { period: 300 } } },
    ],
    [
      'tls-policy-unknown listener.https.sslPolicy',
      { listener: { https: { sslPolicy: 'ELBSecurityPolicy-TLS14-2030-01' } } },
    ],
    [
      'tls-policy-old listener.https.sslPolicy',
      { listener: { https: { sslPolicy: 'ELBSecurityPolicy-2016-08' } } },
    ],
  ])('%s', (expected, input) => {
    expect(found(input)).toEqual([expected]);
  });
});
