// The matrix of golden files: together these configs use every key, and every value of a key that has few.
import { ALARM_KEYS } from '../../src/config/alarms.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';

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
      deregistrationDelay: 0,
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
  'created-certificate': {
    name: 'chat',
    tags: { Environment: 'production', 'cost:center': 'real-time' },
    network: { scheme: 'internet-facing', ipAddressType: 'dualstack-without-public-ipv4' },
    listener: {
      http: 'redirect',
      https: {
        certificate: {
          domainName: 'ws.example.com',
          subjectAlternativeNames: ['*.ws.example.com'],
          hostedZoneId: 'Z0123456789ABCDEFGHIJ',
        },
      },
    },
  },
  'certificate-validated-by-hand': {
    listener: { https: { certificate: { domainName: 'ws.example.com' } } },
  },
  'ip-targets': {
    target: { type: 'ip', ipAddresses: ['10.0.1.10', '10.0.2.10'] },
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
    alarms: Object.fromEntries(
      ALARM_KEYS.map((key, index) => [
        key,
        { threshold: 100 + index, period: 60, evaluationPeriods: 10 + index, datapointsToAlarm: 1 + index },
      ]),
    ),
  },
  'alarms-off': { alarms: false },
  'dashboard-off': { dashboard: false, alarms: true },
  'logs-off': { logs: { access: false }, listener: { http: 'forward' } },
  'http-only': { listener: { http: 'forward', https: false }, dashboard: true },
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
    healthCheck: { path: "/health?x=$a&y='b'!*;c%23d" },
    target: { stickiness: { type: 'app_cookie', cookieName: '!cookie|#$', duration: 1 } },
  },
};
