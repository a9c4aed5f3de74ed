// Which load balancers are diagnosed, and what is reported about the stack.
import { describe, expect, it } from 'vitest';
import type { Answer, Call } from '../../src/doctor/calls/call.ts';
import { lastFailures } from '../../src/doctor/collect/stack.ts';
import {
  about,
  collected,
  failed,
  judgeStack,
  LOAD_BALANCER,
  ok,
  recordedAnswer,
  request,
} from './helpers/observed.ts';

describe('which load balancers are diagnosed', () => {
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

  it('each load balancer in a stack', () => {
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

  it('none in a stack without one', () => {
    expect(() => collected(resources(['Topic', 'arn:topic', 'AWS::SNS::Topic']))).toThrow(
      /has no load balancer/,
    );
  });

  it('none in a stack that failed before creating one, with findings about the stack', () => {
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

  it('a rolled-back update is a warning; one in progress is not', () => {
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

  it('one that ELB no longer has, although it is in the stack', () => {
    const gone = collected(about('describe-load-balancers', failed('not-found', 'LoadBalancerNotFound')));
    expect(judgeStack('load-balancer-gone', gone)).toMatchObject([{ subject: LOAD_BALANCER }]);
    expect(judgeStack('load-balancer-gone', collected())).toEqual([]);
  });

  it('refuses a Network Load Balancer, and says what it is', () => {
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

  it('one given by name, with the stack from its tags, or without one', () => {
    const { stackName: _, ...rest } = request;
    const named = { ...rest, loadBalancer: 'chat' };
    const byName = about('describe-load-balancers', () =>
      recordedAnswer({ args: ['elbv2', 'describe-load-balancers'] } as unknown as Call),
    );
    const tagged = collected(byName, named);
    expect(tagged.stack).toMatchObject({ name: 'chat', isFoundByTags: true });
    expect(tagged.loadBalancers).toHaveLength(1);
    const noTags = about('describe-tags', ok({}));
    const all = collected((call) => byName(call) ?? noTags(call), named);
    expect(all.stack).toBeUndefined();
    expect(all.loadBalancers).toHaveLength(1);
  });
});
