import { expect, describe, it } from 'vitest';
import * as settings from '../../src/config/settings.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { alarmsOf } from '../../src/monitoring/alarms.ts';
import { applyTo } from '../../src/wizard/change.ts';
import { fromLoadBalancer } from '../../src/wizard/live/from-load-balancer.ts';
import type { Live } from '../../src/wizard/live/live.ts';
import { liveOf } from '../helpers/live-of-template.ts';
import { objectOf } from '../helpers/template.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';

const back = (live: Live) => {
  const { assignments, left } = fromLoadBalancer(live);
  return { config: parseConfig(applyTo({}, assignments)), left };
};

/** All that a config sets on ELB, and its alarms. */
const withoutCertificate = (https: ReturnType<typeof settings.httpsListenerSettings>) =>
  https && new Map([...https].filter(([key]) => key !== 'Certificates.CertificateArn'));
const meaning = (config: ReturnType<typeof parseConfig>) => ({
  loadBalancer: new Map(
    [...settings.loadBalancerSettings(config)].filter(([key]) => !key.endsWith('s3.bucket')),
  ),
  targetGroup: settings.targetGroupSettings(config),
  https: withoutCertificate(settings.httpsListenerSettings(config)),
  headers: settings.httpsListenerAttributes(config),
  http: config.listener.http,
  allowFrom: config.network.allowFrom,
  alarms: alarmsOf(config),
});

describe('what is deployed is what the config says again', () => {
  const extra: Readonly<Record<string, object>> = {
    'all logs, HSTS, no server header': {
      logs: { access: { prefix: 'a' }, connection: { prefix: 'b' }, healthCheck: { prefix: 'c' } },
      listener: { https: { hsts: { maxAge: 100, preload: true }, hideServerHeader: true, port: 8443 } },
    },
    'a target group of its own kind': {
      target: {
        type: 'ip',
        protocol: 'HTTPS',
        port: 9000,
        algorithm: 'round_robin',
        slowStart: 60,
        stickiness: { type: 'lb_cookie', duration: 60 },
        health: { dnsFailoverCount: 2, unhealthyRoutingPercentage: 50 },
      },
      healthCheck: {
        path: '/ok',
        port: 9001,
        protocol: 'HTTP',
        interval: 10,
        timeout: 3,
        matcher: '200,204',
      },
    },
    'alarms with thresholds and periods of their own': {
      alarms: {
        highConnectionCount: 5,
        target5xx: { threshold: 3, period: 300, evaluationPeriods: 4, datapointsToAlarm: 2 },
        rejectedConnections: false,
        lcuBudget: 12,
      },
    },
    'a load balancer of its own kind': {
      loadBalancer: {
        idleTimeout: 20,
        http2: false,
        desyncMitigation: 'strictest',
        xffMode: 'preserve',
        wafFailOpen: true,
        zonalShift: true,
      },
      heartbeat: 10,
      network: { ipAddressType: 'dualstack' },
    },
  };
  const configs = [
    // Rules with routes are listed as what the config does not say.
    ...presetNames
      .map((name) => [name, presetInput(name)] as const)
      .filter(([, input]) => input['routes'] === undefined),
    ...Object.entries(extra),
  ];
  it.each(configs)('%s', (_, input) => {
    const config = parseConfig(input);
    const { config: written, left } = back(liveOf(objectOf(input)));
    expect(meaning(written)).toEqual(meaning(config));
    // The template makes a security group of its own, and nothing else is lost.
    expect(left.filter((what) => !/^(the security groups|how often the application)/.test(what))).toEqual([]);
  });
});

describe('what a config cannot say is listed', () => {
  const live = liveOf(objectOf({}));
  const [group] = live.targetGroups;
  const [listener] = live.listeners;
  const leftOf = (changes: Partial<Live>) => back({ ...live, ...changes }).left.join('\n');

  it('rules, a second target group, other listeners', () => {
    const rule = {
      Priority: '10',
      Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: 'second' }],
    } as never;
    const left = leftOf({
      listeners: [
        ...live.listeners.map((one) => ({ ...one, rules: [rule] })),
        { ...listener!, description: { ...listener!.description, Port: 8080, Protocol: 'HTTP' } },
      ],
      targetGroups: [
        group!,
        {
          ...group!,
          description: { ...group!.description, TargetGroupArn: 'second', TargetGroupName: 'api' },
        },
      ],
    });
    expect(left).toContain('path-pattern /api/* -> forward');
    expect(left).toContain('the target group api');
    expect(left).toContain('the HTTP listener on port 8080');
  });

  it('attributes, headers and alarms without a key', () => {
    const left = leftOf({
      attributes: new Map([...live.attributes, ['ipv6.deny_all_igw_traffic', 'true']]),
      alarms: [...live.alarms, { AlarmName: 'mine', MetricName: 'RequestCount' }],
    });
    expect(left).toContain('ipv6.deny_all_igw_traffic = true');
    expect(left).toContain('the alarm mine');
  });

  it('an Auto Scaling group keeps its instances', () => {
    const { config, left } = back({
      ...live,
      instances: [{ InstanceId: 'i-1', Tags: [{ Key: 'aws:autoscaling:groupName', Value: 'fleet' }] }],
    });
    expect(config.target).toMatchObject({ instanceCount: 0 });
    expect(config.target.instanceIds).toBeUndefined();
    expect(left.join()).toContain('the Auto Scaling group fleet');
  });

  it('a value that a config refuses', () => {
    const { config, left } = back({
      ...live,
      attributes: new Map([...live.attributes, ['idle_timeout.timeout_seconds', '99999']]),
    });
    expect(config.loadBalancer.idleTimeout).toBe(4000);
    expect(left.join('\n')).toContain('loadBalancer.idleTimeout: 99999');
  });
});
