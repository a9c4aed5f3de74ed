import { expect, describe, it } from 'vitest';
import * as settings from '../../src/config/settings.ts';
import { routingOf, type Routing } from '../../src/config/routing.ts';
import { targetGroupsOf } from '../../src/config/target-groups.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { alarmsOf } from '../../src/monitoring/alarms.ts';
import { applyTo } from '../../src/wizard/change.ts';
import { fromLoadBalancer } from '../../src/wizard/live/from-load-balancer.ts';
import type { Live } from '../../src/wizard/live/live.ts';
import { liveOf } from '../helpers/live-of-template.ts';
import { objectOf } from '../helpers/template.ts';
import { ROUTE_CASES } from '../template/cases-routes.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';

const back = (live: Live) => {
  const { assignments, left } = fromLoadBalancer(live);
  return { config: parseConfig(applyTo({}, assignments)), left };
};

const withoutCertificate = (https: ReturnType<typeof settings.httpsListenerSettings>) =>
  https && new Map([...https].filter(([key]) => key !== 'Certificates.CertificateArn'));
/** ELB does not return secrets, and names without a target group are lost. */
const withoutSecrets = (routing: Routing): unknown =>
  JSON.parse(
    JSON.stringify(routing, (key, value: unknown) =>
      key === 'clientSecret' || (key === 'route' && value !== undefined) ? '…' : value,
    ),
  );
/** Everything that a config sets in ELB, and its alarms. */
const meaning = (config: ReturnType<typeof parseConfig>) => ({
  loadBalancer: new Map(
    [...settings.loadBalancerSettings(config)].filter(([key]) => !key.endsWith('s3.bucket')),
  ),
  targetGroups: targetGroupsOf(config).map(({ route, protocolVersion, config: own }) => [
    route,
    settings.targetGroupSettings(own, protocolVersion),
    own.target.type,
  ]),
  routing: withoutSecrets(routingOf(config)),
  https: withoutCertificate(settings.httpsListenerSettings(config)),
  headers: settings.httpsListenerAttributes(config),
  http: config.listener.http,
  allowFrom: config.network.allowFrom,
  // The servers' own metrics do not name the load balancer.
  alarms: alarmsOf(config).filter(({ dimensions }) => dimensions !== 'application'),
});

/** The template creates its own security group, ELB returns no secrets, and nobody knows who registered an address. */
const LEFT_ANYWAY =
  /^the security groups|^how often the application|the secret of the client|registered addresses/;

describe('reads a deployed config back', () => {
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
    ...presetNames.map((name) => [name, presetInput(name)] as const),
    ...Object.entries(ROUTE_CASES),
    ...Object.entries(extra),
  ];
  it.each(configs)('%s', (_, input) => {
    const config = parseConfig(input);
    const { config: written, left } = back(liveOf(objectOf(input)));
    expect(meaning(written)).toEqual(meaning(config));
    expect(left.filter((what) => !LEFT_ANYWAY.test(what))).toEqual([]);
  });
});

describe('lists what a config cannot express', () => {
  const live = liveOf(objectOf({}));
  const [listener] = live.listeners;
  const leftOf = (changes: Partial<Live>) => back({ ...live, ...changes }).left.join('\n');

  it('a listener on another port', () => {
    const left = leftOf({
      listeners: [
        ...live.listeners,
        { ...listener!, description: { ...listener!.description, Port: 8080, Protocol: 'HTTP' } },
      ],
    });
    expect(left).toContain('the HTTP listener on port 8080');
  });

  it('attributes, headers and alarms without a key', () => {
    const left = leftOf({
      attributes: new Map([...live.attributes, ['routing.http.of_the_future.enabled', 'true']]),
      alarms: [...live.alarms, { AlarmName: 'mine', MetricName: 'RequestCount' }],
    });
    expect(left).toContain('routing.http.of_the_future.enabled = true');
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

  it('a value that a config does not allow', () => {
    const { config, left } = back({
      ...live,
      attributes: new Map([...live.attributes, ['idle_timeout.timeout_seconds', '99999']]),
    });
    expect(config.loadBalancer.idleTimeout).toBe(4000);
    expect(left.join('\n')).toContain('loadBalancer.idleTimeout: 99999');
  });
});
