import { describe, expect, it } from 'vitest';
import { SETTINGS, settingValue } from '../../src/alb/rule.ts';
import { UNKNOWN } from '../../src/alb/setting.ts';
import { TLS_POLICIES, TLS_POLICY_API_DEFAULT, TLS_POLICY_RECOMMENDED } from '../../src/alb/tls-policies.ts';
import { allows, describeValues, type ValueSpec } from '../../src/alb/values.ts';
import { allKeys } from '../../src/config/keys.ts';

const spec = (subject: keyof typeof SETTINGS, key: string): ValueSpec => {
  const setting = SETTINGS[subject][key];
  if (!setting) throw new Error(key);
  return setting.values;
};

describe('what ELB allows', () => {
  it.each<[keyof typeof SETTINGS, string, string[], string[]]>([
    ['load-balancer', 'idle_timeout.timeout_seconds', ['1', '4000'], ['0', '4001', '-1', '60s', '1.5', '']],
    ['load-balancer', 'client_keep_alive.seconds', ['60', '604800'], ['59', '604801']],
    [
      'load-balancer',
      'routing.http.desync_mitigation_mode',
      ['monitor', 'strictest'],
      ['strict', 'Defensive'],
    ],
    ['load-balancer', 'deletion_protection.enabled', ['true', 'false'], ['yes', 'True', '1']],
    ['load-balancer', 'load_balancing.cross_zone.enabled', ['true'], ['false']],
    [
      'load-balancer',
      'access_logs.s3.prefix',
      ['a', 'a/b-c_d.e'],
      ['AWSLogs', 'a/AWSLogs/b', 'a/', '/a', 'a//b', '', 'a b', '${x}'],
    ],
    [
      'load-balancer',
      'access_logs.s3.bucket',
      ['abc', 'my.bucket-1'],
      ['ab', 'Abc', '-abc', 'a..b', '192.168.0.1', 'a'.repeat(64)],
    ],
    ['target-group', 'deregistration_delay.timeout_seconds', ['0', '3600'], ['3601']],
    ['target-group', 'slow_start.duration_seconds', ['0', '30', '900'], ['1', '29', '901']],
    [
      'target-group',
      'stickiness.app_cookie.cookie_name',
      ['SESSION', 'a.b-c'],
      ['AWSALB', 'AWSALBX', 'AWSALBTG', '', 'a b', 'a;b', 'a=b'],
    ],
    ['target-group', 'stickiness.lb_cookie.duration_seconds', ['1', '604800'], ['0', '604801']],
    ['target-group', 'HealthCheckIntervalSeconds', ['5', '300'], ['4', '301']],
    ['target-group', 'HealthCheckTimeoutSeconds', ['2', '120'], ['1', '121']],
    ['target-group', 'HealthCheckPort', ['traffic-port', '1', '65535'], ['0', '65536', 'traffic']],
    [
      'target-group',
      'HealthCheckPath',
      ['/', '/health?x=1&y=$z'],
      ['health', '', '/${x}', '/a b', '/ä', `/${'a'.repeat(1024)}`],
    ],
    [
      'target-group',
      'Matcher.HttpCode',
      ['200', '200,204', '200-299', '200-299,404'],
      ['101', '199', '500', '200-', '200 204', '2xx'],
    ],
    ['target-group', 'target_group_health.dns_failover.minimum_healthy_targets.count', ['off', '1'], ['0']],
    [
      'target-group',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count',
      ['1'],
      ['off', '0'],
    ],
    [
      'listener',
      'routing.http.response.strict_transport_security.header_value',
      ['max-age=31536000; includeSubDomains'],
      ['ä', 'a"b'],
    ],
  ])('%s %s', (subject, key, allowed, refused) => {
    for (const value of allowed) expect([value, allows(spec(subject, key), value)]).toEqual([value, true]);
    for (const value of refused) expect([value, allows(spec(subject, key), value)]).toEqual([value, false]);
  });

  it('describes the allowed values in words', () => {
    expect(describeValues(spec('load-balancer', 'idle_timeout.timeout_seconds'))).toBe('1–4000 seconds');
    expect(describeValues(spec('target-group', 'slow_start.duration_seconds'))).toBe('0 or 30–900 seconds');
    expect(describeValues(spec('target-group', 'HealthCheckPort'))).toBe('traffic-port or 1–65535');
  });
});

describe('the tables', () => {
  const all = Object.values(SETTINGS).flatMap((table) => Object.entries(table));
  it.each(all)(
    '%s has a default that it allows, and a source',
    (_, { default: fallback, values, source }) => {
      if (fallback !== undefined) expect(allows(values, fallback)).toBe(true);
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    },
  );
  it('refer to config keys that exist', () => {
    const known = new Set(allKeys());
    const named = all.flatMap(([, { configKey }]) => configKey ?? []);
    expect(named.filter((key) => !known.has(key))).toEqual([]);
    expect(named.length).toBeGreaterThan(40);
  });
});

describe('TLS policies', () => {
  it("include the recommended one and the API's default", () => {
    expect(TLS_POLICIES.get(TLS_POLICY_RECOMMENDED)).toEqual({ minimum: '1.2', current: true });
    expect(TLS_POLICIES.get(TLS_POLICY_API_DEFAULT)).toEqual({ minimum: '1.0', current: true });
  });
  it('the second number in "TLS13-1-2" is the minimum version', () => {
    for (const [name, { minimum }] of TLS_POLICIES) {
      const floor = /TLS13-1-(\d)-/.exec(name)?.[1];
      if (floor !== undefined) expect(`${name} ${minimum}`).toBe(`${name} 1.${floor}`);
    }
  });
});

it("falls back to ELB's default when a setting is not set", () => {
  const settings = new Map([['HealthCheckPath', '/up']]);
  expect(settingValue('target-group', settings, 'HealthCheckPath')).toBe('/up');
  expect(settingValue('target-group', settings, 'Matcher.HttpCode')).toBe('200');
  expect(settingValue('target-group', new Map([['Matcher.HttpCode', UNKNOWN]]), 'Matcher.HttpCode')).toBe(
    UNKNOWN,
  );
  expect(settingValue('target-group', settings, 'no.such.attribute')).toBeUndefined();
});
