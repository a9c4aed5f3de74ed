import { describe, expect, it } from 'vitest';
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

  it('true means a feature with all its defaults', () => {
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
  it('are all reported at once, even between right and wrong keys', () => {
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
  ])('an unknown key in %j suggests the nearest known one', (input, remedy) => {
    const result = validateConfig(input);
    const words = result.ok ? [] : result.findings.map(wordFinding);
    expect(words).toHaveLength(1);
    expect(words[0]?.remedy).toContain(remedy);
  });

  it.each([
    [{ logs: false }, 'access, connection, healthCheck', 'Set one of them, as in logs.access: false.'],
    [{ waf: true }, 'webAclArn', 'Set one of them, as in waf.create: true.'],
    [{ target: 3 }, 'type, port', 'Set one of them, as in target.anomalyMitigation: true.'],
    [{ listener: { https: 3 } }, 'port, sslPolicy', 'Use an allowed value.'],
  ])("a value in place of a group in %j lists the group's keys", (input, keys, remedy) => {
    const result = validateConfig(input);
    const words = result.ok ? [] : result.findings.map(wordFinding);
    expect(words).toEqual([expect.objectContaining({ remedy })]);
    expect(words[0]?.allowed).toContain(`a group of keys: ${keys}`);
  });

  it.each([
    [{ loadBalancer: { idleTimeout: '60s' } }, 'Write 60: a plain number.'],
    [{ loadBalancer: { idleTimeout: '1h' } }, 'Write 3600: a plain number.'],
    [{ logs: { retentionDays: '2 d' } }, 'Write 2: a plain number.'],
    [{ workload: { connections: '1.5M' } }, 'Write 1500000: a plain number.'],
    [{ workload: { connections: '50,000' } }, 'Write 50000: a plain number.'],
    // Not a whole number, not a number, a port without a unit; and a name stays a name.
    [{ loadBalancer: { idleTimeout: '0.5s' } }, undefined],
    [{ loadBalancer: { idleTimeout: 'long' } }, undefined],
    [{ target: { port: '80s' } }, undefined],
    [{ name: '5k' }, undefined],
  ])('%j: a number with a unit gets the plain number as a remedy', (input, remedy) => {
    const result = validateConfig(input);
    const remedies = (result.ok ? [] : result.findings).map((finding) => wordFinding(finding).remedy);
    if (remedy === undefined) expect(remedies.join()).not.toContain('plain number');
    else expect(remedies).toEqual([remedy]);
  });

  it('a ConfigError lists every finding, one per line', () => {
    const parse = () => parseConfig({ loadBalancer: { idleTimeout: 4001 }, lodBalancer: {} });
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(
      [
        'invalid config:',
        'loadBalancer.idleTimeout (error invalid-value): loadBalancer.idleTimeout is 4001. Allowed: 1–4000 seconds. Use an allowed value, or remove the key for the default, 4000.',
        'lodBalancer (error unknown-key): Unknown key "lodBalancer". Allowed: name, tags,',
      ].join('\n'),
    );
  });

  it('a key of another type of stickiness is distinguished from an unknown one', () => {
    expect(found({ target: { stickiness: { type: 'lb_cookie', cookieName: 'a' } } })).toEqual([
      'misplaced-key target.stickiness.cookieName',
    ]);
  });

  it('an unknown type is reported at the type', () => {
    expect(found({ target: { stickiness: { type: 'cookie' } } })).toEqual([
      'invalid-value target.stickiness.type',
    ]);
  });

  it("Lambda targets are refused, with ELB's reason", () => {
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

  it('Infinity is printed as such', () => {
    const result = validateConfig({ alarms: { target5xx: Infinity } });
    expect(!result.ok && wordFinding(result.findings[0]!).what).toContain('Infinity');
  });

  it('no rule complains about a key whose own value is wrong', () => {
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
