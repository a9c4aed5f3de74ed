// Near misses that used to be hits, and commands that would have fixed one thing and broken another.
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/doctor/collect/collect.ts';
import { answerWith } from '../../src/doctor/calls/call.ts';
import type { DoctorFinding } from '../../src/doctor/diagnose.ts';
import {
  observedValue,
  type Instance,
  type LogDelivery,
  type Observations,
} from '../../src/doctor/observations/observations.ts';
import { windowBefore } from '../../src/doctor/observations/window.ts';
import {
  collected,
  context,
  failed,
  flat,
  forwardingTo,
  healthy,
  judge,
  NOW,
  recordedAnswer,
  request,
  withAttributes,
  withGroup,
  withMetrics,
} from './helpers/observed.ts';

const commands = ([finding]: readonly DoctorFinding[]) =>
  (finding?.steps ?? []).flatMap(({ command = '' }) => command);

describe('log delivery', () => {
  const two = (policy: object): Observations => {
    const observed = healthy();
    const [log] = observed.logs;
    if (!log) throw new Error('no log');
    const connection: LogDelivery = { ...log, kind: 'connection_logs', prefix: 'connections' };
    return {
      ...observed,
      logs: [log, connection],
      logBuckets: observed.logBuckets.map((one) => ({ ...one, policy: { value: policy } })),
    };
  };
  const put = (finding: DoctorFinding | undefined) =>
    JSON.parse(/--policy '(.*)' --region/.exec(finding?.steps[0]?.command ?? '')?.[1] ?? '') as {
      Id?: string;
      Version: string;
      Statement: { Sid?: string; Resource: string }[];
    };

  it('the command for each log includes the statement for the other, so both can be run', () => {
    const found = judge('log-delivery-denied', two({}));
    expect(found).toHaveLength(2);
    for (const finding of found)
      expect(put(finding).Statement.map(({ Resource }) => Resource.split('/')[1])).toEqual([
        'alb-logs',
        'connections',
      ]);
  });

  it('existing statements stay, and no Sid is duplicated', () => {
    const own = {
      Sid: 'AllowLogDeliveryAccessLogs',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
    };
    const { Id, Version, Statement } = put(
      judge('log-delivery-denied', two({ Id: 'ours', Statement: [own] }))[0],
    );
    expect([Id, Version]).toEqual(['ours', '2008-10-17']);
    expect(Statement[0]).toEqual(own);
    expect(Statement.filter(({ Sid }) => Sid === own.Sid)).toHaveLength(1);
  });

  it('requests on days whose files were not listed do not require files', () => {
    const quiet = (ago: number, seconds: number) => {
      const observed = healthy();
      const window = windowBefore(NOW, seconds);
      const time = Math.floor((NOW.getTime() - ago * 1000) / (window.period * 1000)) * window.period * 1000;
      return {
        ...observed,
        window,
        logs: observed.logs.map((log) => ({ ...log, files: { value: 0 } })),
        metrics: { value: { series: new Map([['HTTPCode_Target_2XX_Count Sum', [[time, 500] as const]]]) } },
      };
    };
    expect(judge('log-files-missing', quiet(3 * 86_400, 7 * 86_400))).toEqual([]);
    // The hour that began at 17:00 has lasted 17 minutes: all of its requests may be younger than 20 minutes.
    expect(judge('log-files-missing', quiet(600, 7 * 86_400))).toEqual([]);
    expect(judge('log-files-missing', quiet(86_400, 7 * 86_400))).toHaveLength(1);
  });
});

it('a terminated instance is not to be started', () => {
  const stopped = (state: Instance['state'] | undefined): Observations => {
    const unused = { state: 'unused', reason: 'Target.InvalidState' };
    const observed = withGroup(healthy(), {}, [
      { id: 'i-1', ...unused, port: 1 },
      { id: 'i-1', ...unused, port: 2 },
    ]);
    const instance = { id: 'i-1', state: state ?? '', address: undefined, securityGroups: [] };
    return { ...observed, instances: { value: state === undefined ? [] : [instance] } };
  };
  const start = (observed: Observations) =>
    commands(judge('target-stopped', observed)).filter((one) => one.includes('start-instances'));
  expect(start(stopped('stopped'))).toEqual([
    'aws ec2 start-instances --instance-ids i-1 --region eu-west-1',
  ]);
  expect(start(stopped('terminated'))).toEqual([]);
  expect(start(stopped(undefined))).toHaveLength(1);
});

it('target groups of different sizes do not mean that a host was lost', () => {
  const observed = withMetrics(healthy(), {
    HealthyHostCount: flat(2),
    ActiveConnectionCount: flat(4000),
    NewConnectionCount: [...flat(20, 31), 2000, ...flat(20, 28)],
  });
  const [group] = observedValue(observed.targetGroups) ?? [];
  const readings = observedValue(observed.metrics);
  if (!group || !readings) throw new Error('no group');
  const more = (readings.series.get(`HealthyHostCount Minimum ${group.fullName}`) ?? []).map(
    ([time]) => [time, 5] as const,
  );
  const other = { ...group, arn: `${group.arn}2`, fullName: `${group.fullName}2` };
  const both: Observations = {
    ...forwardingTo(observed, [group, other]),
    metrics: {
      value: { series: new Map([...readings.series, [`HealthyHostCount Minimum ${other.fullName}`, more]]) },
    },
  };
  const [storm] = judge('reconnect-storm', both);
  expect(storm?.evidence).toContainEqual(['fewer healthy hosts around the peak', 'no']);
});

it('an idle timeout of 60 s is fine with a heartbeat of at most half of it', () => {
  const observed = withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '60' });
  const given = (heartbeat: number) => context({ heartbeat, loadBalancer: { idleTimeout: 60 } });
  expect(judge('sockets-die-at-idle-timeout', observed, given(30))).toEqual([]);
  expect(judge('sockets-die-at-idle-timeout', observed, given(31))).toHaveLength(1);
  // Changed back to the default, whatever the heartbeat.
  expect(judge('sockets-die-at-idle-timeout', observed, context({ heartbeat: 30 }))).toHaveLength(1);
});

it('opens the security group to every source in the config', () => {
  const observed = healthy();
  const shut: Observations = {
    ...observed,
    securityGroups: {
      value: (observedValue(observed.securityGroups) ?? []).map((one) => ({ ...one, ingress: [] })),
    },
  };
  const allowFrom = ['192.0.2.0/24', '2001:db8::/32', 'pl-0123456789abcdef0'];
  const given = context({ network: { allowFrom, ipAddressType: 'dualstack' } });
  const [command = ''] = commands(judge('security-group-clients', shut, given));
  expect(JSON.parse(/--ip-permissions '(.*)' --region/.exec(command)?.[1] ?? '')).toEqual([
    {
      IpProtocol: 'tcp',
      FromPort: 80,
      ToPort: 80,
      IpRanges: [{ CidrIp: '192.0.2.0/24' }],
      Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
      PrefixListIds: [{ PrefixListId: 'pl-0123456789abcdef0' }],
    },
  ]);
});

it('a listener is recreated with its mutual TLS settings', () => {
  const given = context({ listener: { https: { port: 8443, mutualTls: { mode: 'passthrough' } } } });
  const [command] = commands(judge('listener-missing', { ...healthy(), stack: undefined }, given));
  expect(command).toContain(`--mutual-authentication '{"Mode":"passthrough"}'`);
});

it('no target groups is a valid answer, not a failed call', () => {
  const [observed] = collected(({ args }) =>
    args[1] === 'describe-target-groups' ? failed('not-found', 'TargetGroupNotFound') : undefined,
  ).loadBalancers;
  expect(observed?.missing).toEqual([]);
  expect(observed?.targetGroups).toEqual({ value: [] });
});

it('refers to a load balancer by its name, not by part of its ARN', () => {
  expect(() => answerWith(collect({ ...request, loadBalancer: 'app' }), recordedAnswer)).toThrow(
    'The stack chat has no load balancer app.',
  );
});

it('compares every observed property of a target group with the template', () => {
  const observed = withGroup(healthy(), { HealthCheckEnabled: 'false', TargetControlPort: '3001' });
  const [id = '', template] = [...(observed.stack?.templates ?? [])][0] ?? [];
  const changed = structuredClone(template) as {
    Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  };
  for (const { Type, Properties } of Object.values(changed.Resources))
    if (Type === 'AWS::ElasticLoadBalancingV2::TargetGroup')
      Object.assign(Properties, { HealthCheckEnabled: true, TargetControlPort: 3000 });
  const stack = observed.stack && { ...observed.stack, templates: new Map([[id, changed]]) };
  const [finding] = judge('changed-outside-the-stack', { ...observed, stack });
  expect(finding?.evidence).toEqual([
    ['TargetControlPort', '3001, wanted 3000'],
    ['HealthCheckEnabled', 'false, wanted true'],
  ]);
  // The port of the target optimizer cannot be changed in place.
  expect(commands(finding ? [finding] : []).join('\n')).toContain('--health-check-enabled');
});
