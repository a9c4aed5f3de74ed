// What the table of cases cannot express in one line: values that change within a period, and unknown values.
import { describe, expect, it } from 'vitest';
import { resolve, type Scope } from '../../src/doctor/expected/template-values.ts';
import { allowsDelivery, denialOfDelivery } from '../../src/doctor/evidence/log-bucket-policy.ts';
import { observedValue, type Observations, type Stack } from '../../src/doctor/observations/observations.ts';
import {
  context,
  flat,
  forwardingTo,
  groupOf,
  healthy,
  judge,
  withAttributes,
  withMetrics,
} from './helpers/observed.ts';

import { answering, observeRouted, path, to, WEB, WS } from './helpers/routed.ts';

/** Sets only one statistic of a host count. */
function withStatistic(observed: Observations, name: string, values: readonly number[]): Observations {
  const readings = observedValue(observed.metrics);
  const key = `${name} ${groupOf(observed).fullName}`;
  const times = (readings?.series.get(key) ?? []).map(([time]) => time);
  const points = values.map((value, index) => [times[index] ?? 0, value] as const);
  return {
    ...observed,
    metrics: { value: { series: new Map([...(readings?.series ?? []), [key, points]]) } },
  };
}

it('a target that becomes unhealthy within a period has not left', () => {
  // In the 30th minute it was first healthy and then unhealthy: at most 2, and at most 1, of 2 hosts.
  const after = [...flat(2, 30), ...flat(1, 30)];
  const base = withMetrics(healthy(), {
    HealthyHostCount: after,
    UnHealthyHostCount: [...flat(0, 30), ...flat(1, 30)],
    HTTPCode_ELB_502_Count: [...flat(0, 30), 9, ...flat(0, 29)],
  });
  const observed = withStatistic(base, 'UnHealthyHostCount Maximum', [...flat(0, 29), ...flat(1, 31)]);
  expect(judge('http-502-deregistration', observed)).toEqual([]);
  expect(judge('http-502-target-closed-first', observed)).toHaveLength(1);
});

it('without CloudWatch, listeners or targets, no finding is invented', () => {
  const missing = {
    missing: {
      about: '',
      command: [],
      permission: '',
      failure: { kind: 'access-denied' as const, code: '', message: '' },
    },
  };
  const blind: Observations = {
    ...healthy(),
    stack: undefined,
    metrics: missing,
    listeners: missing,
    targetGroups: missing,
    attributes: missing,
    securityGroups: missing,
    alarms: missing,
    instances: missing,
    certificates: [missing],
    logs: [],
    logBuckets: [],
  };
  const given = context({ name: 'chat', loadBalancer: { idleTimeout: 600 } });
  for (const code of [
    'http-502-target-closed-first',
    'http-503-earlier',
    'http-504-slow',
    'no-registered-target',
    'listener-missing',
    'no-listener',
    'sockets-die-at-idle-timeout',
    'drift-from-config',
    'security-group-clients',
    'practice',
    'alarm',
    'certificate',
  ])
    expect(judge(code, blind, given), code).toEqual([]);
});

it('sockets of several target groups are not distinguished', () => {
  const observed = withMetrics(healthy(), {
    HealthyHostCount: [...flat(2, 40), ...flat(4, 20)],
    ActiveConnectionCount: flat(4000),
    NewConnectionCount: flat(20),
  });
  expect(judge('uneven-sockets', observed)).toHaveLength(1);
  const group = groupOf(observed);
  const other = { ...group, arn: `${group.arn}2`, fullName: `${group.fullName}2` };
  const two = forwardingTo(observed, [group, other]);
  expect(judge('uneven-sockets', two)).toEqual([]);
});

describe('sockets that die at the idle timeout', () => {
  const dying = (idle: number) =>
    withMetrics(withAttributes(healthy(), { 'idle_timeout.timeout_seconds': String(idle) }), {
      ActiveConnectionCount: flat(4000),
      NewConnectionCount: flat(Math.round((4000 * 60) / idle)),
    });
  const commands = (observed: Observations) =>
    judge('sockets-die-at-idle-timeout', observed).flatMap(({ steps }) =>
      steps.map(({ command = '' }) => command),
    );

  it('at the longest idle timeout, the only remedy is to ping', () => {
    expect(commands(dying(300)).some((command) => command.includes('modify-load-balancer-attributes'))).toBe(
      true,
    );
    const longest = commands(dying(4000));
    expect(longest.some((command) => command.includes('modify-load-balancer-attributes'))).toBe(false);
    expect(longest).toContain('npx websocket-alb snippet heartbeat');
  });

  it('is an error only when certain', () => {
    const severity = (idle: number) =>
      judge('sockets-die-at-idle-timeout', dying(idle)).map((one) => one.severity);
    expect(severity(60)).toEqual(['error']);
    // A mean near an idle timeout that was raised may be chance.
    expect(severity(300)).toEqual(['info']);
    expect(severity(4000)).toEqual(['info']);
  });

  it('an idle timeout that was raised is not said to be at its default', () => {
    const causes = (idle: number) =>
      judge('sockets-die-at-idle-timeout', dying(idle)).flatMap((one) => one.causes);
    expect(causes(600)[0]).toContain('Chance');
    expect(causes(600).join('\n')).not.toContain('default');
    expect(causes(60).join('\n')).toContain('left at its default of 60 seconds');
    expect(causes(45).join('\n')).toContain('lowered from its default');
  });

  it('a heartbeat that is known to be short outweighs a mean near the idle timeout', () => {
    const meant = context({ heartbeat: 20, loadBalancer: { idleTimeout: 60 } });
    expect(judge('sockets-die-at-idle-timeout', dying(60), meant).map((one) => one.severity)).toEqual([
      'info',
    ]);
  });
});

describe('4XX without stickiness', () => {
  const verdicts = (at: string, answers: Parameters<typeof answering>[1], targets = 2) => {
    const observed = observeRouted(
      { '1': [to({ [WS]: 1 }), path(at)], default: [to({ [WEB]: 1 })] },
      (one) => {
        const [, group] = one.tgs;
        const [target] = group?.health ?? [];
        if (group && target) group.health = Array.from({ length: targets }, () => target);
        answering(one, answers);
      },
    );
    return ['stickiness-off', 'target-4xx'].flatMap((code) =>
      judge(code, observed).map(({ severity }) => `${severity} ${code}`),
    );
  };

  it.each([
    ['Socket.IO, a third', '/socket.io/*', { '2XX': 60, '4XX': 30 }, ['error stickiness-off']],
    ['Socket.IO, a seventh', '/socket.io/*', { '2XX': 60, '4XX': 10 }, ['warning stickiness-off']],
    ['Socket.IO, a few', '/socket.io/*', { '2XX': 60, '4XX': 4 }, []],
    [
      'more than two targets can send astray',
      '/socket.io/*',
      { '2XX': 10, '4XX': 120 },
      ['warning target-4xx'],
    ],
    ['pages beside sockets, a tenth', '/ws', { '2XX': 90, '4XX': 10, 'no answer': 50 }, []],
    [
      'pages beside sockets, a third',
      '/ws',
      { '2XX': 60, '4XX': 30, 'no answer': 50 },
      ['info stickiness-off'],
    ],
    ['nothing mentions polling, and nothing upgrades', '/ws', { '2XX': 60, '4XX': 30 }, []],
    ['a wrong token, everywhere', '/ws', { '2XX': 1, '4XX': 99, 'no answer': 10 }, ['warning target-4xx']],
  ] as const)('%s', (_name, at, answers, expected) => {
    expect(verdicts(at, answers)).toEqual(expected);
  });

  it('of more targets, more requests go astray', () => {
    const answers = { '2XX': 30, '4XX': 70 };
    expect(verdicts('/socket.io/*', answers)).toEqual(['warning target-4xx']);
    expect(verdicts('/socket.io/*', answers, 4)).toEqual(['error stickiness-off']);
  });
});

describe('values in a template', () => {
  const stack = {
    name: 'chat',
    parameters: new Map([
      ['Port', '9000'],
      ['Secret', '****'],
    ]),
    resources: [
      { logicalId: 'Bucket', physicalId: 'chat-bucket', type: 'AWS::S3::Bucket', stackId: 'root' },
      { logicalId: 'Bucket', physicalId: 'inner-bucket', type: 'AWS::S3::Bucket', stackId: 'inner' },
    ],
  } as unknown as Stack;
  const scope = (stackId: string | undefined): Scope => ({
    template: { Parameters: { Port: { Default: '8080' }, Other: { Default: 'x' } } },
    stack,
    stackId,
    region: 'eu-west-1',
    account: '123456789012',
    partition: 'aws',
  });
  it.each([
    [{ Ref: 'Port' }, 'root', '9000'],
    [{ Ref: 'Other' }, 'root', 'x'],
    [{ Ref: 'Secret' }, 'root', undefined],
    // The parameters passed to a nested stack are not visible, and defaults prove nothing.
    [{ Ref: 'Port' }, 'inner', undefined],
    [{ Ref: 'Bucket' }, 'root', 'chat-bucket'],
    [{ Ref: 'Bucket' }, 'inner', 'inner-bucket'],
    [{ Ref: 'AWS::NoValue' }, 'root', undefined],
    [{ 'Fn::Sub': '${AWS::StackName}-${Bucket}-${!Literal}' }, 'root', 'chat-chat-bucket-${Literal}'],
    [{ 'Fn::Sub': '${Unknown.Arn}' }, 'root', undefined],
    [{ 'Fn::If': ['A', '1', '2'] }, 'root', undefined],
    [true, 'root', 'true'],
    [60, 'root', '60'],
  ])('%j in the stack %s is %s', (value, stackId, expected) => {
    expect(resolve(value, scope(stackId))).toBe(expected);
  });
});

describe('what a bucket policy allows', () => {
  const object = 'arn:aws:s3:::logs/alb/AWSLogs/123456789012/';
  const statement = (change: object) => ({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `${object}*`,
        ...change,
      },
    ],
  });
  it.each([
    [{}, true],
    [{ Action: ['s3:GetObject', 's3:Put*'] }, true],
    [{ Resource: ['arn:aws:s3:::logs/*'] }, true],
    [{ Principal: '*' }, true],
    [{ Effect: 'Deny' }, false],
    [{ Action: 's3:GetObject' }, false],
    [{ Resource: 'arn:aws:s3:::logs' }, false],
    [{ Resource: 'arn:aws:s3:::logs/alb/AWSLogs/999999999999/*' }, false],
    [{ Principal: { Service: 'cloudtrail.amazonaws.com' } }, false],
    // A dot in a pattern matches only a dot.
    [{ Resource: 'arn:aws:s3:::lo.s/*' }, false],
  ])('%j: %s', (change, expected) => {
    expect(allowsDelivery(statement(change), object)).toBe(expected);
  });
  it.each([
    [{ Principal: '*' }, true],
    [{ Principal: { AWS: '*' } }, true],
    [{ Principal: { Service: ['logdelivery.elasticloadbalancing.amazonaws.com'] } }, true],
    [{ Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'] }, true],
    [{ Principal: '*', Condition: {} }, true],
    [{ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalAccount': '1' } } }, false],
    [{ Principal: '*', Action: 's3:DeleteObject' }, false],
    [{ Principal: '*', Resource: 'arn:aws:s3:::logs' }, false],
    [{ Principal: '*', Resource: 'arn:aws:s3:::logs/other/*' }, false],
    [{ Principal: { AWS: 'arn:aws:iam::156460612806:root' } }, false],
    [{ Principal: { Service: 'cloudtrail.amazonaws.com' } }, false],
    [{ Principal: undefined, NotPrincipal: { Service: 'cloudtrail.amazonaws.com' } }, false],
    [{ Principal: '*', Effect: 'Allow' }, false],
  ])('denied by %j: %s', (change, expected) => {
    const policy = statement({ Effect: 'Deny', ...change });
    expect(denialOfDelivery(policy, object) !== undefined).toBe(expected);
    expect(denialOfDelivery({ Statement: [null, ...policy.Statement] }, object) !== undefined).toBe(expected);
  });
  it('accepts a single statement without a list', () => {
    expect(allowsDelivery({ Statement: statement({}).Statement[0] }, object)).toBe(true);
  });
  it.each([undefined, {}, { Statement: 'x' }, { Statement: [null, 'x', 7] }])(
    '%j allows nothing',
    (policy) => {
      expect(allowsDelivery(policy, object)).toBe(false);
    },
  );
});
