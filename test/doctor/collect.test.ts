// From the calls to the observations: recorded responses in, observations out.
import { describe, expect, it } from 'vitest';
import { list } from '../../src/doctor/calls/answer-fields.ts';
import { answerWith, type Answer, type Call } from '../../src/doctor/calls/call.ts';
import { PERMISSIONS } from '../../src/doctor/calls/permissions.ts';
import { KnownError } from '../../src/common/known-error.ts';
import { collect } from '../../src/doctor/collect/collect.ts';
import { readAlarms } from '../../src/doctor/collect/read-answers.ts';
import { groupsInUse } from '../../src/doctor/evidence/target-groups.ts';
import { commandList } from '../../src/doctor/report/command-list.ts';
import { points, total } from '../../src/doctor/observations/metrics.ts';
import { observedValue } from '../../src/doctor/observations/observations.ts';
import {
  about,
  collected,
  failed,
  groupOf,
  healthy,
  LOAD_BALANCER,
  NOW,
  ok,
  recordedAnswer,
  request,
} from './helpers/observed.ts';

it('reads responses as the AWS CLI prints them', () => {
  const observed = healthy();
  expect(observed.missing).toEqual([]);
  expect(observed.loadBalancer).toMatchObject({
    state: 'active',
    scheme: 'internet-facing',
    zones: ['eu-west-1a', 'eu-west-1b'],
  });
  expect(observedValue(observed.attributes)?.get('idle_timeout.timeout_seconds')).toBe('4000');
  const listeners = observedValue(observed.listeners) ?? [];
  expect(listeners.map(({ port }) => port)).toEqual([80, 443]);
  expect(groupsInUse(observed)).toEqual([groupOf(observed)]);
  expect(observedValue(groupOf(observed).targets)).toHaveLength(2);
  expect(groupOf(observed).settings.get('Matcher.HttpCode')).toBe('200-299');
  expect(observed.certificates.map(observedValue)).toMatchObject([
    { status: 'ISSUED', expires: '2027-11-22T17:12:39Z' },
  ]);
  expect(observed.stack?.parameters.get('InstanceIds')).toContain('i-929486741e4ae673e');
  // Version 1 of the AWS CLI writes times as seconds.
  const readings = observedValue(observed.metrics);
  expect(readings && points(readings, 'ActiveConnectionCount')).toEqual([
    [Date.parse('2026-11-22T17:17:00Z'), 2000],
  ]);
});

it('reads times as AWS CLI version 2 prints them, paginated and newest first', () => {
  const page = (...times: string[]) => ({
    Label: 'HTTPCode_ELB_502_Count Sum',
    Timestamps: times,
    Values: times.map(() => 2),
  });
  const [observed] = collected(
    about(
      'get-metric-data',
      ok({
        MetricDataResults: [
          page('2026-11-22T17:02:00+00:00', '2026-11-22T17:01:00Z'),
          page('2026-11-22T17:00:00+00:00'),
        ],
      }),
    ),
  ).loadBalancers;
  const readings = observed && observedValue(observed.metrics);
  expect(readings && total(readings, 'HTTPCode_ELB_502_Count')).toBe(6);
  expect(
    readings && points(readings, 'HTTPCode_ELB_502_Count').map(([time]) => new Date(time).getMinutes()),
  ).toEqual([0, 1, 2]);
});

it('reads the ECS services of a stack that register with the load balancer, and their stopped tasks', () => {
  const arn = (name: string) => `arn:aws:ecs:eu-west-1:123456789012:service/chat/${name}`;
  const group = groupOf(healthy()).arn;
  const instead = (call: Call): Answer | undefined => {
    switch (call.args[1]) {
      case 'list-stack-resources': {
        const recorded = recordedAnswer(call);
        const resources = recorded.ok ? list(recorded.value, 'StackResourceSummaries') : [];
        const services = ['sockets', 'worker'].map((name) => ({
          LogicalResourceId: name,
          PhysicalResourceId: arn(name),
          ResourceType: 'AWS::ECS::Service',
        }));
        return ok({ StackResourceSummaries: [...resources, ...services] });
      }
      case 'describe-services':
        expect(call.args).toContain('worker');
        return ok({
          services: [
            {
              serviceArn: arn('sockets'),
              serviceName: 'sockets',
              clusterArn: 'arn:aws:ecs:eu-west-1:123456789012:cluster/chat',
              desiredCount: 2,
              runningCount: 1,
              loadBalancers: [{ targetGroupArn: group }],
              deployments: [{ id: 'd', status: 'PRIMARY', rolloutState: 'FAILED', createdAt: 1_795_000_000 }],
              events: [{ createdAt: '2026-11-22T17:00:00Z', message: 'm' }],
            },
            { serviceArn: arn('worker'), serviceName: 'worker' },
          ],
        });
      case 'list-tasks':
        return call.args.includes('sockets') ? ok({ taskArns: ['t1'] }) : ok({ taskArns: [] });
      case 'describe-tasks':
        return ok({
          tasks: [
            {
              taskArn: 't1',
              stopCode: 'EssentialContainerExited',
              stoppedReason: 'r',
              containers: [{ name: 's', exitCode: 1 }],
            },
          ],
        });
      default:
        return undefined;
    }
  };
  const [seen] = collected(instead).loadBalancers;
  const services = observedValue(seen?.services) ?? [];
  expect(services.map(({ name, cluster, desired, running }) => [name, cluster, desired, running])).toEqual([
    ['sockets', 'chat', 2, 1],
  ]);
  expect(services[0]?.deployments).toMatchObject([{ rollout: 'FAILED', created: 1_795_000_000_000 }]);
  expect(observedValue(services[0]?.stopped)).toMatchObject([
    { code: 'EssentialContainerExited', containers: [{ name: 's', exitCode: 1 }] },
  ]);

  // Without permission to call ECS, the report says so and judges the rest.
  const [denied] = collected((call) =>
    ['describe-services', 'list-tasks'].includes(call.args[1] ?? '')
      ? failed('access-denied', 'AccessDeniedException')
      : instead(call),
  ).loadBalancers;
  expect(denied?.missing.map(({ permission }) => permission)).toContain('ecs:DescribeServices');
  expect(observedValue(denied?.services)).toBeUndefined();
});

it('target groups in rules and weighted actions are in use', () => {
  const weighted = (...arns: string[]) => ({
    Type: 'forward',
    ForwardConfig: { TargetGroups: arns.map((arn) => ({ TargetGroupArn: arn })) },
  });
  const [observed] = collected(
    about(
      'describe-rules',
      ok({ Rules: [{ Actions: [{ Type: 'authenticate-oidc' }, weighted('arn:a', 'arn:b')] }] }),
    ),
  ).loadBalancers;
  const listeners = (observed && observedValue(observed.listeners)) ?? [];
  const [rule] = listeners[0]?.rules ?? [];
  expect(rule?.actions).toMatchObject([
    { type: 'authenticate-oidc' },
    { type: 'forward', forward: { groups: [{ group: 'arn:a' }, { group: 'arn:b', weight: 1 }] } },
  ]);
});

describe('denied calls', () => {
  it.each([
    ['describe-load-balancer-attributes', 'elasticloadbalancing:DescribeLoadBalancerAttributes'],
    ['describe-listeners', 'elasticloadbalancing:DescribeListeners'],
    ['describe-target-groups', 'elasticloadbalancing:DescribeTargetGroups'],
    ['describe-target-health', 'elasticloadbalancing:DescribeTargetHealth'],
    ['describe-certificate', 'acm:DescribeCertificate'],
    ['describe-security-groups', 'ec2:DescribeSecurityGroups'],
    ['get-metric-data', 'cloudwatch:GetMetricData'],
    ['get-bucket-policy', 's3:GetBucketPolicy'],
    ['list-objects-v2', 's3:ListBucket'],
    ['get-template', 'cloudformation:GetTemplate'],
    ['describe-stack-events', 'cloudformation:DescribeStackEvents'],
  ])('%s: the rest continues, and the permission is named', (operation, permission) => {
    const all = collected(about(operation, failed('access-denied', 'AccessDenied')));
    expect(all.loadBalancers).toHaveLength(1);
    const missing = [...all.missing, ...all.loadBalancers.flatMap((one) => one.missing)];
    expect(missing.map((one) => one.permission)).toContain(permission);
    expect(new Set(missing.map((one) => one.permission)).size).toBe(1);
    expect(PERMISSIONS).toContain(permission);
  });

  it.each(['describe-stacks', 'list-stack-resources', 'describe-load-balancers'])(
    '%s: nothing can be judged',
    (operation) => {
      const look = () => collected(about(operation, failed('access-denied', 'AccessDenied')));
      expect(look).toThrow(KnownError);
      expect(look).toThrow(/Could not read the (stack|resources|load balancer)/);
    },
  );

  it('a missing bucket policy is a valid answer', () => {
    const [observed] = collected(
      about('get-bucket-policy', failed('not-found', 'NoSuchBucketPolicy')),
    ).loadBalancers;
    expect(observed?.logBuckets[0]?.policy).toEqual({ value: {} });
    expect(observed?.missing).toEqual([]);
  });

  it('responses of another shape are read as empty', () => {
    for (const value of [
      undefined,
      null,
      [],
      'text',
      { Attributes: {} },
      { TargetHealthDescriptions: [null, 7] },
    ]) {
      const all = collected((call) =>
        ['describe-stacks', 'list-stack-resources', 'describe-load-balancers'].includes(call.args[1] ?? '')
          ? undefined
          : ok(value),
      );
      expect(all.loadBalancers).toHaveLength(1);
    }
  });
});

describe('--commands', () => {
  it('prints the calls of a run, with placeholders for unknown values', () => {
    const made: string[] = [];
    answerWith(collect(request), (call) => {
      made.push(call.args.slice(0, 2).join(' '));
      return recordedAnswer(call);
    });
    const lines = commandList(request, { region: 'eu-west-1' })
      .split('\n')
      .filter((line) => line.startsWith('aws '));
    const printed = new Set(lines.map((line) => line.split(' ').slice(1, 3).join(' ')));
    // The recording has no IP target and no service; a run may find some.
    const more = [
      'ec2 describe-network-interfaces',
      'ecs describe-services',
      'ecs list-tasks',
      'ecs describe-tasks',
    ];
    expect(new Set([...made, ...more])).toEqual(printed);
    expect(lines.every((line) => line.endsWith('--output json --region eu-west-1'))).toBe(true);
    expect(lines.join('\n')).toContain(
      '--load-balancer-arn arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID',
    );
  });

  it('names the load balancer if given', () => {
    const text = commandList({ now: NOW, window: request.window, loadBalancer: LOAD_BALANCER }, {});
    expect(text).not.toContain('loadbalancer/app/NAME/ID');
    expect(text).toContain(
      '"Name":"LoadBalancer","Value":"app/chat-WebSocketALB-2NCD764M6REH/a635c1bfee692186"',
    );
  });

  it('the policy has exactly the permissions of the calls', () => {
    const used = [...commandList(request, {}).matchAll(/^# .*\((\w+:\w+)\)$/gm)].map(
      ([, permission]) => permission,
    );
    expect(new Set(used)).toEqual(new Set(PERMISSIONS));
  });
});

it('reads how alarms read metrics of load balancers, in metric math too', () => {
  const dimensions = [{ Name: 'LoadBalancer', Value: 'app/chat/0123456789abcdef' }];
  const alarms = readAlarms({
    MetricAlarms: [
      {
        AlarmName: 'one',
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'ActiveConnectionCount',
        Statistic: 'Sum',
        Period: 300,
        Dimensions: dimensions,
      },
      {
        AlarmName: 'percentile',
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'TargetResponseTime',
        ExtendedStatistic: 'p99',
        Period: 60,
      },
      {
        AlarmName: 'math',
        Metrics: [
          { Id: 'e1', Expression: 'm1 / 5' },
          {
            Id: 'm1',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/ApplicationELB',
                MetricName: 'ActiveConnectionCount',
                Dimensions: dimensions,
              },
              Period: 300,
              Stat: 'Sum',
            },
          },
        ],
      },
      {
        AlarmName: 'own',
        Namespace: 'Chat',
        MetricName: 'ActiveConnectionCount',
        Statistic: 'Average',
        Period: 300,
      },
    ],
  });
  const connections = { metric: 'ActiveConnectionCount', statistic: 'Sum', period: 300 };
  const ofLoadBalancer = new Map([['LoadBalancer', 'app/chat/0123456789abcdef']]);
  expect(alarms.map(({ readings }) => readings)).toEqual([
    [{ ...connections, dimensions: ofLoadBalancer, isInMath: false }],
    [{ metric: 'TargetResponseTime', statistic: 'p99', period: 60, dimensions: new Map(), isInMath: false }],
    [{ ...connections, dimensions: ofLoadBalancer, isInMath: true }],
    [],
  ]);
  expect(alarms.map(({ loadBalancers }) => loadBalancers.length)).toEqual([1, 0, 1, 0]);
});
