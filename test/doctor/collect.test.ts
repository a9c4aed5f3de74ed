// From the calls to the observations: recorded answers in, observations out.
import { describe, expect, it } from 'vitest';
import { answerWith, type Answer, type Call } from '../../src/doctor/call.ts';
import { PERMISSIONS } from '../../src/doctor/permissions.ts';
import { CannotLook } from '../../src/doctor/cannot-look.ts';
import { lastFailures } from '../../src/doctor/collect/stack.ts';
import { collect } from '../../src/doctor/collect/collect.ts';
import { commandList } from '../../src/doctor/commands.ts';
import { points, total } from '../../src/doctor/metrics.ts';
import { seen } from '../../src/doctor/observations.ts';
import { collected, failed, groupOf, healthy, judgeStack, NOW, recordedAnswer, request } from './observed.ts';

const LOAD_BALANCER = healthy().loadBalancer.arn;
const about = (operation: string, instead: Answer | ((call: Call) => Answer | undefined)) => (call: Call) =>
  call.args[1] === operation ? (typeof instead === 'function' ? instead(call) : instead) : undefined;
const ok = (value: unknown): Answer => ({ ok: true, value });

it('reads what the AWS CLI answered', () => {
  const observed = healthy();
  expect(observed.missing).toEqual([]);
  expect(observed.loadBalancer).toMatchObject({
    state: 'active',
    scheme: 'internet-facing',
    zones: ['eu-west-1a', 'eu-west-1b'],
  });
  expect(seen(observed.attributes)?.get('idle_timeout.timeout_seconds')).toBe('4000');
  const listeners = seen(observed.listeners) ?? [];
  expect(listeners.map(({ port, targetGroups }) => [port, targetGroups])).toEqual([
    [80, []],
    [443, [groupOf(observed).arn]],
  ]);
  expect(seen(groupOf(observed).targets)).toHaveLength(2);
  expect(groupOf(observed).settings.get('Matcher.HttpCode')).toBe('200-299');
  expect(observed.certificates.map(seen)).toMatchObject([
    { status: 'ISSUED', expires: '2027-11-22T17:12:39Z' },
  ]);
  expect(observed.stack?.parameters.get('InstanceIds')).toContain('i-929486741e4ae673e');
  // Version 1 of the AWS CLI writes times as seconds.
  const readings = seen(observed.metrics);
  expect(readings && points(readings, 'ActiveConnectionCount')).toEqual([
    [Date.parse('2026-11-22T17:17:00Z'), 2000],
  ]);
});

it('reads times as version 2 of the AWS CLI writes them, in pages and newest first', () => {
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
  const readings = observed && seen(observed.metrics);
  expect(readings && total(readings, 'HTTPCode_ELB_502_Count')).toBe(6);
  expect(
    readings && points(readings, 'HTTPCode_ELB_502_Count').map(([time]) => new Date(time).getMinutes()),
  ).toEqual([0, 1, 2]);
});

it('target groups of rules and of weighted actions are in use', () => {
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
  const listeners = (observed && seen(observed.listeners)) ?? [];
  expect(listeners[0]?.targetGroups).toEqual(['arn:a', 'arn:b']);
});

describe('what is not answered', () => {
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
  ])('%s: the rest goes on, and the permission is named', (operation, permission) => {
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
      expect(look).toThrow(CannotLook);
      expect(look).toThrow(/Could not look at the (stack|resources|load balancer)/);
    },
  );

  it('a bucket without a policy is an answer', () => {
    const [observed] = collected(
      about('get-bucket-policy', failed('not-found', 'NoSuchBucketPolicy')),
    ).loadBalancers;
    expect(observed?.logBuckets[0]?.policy).toEqual({ seen: {} });
    expect(observed?.missing).toEqual([]);
  });

  it('answers of another shape are read as empty', () => {
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

describe('what is looked at', () => {
  const resources = (...types: [id: string, physical: string, type: string][]) =>
    about('list-stack-resources', (call) =>
      call.args.includes('chat')
        ? ok({
            StackResourceSummaries: types.map(([LogicalResourceId, PhysicalResourceId, ResourceType]) => ({
              LogicalResourceId,
              PhysicalResourceId,
              ResourceType,
            })),
          })
        : undefined,
    );
  const TYPE = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
  const either =
    (...some: ((call: Call) => Answer | undefined)[]) =>
    (call: Call) =>
      some.map((one) => one(call)).find((one) => one !== undefined);

  it('each load balancer of a stack', () => {
    const other = LOAD_BALANCER.replace('chat-WebSocketALB-2NCD764M6REH', 'other');
    const every = either(
      resources(['A', LOAD_BALANCER, TYPE], ['B', other, TYPE]),
      (call) =>
        call.args.join(' ').includes(other) && call.args[1] === 'describe-load-balancers'
          ? ok({
              LoadBalancers: [{ LoadBalancerArn: other, LoadBalancerName: 'other', Type: 'application' }],
            })
          : undefined,
      (call) => (call.args.join(' ').includes(other) ? ok({}) : undefined),
    );
    expect(collected(every).loadBalancers.map(({ loadBalancer }) => loadBalancer.name)).toEqual([
      'chat-WebSocketALB-2NCD764M6REH',
      'other',
    ]);
    const one = collected(every, { ...request, loadBalancer: 'chat-WebSocketALB-2NCD764M6REH' });
    expect(one.loadBalancers.map(({ loadBalancer }) => loadBalancer.arn)).toEqual([LOAD_BALANCER]);
    expect(() => collected(every, { ...request, loadBalancer: 'third' })).toThrow(
      /has no load balancer third/,
    );
  });

  it('one in a nested stack', () => {
    const nested = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/chat-Inner/1';
    const all = collected(
      either(
        resources(['Inner', nested, 'AWS::CloudFormation::Stack']),
        about('list-stack-resources', () =>
          ok({
            StackResourceSummaries: [
              { LogicalResourceId: 'WebSocketALB', PhysicalResourceId: LOAD_BALANCER, ResourceType: TYPE },
            ],
          }),
        ),
      ),
    );
    expect(all.loadBalancers).toHaveLength(1);
    expect([...(all.stack?.templates.keys() ?? [])]).toContain(nested);
  });

  it('a stack without one', () => {
    expect(() => collected(resources(['Topic', 'arn:topic', 'AWS::SNS::Topic']))).toThrow(
      /has no load balancer/,
    );
  });

  it('a stack that failed before it had one has findings of its own', () => {
    const events = [
      {
        Timestamp: '2026-11-22T10:00:03Z',
        LogicalResourceId: 'chat',
        ResourceType: 'AWS::CloudFormation::Stack',
        ResourceStatus: 'ROLLBACK_IN_PROGRESS',
      },
      {
        Timestamp: '2026-11-22T10:00:02Z',
        LogicalResourceId: 'HTTPSListener',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: 'Resource creation cancelled',
      },
      {
        Timestamp: '2026-11-22T10:00:01Z',
        LogicalResourceId: 'WebSocketALB',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: 'Access Denied for bucket: logs',
      },
      {
        Timestamp: '2026-11-22T10:00:00Z',
        LogicalResourceId: 'chat',
        ResourceType: 'AWS::CloudFormation::Stack',
        ResourceStatus: 'CREATE_IN_PROGRESS',
        ResourceStatusReason: 'User Initiated',
      },
      {
        Timestamp: '2026-11-21T10:00:00Z',
        LogicalResourceId: 'Old',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: 'an earlier operation',
      },
    ];
    expect(lastFailures({ StackEvents: events }).map(({ logicalId }) => logicalId)).toEqual(['WebSocketALB']);
    const broken = collected(
      either(
        resources(),
        about('describe-stacks', ok({ Stacks: [{ StackName: 'chat', StackStatus: 'ROLLBACK_COMPLETE' }] })),
        about('describe-stack-events', ok({ StackEvents: events })),
      ),
    );
    const [finding] = judgeStack('stack-failed', broken);
    expect(finding).toMatchObject({ severity: 'error', subject: 'chat' });
    expect(finding?.evidence).toContainEqual([
      '2026-11-22T10:00:01Z WebSocketALB CREATE_FAILED',
      'Access Denied for bucket: logs',
    ]);
    expect(finding?.causes[0]).toContain('ELB may not write to the log bucket');
    expect(finding?.steps[0]?.command).toBe(
      'aws cloudformation delete-stack --stack-name chat --region eu-west-1',
    );
    expect(judgeStack('stack-failed', collected())).toEqual([]);
  });

  it('an update that was rolled back is a warning, one that goes on is none', () => {
    const status = (StackStatus: string) =>
      collected(about('describe-stacks', ok({ Stacks: [{ StackName: 'chat', StackStatus }] })));
    expect(judgeStack('stack-failed', status('UPDATE_ROLLBACK_COMPLETE'))).toMatchObject([
      { severity: 'warning' },
    ]);
    expect(judgeStack('stack-failed', status('UPDATE_ROLLBACK_FAILED'))[0]?.steps[0]?.command).toContain(
      'continue-update-rollback',
    );
    expect(judgeStack('stack-failed', status('UPDATE_IN_PROGRESS'))).toEqual([]);
    expect(judgeStack('stack-in-progress', status('UPDATE_IN_PROGRESS'))).toMatchObject([
      { severity: 'info' },
    ]);
    expect(judgeStack('stack-in-progress', collected())).toEqual([]);
  });

  it('a load balancer that the stack has and ELB has not', () => {
    const gone = collected(about('describe-load-balancers', failed('not-found', 'LoadBalancerNotFound')));
    expect(judgeStack('load-balancer-gone', gone)).toMatchObject([{ subject: LOAD_BALANCER }]);
    expect(judgeStack('load-balancer-gone', collected())).toEqual([]);
  });

  it('a Network Load Balancer is refused by its name', () => {
    const look = () =>
      collected(
        about(
          'describe-load-balancers',
          ok({
            LoadBalancers: [{ LoadBalancerArn: LOAD_BALANCER, LoadBalancerName: 'nlb', Type: 'network' }],
          }),
        ),
      );
    expect(look).toThrow('nlb is a network load balancer, not an Application Load Balancer.');
  });

  it('by name, without a stack', () => {
    const { stackName: _, ...rest } = request;
    const all = collected(
      about('describe-load-balancers', () =>
        recordedAnswer({ args: ['elbv2', 'describe-load-balancers'] } as unknown as Call),
      ),
      { ...rest, loadBalancer: 'chat' },
    );
    expect(all.stack).toBeUndefined();
    expect(all.loadBalancers).toHaveLength(1);
  });
});

describe('--commands', () => {
  it('prints the calls that a run makes, with placeholders for what is not known', () => {
    const made: string[] = [];
    answerWith(collect(request), (call) => {
      made.push(call.args.slice(0, 2).join(' '));
      return recordedAnswer(call);
    });
    const lines = commandList(request, { region: 'eu-west-1' })
      .split('\n')
      .filter((line) => line.startsWith('aws '));
    const printed = new Set(lines.map((line) => line.split(' ').slice(1, 3).join(' ')));
    expect(new Set(made)).toEqual(printed);
    expect(lines.every((line) => line.endsWith('--output json --region eu-west-1'))).toBe(true);
    expect(lines.join('\n')).toContain(
      '--load-balancer-arn arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID',
    );
  });

  it('names the load balancer where it is given', () => {
    const text = commandList({ now: NOW, window: request.window, loadBalancer: LOAD_BALANCER }, {});
    expect(text).not.toContain('loadbalancer/app/NAME/ID');
    expect(text).toContain(
      '"Name":"LoadBalancer","Value":"app/chat-WebSocketALB-2NCD764M6REH/a635c1bfee692186"',
    );
  });

  it('every permission of a call is in the policy, and none beside', () => {
    const used = [...commandList(request, {}).matchAll(/^# .*\((\w+:\w+)\)$/gm)].map(
      ([, permission]) => permission,
    );
    expect(new Set(used)).toEqual(new Set(PERMISSIONS));
  });
});
