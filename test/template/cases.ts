// The matrix of golden files: together these configs use every key, and every value of a key with few values.
import { ALARM_KEYS } from '../../src/config/alarms.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { ROUTE_CASES } from './cases-routes.ts';
import { SERVICE_CASES } from './cases-service.ts';
import { TLS_CASES } from './cases-tls.ts';

export const CASES: Readonly<Record<string, ConfigInput>> = {
  'internal-slow-start': {
    name: 'internal',
    network: {
      scheme: 'internal',
      allowFrom: ['10.0.0.0/8', 'pl-0123456789abcdef0'],
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    },
    loadBalancer: {
      idleTimeout: 600,
      clientKeepAlive: 60,
      http2: false,
      deletionProtection: false,
      dropInvalidHeaders: false,
      desyncMitigation: 'monitor',
      xffMode: 'preserve',
    },
    listener: {
      http: 'none',
      https: {
        port: 8443,
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
      },
    },
    target: {
      type: 'instance',
      algorithm: 'round_robin',
      slowStart: 30,
      deregistrationDelay: 5,
      instanceIds: ['i-0123456789abcdef0', 'i-0123456789abcdef1', 'i-0123456789abcdef2'],
      stickiness: { type: 'lb_cookie', duration: 604800 },
    },
    heartbeat: 60,
  },
  'weighted-random-every-switch': {
    network: { ipAddressType: 'dualstack' },
    loadBalancer: {
      desyncMitigation: 'strictest',
      preserveHostHeader: true,
      xffClientPort: true,
      xffMode: 'remove',
      tlsHeaders: true,
      wafFailOpen: true,
      zonalShift: true,
      reservedCapacityUnits: 500,
    },
    listener: { https: true },
    target: {
      port: 8443,
      protocol: 'HTTPS',
      algorithm: 'weighted_random',
      anomalyMitigation: true,
      stickiness: { type: 'none' },
      instanceCount: 0,
    },
    healthCheck: {
      path: '/status?deep=1',
      port: 9000,
      protocol: 'HTTPS',
      interval: 10,
      timeout: 9,
      healthyThreshold: 10,
      unhealthyThreshold: 2,
      matcher: 204,
    },
  },
  'ip-targets': {
    target: { type: 'ip', ipAddresses: ['10.0.1.10', '10.0.2.10'] },
  },
  secured: {
    network: { create: { flowLogs: true } },
    logs: { serverAccessLogs: { bucket: 'audit-logs-eu-west-1', prefix: 'chat' } },
    alarms: { notify: { emails: ['ops@example.com'], encrypt: true } },
    listener: {
      https: {
        mutualTls: {
          mode: 'verify',
          trustStore: { bucket: 'certificates-eu-west-1', key: 'ca.pem' },
          revocationLists: [
            { bucket: 'certificates-eu-west-1', key: 'revoked.pem', version: 'abc' },
            { bucket: 'certificates-eu-west-1', key: 'revoked-2.pem' },
          ],
        },
      },
    },
    waf: { create: { rateLimit: 5000 } },
  },
  'existing-bucket': {
    logs: { access: { prefix: 'edge/chat' }, bucket: 'central-logs-eu-west-1' },
  },
  'long-retention': {
    logs: { access: true, retentionDays: 3650 },
  },
  'alarms-sized-by-workload': {
    workload: { connections: 20000, meanConnectionSeconds: 1800 },
    alarms: {
      highConnectionCount: true,
      unhealthyTargets: false,
      noHealthyTargets: { threshold: 2, period: 120, evaluationPeriods: 4, datapointsToAlarm: 3 },
      rejectedConnections: 5,
      targetConnectionErrors: { evaluationPeriods: 1 },
      loadBalancer5xx: 50,
      target5xx: 50,
      tlsNegotiationErrors: false,
      reconnectStorm: true,
      lcuBudget: 25.5,
    },
  },
  'alarms-every-key': {
    metrics: true,
    alarms: Object.fromEntries(
      ALARM_KEYS.map((key, index) => [
        key,
        { threshold: 100 + index, period: 60, evaluationPeriods: 10 + index, datapointsToAlarm: 1 + index },
      ]),
    ),
  },
  'target-health-off': { target: { health: { dnsFailoverCount: 'off' } } },
  'alarms-off': { alarms: false },
  'dashboard-off': { dashboard: false, alarms: true, waf: { create: true } },
  'logs-off': { logs: { access: false }, listener: { http: 'forward' } },
  'http-only': { listener: { http: 'forward', https: false }, dashboard: true },
  'new-vpc-dual-stack-three-zones': {
    network: {
      ipAddressType: 'dualstack',
      create: { cidr: '10.20.0.0/16', availabilityZones: 3, natGateways: 2 },
    },
    target: { instanceCount: 0 },
  },
  'new-vpc-internal': {
    network: { scheme: 'internal', create: { cidr: '192.168.4.0/24', natGateways: 0, flowLogs: false } },
    target: { instanceCount: 0 },
    listener: { https: false, http: 'forward' },
  },
  'new-vpc-public-only': {
    network: { create: true },
    target: { instanceCount: 0 },
  },
  'ipv6-targets': {
    network: { ipAddressType: 'dualstack' },
    target: { type: 'ip', ipAddresses: ['2001:db8::10', '2001:db8::11'] },
  },
  ...TLS_CASES,
  ...ROUTE_CASES,
  ...SERVICE_CASES,
  'every-log': {
    logs: {
      access: true,
      connection: { prefix: 'tls' },
      healthCheck: { prefix: 'health' },
      athena: true,
      retentionDays: 7,
    },
    loadBalancer: { wafFailOpen: true, zonalShift: true },
  },
  'every-log-existing-bucket': {
    logs: { connection: true, healthCheck: true, bucket: 'central-logs-eu-west-1' },
  },
  'notify-by-mail': {
    alarms: { notify: { emails: ['oncall@example.com', 'ops+alb@example.com'] } },
  },
  'notify-topic-metrics-dns-waf': {
    name: 'chat',
    network: { ipAddressType: 'dualstack' },
    metrics: { namespace: 'Chat/Sockets' },
    alarms: {
      applicationConnectionErrors: 50,
      notify: { topicArn: 'arn:aws:sns:eu-west-1:123456789012:oncall' },
    },
    dns: { hostedZoneId: 'Z0123456789ABCDEFGHIJ', domainName: 'ws.example.com' },
    waf: {
      webAclArn:
        'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/chat/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f',
    },
    workload: { connections: 500, messagesPerMinute: 12, bytesPerMessage: 800 },
  },
  'dns-ipv6-only': {
    network: { ipAddressType: 'dualstack-without-public-ipv4' },
    dns: { hostedZoneId: 'Z0123456789ABCDEFGHIJ', domainName: 'ws.example.com' },
    listener: { https: { port: 8443 } },
  },
  'target-health': {
    target: {
      webSocketPath: '/socket',
      health: {
        dnsFailoverCount: 3,
        dnsFailoverPercentage: 50,
        unhealthyRoutingCount: 2,
        unhealthyRoutingPercentage: 25,
      },
    },
  },
  // Values that a careless YAML writer or Fn::Sub would change.
  'awkward-strings': {
    name: 'n-0',
    tags: {
      Date: '2026-11-22',
      Number: '0123',
      Octal: '0o17',
      Exponent: '1e3',
      Boolean: 'yes',
      Off: 'off',
      Null: 'null',
      Equals: '=',
      Tilde: '- not a list',
      Colon: 'a: b',
      At: '@here',
      Time: '12:30:45',
      'Ключ ключа': 'значение - 値',
    },
    healthCheck: { protocol: 'HTTP', path: "/health?x=$a&y='b'!*;c%23d" },
    target: { stickiness: { type: 'app_cookie', cookieName: '!cookie|#$', duration: 1 } },
  },
};
