import { describe, expect, it } from 'vitest';
import { ALARM_KEYS } from '../../src/config/alarms.ts';
import { ConfigError, parseConfig, validateConfig } from '../../src/config/validate.ts';
import { wordFinding } from '../../src/config/words.ts';

/** `code key` of every finding. */
const found = (input: unknown): string[] => {
  const result = validateConfig(input);
  return (result.ok ? result.warnings : result.findings).map(({ code, path }) => `${code} ${path.join('.')}`);
};

describe('defaults', () => {
  it('an empty config is the production default', () => {
    const config = parseConfig({});
    expect(config.loadBalancer.idleTimeout).toBe(4000);
    expect(config.listener.http).toBe('redirect');
    expect(config.listener.https).toMatchObject({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' });
    expect(config.target.stickiness).toEqual({
      type: 'app_cookie',
      cookieName: 'WEBSOCKET_SESSION',
      duration: 86400,
    });
    expect(config.healthCheck).toEqual({
      path: '/health',
      port: 'traffic-port',
      interval: 30,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
      matcher: '200-299',
    });
  });

  it('true stands for a feature with all its defaults', () => {
    expect(parseConfig({ listener: { https: true }, logs: { access: true }, alarms: true })).toEqual(
      parseConfig({}),
    );
  });

  it('a stickiness without a type is app_cookie', () => {
    expect(parseConfig({ target: { stickiness: { duration: 60 } } }).target.stickiness).toEqual({
      type: 'app_cookie',
      cookieName: 'WEBSOCKET_SESSION',
      duration: 60,
    });
  });
});

describe('mistakes', () => {
  it('are all reported at once, also between right and wrong keys', () => {
    expect(
      found({
        loadBalancer: { idleTimeout: 4001 },
        target: { slowStart: 30, stickiness: { cookieName: 'AWSALBX' } },
        lodBalancer: { http2: true },
      }),
    ).toEqual([
      'invalid-value loadBalancer.idleTimeout',
      'invalid-value target.stickiness.cookieName',
      'unknown-key lodBalancer',
      'slow-start-algorithm target.slowStart',
    ]);
  });

  it.each([
    [{ lodBalancer: {} }, 'Did you mean loadBalancer?'],
    [{ target: { stickyness: {} } }, 'Did you mean target.stickiness?'],
    [{ idleTimeout: 60 }, 'Did you mean loadBalancer.idleTimeout?'],
    [{ completelyElse: 1 }, 'Remove it'],
  ])('an unknown key in %j names the nearest known one', (input, remedy) => {
    const result = validateConfig(input);
    const words = result.ok ? [] : result.findings.map(wordFinding);
    expect(words).toHaveLength(1);
    expect(words[0]?.remedy).toContain(remedy);
  });

  it('a key of another stickiness is told apart from an unknown one', () => {
    expect(found({ target: { stickiness: { type: 'lb_cookie', cookieName: 'a' } } })).toEqual([
      'misplaced-key target.stickiness.cookieName',
    ]);
  });

  it('an unknown type is reported at the type', () => {
    expect(found({ target: { stickiness: { type: 'cookie' } } })).toEqual([
      'invalid-value target.stickiness.type',
    ]);
  });

  it('Lambda targets are refused for ELB’s reason', () => {
    const result = validateConfig({ target: { type: 'lambda' } });
    expect(!result.ok && result.findings.map(({ code }) => code)).toEqual(['lambda-websocket']);
    expect(!result.ok && result.findings.map((finding) => wordFinding(finding).what).join()).toContain('400');
  });

  it.each([
    [
      'a wrong value in a required key',
      { dns: { hostedZoneId: 'Z1', domainName: 'example.com.' } },
      ['invalid-value dns.domainName'],
    ],
    [
      'a wrong address',
      { alarms: { notify: { emails: ['a@b'] } } },
      ['invalid-value alarms.notify.emails.0'],
    ],
    [
      'a mistake inside the trust store',
      { listener: { https: { mutualTls: { mode: 'verify', trustStore: { bucket: 'X', key: 'k' } } } } },
      ['invalid-value listener.https.mutualTls.trustStore.bucket'],
    ],
  ])('%s is reported once', (_, input, expected) => {
    expect(found(input)).toEqual(expected);
  });

  it('a conflict names the key that the user wrote', () => {
    const result = validateConfig({
      listener: { https: { mutualTls: { mode: 'passthrough', trustStore: { bucket: 'abc', key: 'k' } } } },
    });
    expect(!result.ok && result.findings.map((finding) => wordFinding(finding).what)).toEqual([
      'listener.https.mutualTls.trustStore is set while listener.https.mutualTls.mode is passthrough.',
    ]);
  });

  it.each([
    ['the same subnet twice', { network: { subnetIds: ['subnet-01234567', 'subnet-01234567'] } }],
    ['the same source twice', { network: { allowFrom: ['10.0.0.0/8', '10.0.0.0/8'] } }],
    ['host bits', { network: { allowFrom: ['10.0.0.1/8'] } }],
    ['IPv4 inside IPv6', { network: { allowFrom: ['::ffff:1.2.3.4/128'] } }],
    ['a loopback VPC', { network: { create: { cidr: '127.0.0.0/16' } } }],
    ['fifty tags', { tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v'])) }],
    ['a blank tag key', { tags: { ' ': 'x' } }],
    [
      'a long first name of a certificate',
      { listener: { https: { certificate: { domainName: `${'a'.repeat(60)}.example.com` } } } },
    ],
    ['a reversed range', { healthCheck: { matcher: '299-200' } }],
  ])('%s is refused', (_, input) => {
    expect(validateConfig(input).ok).toBe(false);
  });

  it('infinity is called by its name', () => {
    const result = validateConfig({ alarms: { target5xx: Infinity } });
    expect(!result.ok && wordFinding(result.findings[0]!).what).toContain('Infinity');
  });

  it('a rule is silent about a key that is wrong in itself', () => {
    expect(found({ target: { slowStart: 5 } })).toEqual(['invalid-value target.slowStart']);
  });

  it('a tag that YAML reads as a number is refused with a hint to quote it', () => {
    const result = validateConfig({ tags: { Version: 1.1 } });
    expect(!result.ok && wordFinding(result.findings[0]!).remedy).toContain('"1.1"');
  });

  it('__proto__ is an unknown key like any other', () => {
    expect(found(JSON.parse('{"__proto__": {"name": "x"}}'))).toEqual(['unknown-key __proto__']);
  });

  it('parseConfig throws them all', () => {
    try {
      parseConfig({ name: 'UPPER', heartbeat: 0 });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).findings.map(({ path }) => path.join('.'))).toEqual([
        'name',
        'heartbeat',
      ]);
    }
  });
});

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
      'dns-failover-threshold target.health.unhealthyRoutingCount',
      { target: { health: { unhealthyRoutingCount: 2 } } },
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
  ])('%j is fine', (input) => {
    expect(found(input)).toEqual([]);
  });

  it('warnings do not keep a config from being used', () => {
    const result = validateConfig({ heartbeat: 31, loadBalancer: { idleTimeout: 60 } });
    expect(result.ok).toBe(true);
  });
});
