// The service in the template: order, permissions, numbers; and what a template without one never contains.
import { describe, expect, it } from 'vitest';
import { IAM_TYPES } from '../../src/alb/capabilities.ts';
import { checkTemplate } from '../../src/check/check.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { objectOf, resource, yamlOf } from '../helpers/template.ts';
import { CASES } from './cases.ts';
import { SERVICE_CASES } from './cases-service.ts';

const propertiesOf = (input: ConfigInput, id: string) => resource(objectOf(input), id).Properties;

interface Statement {
  readonly Action: string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of a role, by its logical id. */
function statements(input: ConfigInput, role: 'TaskRole' | 'TaskExecutionRole'): Statement[] {
  const policies = propertiesOf(input, role)['Policies'] as
    { PolicyDocument: { Statement: Statement[] } }[] | undefined;
  return (policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

const hasService = (input: unknown): boolean => Boolean((input as ConfigInput | undefined)?.service ?? false);

const without = [
  ...Object.entries(CASES),
  ...presetNames.map((name): [string, unknown] => [name, presetInput(name)]),
].filter(([, input]) => !hasService(input));

it.each(without)('%s needs no capability', (_, input) => {
  const types = Object.values(objectOf(input).Resources).map(({ Type }) => Type);
  expect(types.filter((type) => Object.hasOwn(IAM_TYPES, type) || type.startsWith('AWS::ECS'))).toEqual([]);
});

/** Nobody is notified, there are no alarms, and plain HTTP is forwarded. */
const BY_CHOICE = new Set(['alarm-actions', 'metrics-watched', 'tls-only']);

describe.each(Object.entries(SERVICE_CASES))('%s', (_, input) => {
  it('has no findings in our own check', () => {
    const result = checkTemplate(yamlOf(input));
    if (!result.ok) throw new Error(result.reason);
    expect(result.findings.filter(({ code }) => !BY_CHOICE.has(code))).toEqual([]);
  });

  it('explains every wildcard in a comment', () => {
    const text = yamlOf(input);
    const comment = text.slice(text.indexOf('# Roles of the tasks'), text.indexOf('  TaskExecutionRole:'));
    const all = (['TaskRole', 'TaskExecutionRole'] as const).flatMap((role) => statements(input, role));
    for (const { Action, Resource } of all.filter((each) => JSON.stringify(each.Resource).includes('*')))
      expect(comment, `${Action.join()} on ${JSON.stringify(Resource)}`).toMatch(
        Action.some((action) => action.startsWith('ecr:Batch'))
          ? /Images: /
          : new RegExp((Action[0] ?? '').split(':')[0] ?? ''),
      );
  });
});

it('waits for each listener or rule that forwards to the sockets', () => {
  const dependsOn = (name: string) => resource(objectOf(SERVICE_CASES[name]), 'WebSocketService').DependsOn;
  expect(dependsOn('service-defaults')).toEqual(['HTTPSListener']);
  expect(dependsOn('service-public-addresses-existing-vpc')).toEqual(['HTTPSListener', 'HTTPListener']);
  expect(dependsOn('service-beside-routes')).toEqual(['WebSocketRule', 'WebSocketHTTPRule']);
  expect(dependsOn('service-public-addresses')).toEqual(
    expect.arrayContaining(['HTTPSListener', 'PublicRoute', 'PublicSubnet3RouteTable']),
  );
  expect(dependsOn('service-internal-new-vpc')).toEqual(
    expect.arrayContaining(['HTTPListener', 'PrivateRoute2', 'PrivateSubnet2RouteTable']),
  );
});

it('the task count is written only if it is fixed', () => {
  expect(propertiesOf({ service: { tasks: 3 } }, 'WebSocketService')['DesiredCount']).toBe(3);
  const scaled = { service: { tasks: { min: 3, max: 6 }, socketsPerTask: 100 } };
  expect(propertiesOf(scaled, 'WebSocketService')).not.toHaveProperty('DesiredCount');
  expect(propertiesOf(scaled, 'ServiceTasks')).toMatchObject({ MinCapacity: 3, MaxCapacity: 6 });
});

it("tasks admit only the load balancer, on the server's ports", () => {
  const input = { service: true, target: { port: 3000 }, healthCheck: { port: 3001 } };
  const rules = propertiesOf(input, 'TaskSecurityGroup')['SecurityGroupIngress'] as Record<string, unknown>[];
  expect(rules.map(({ FromPort, ToPort }) => [FromPort, ToPort])).toEqual([
    [3000, 3000],
    [3001, 3001],
  ]);
  for (const rule of rules) {
    expect(rule['SourceSecurityGroupId']).toEqual({ 'Fn::GetAtt': ['ALBSecurityGroup', 'GroupId'] });
    expect(rule).not.toHaveProperty('CidrIp');
  }
});

describe('permissions', () => {
  const actions = (input: ConfigInput, role: 'TaskRole' | 'TaskExecutionRole') =>
    statements(input, role).flatMap(({ Action }) => Action);

  it('of ECS: the single repository of the configured image, and none for a public one', () => {
    const image = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/chat:1';
    const [, pull] = statements({ service: { image } }, 'TaskExecutionRole');
    expect(pull?.Resource).toEqual({
      'Fn::Sub': 'arn:${AWS::Partition}:ecr:eu-west-1:123456789012:repository/team/chat',
    });
    const open = { service: { image: 'public.ecr.aws/docker/library/node:24' } };
    expect(actions(open, 'TaskExecutionRole')).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
  });

  it('of ECS: exactly the secrets, each once', () => {
    const read = statements(SERVICE_CASES['service-every-key']!, 'TaskExecutionRole').slice(-2);
    expect(read.map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ['secretsmanager:GetSecretValue'],
        ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat-AbCdEf'],
      ],
      [['ssm:GetParameters'], ['arn:aws:ssm:eu-west-1:123456789012:parameter/chat/redis-url']],
    ]);
  });

  it('of the server: to query its target, and whatever else was requested', () => {
    const WATCH = 'elasticloadbalancing:DescribeTargetHealth';
    expect(actions({ service: true }, 'TaskRole')).toEqual([WATCH]);
    expect(actions({ service: true, metrics: true }, 'TaskRole')).toEqual([
      WATCH,
      'cloudwatch:PutMetricData',
    ]);
    expect(actions({ service: { exec: true } }, 'TaskRole')).toHaveLength(5);
    const [, metrics] = statements({ service: true, metrics: { namespace: 'Chat' } }, 'TaskRole');
    expect(metrics?.Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Chat' } });
  });
});

describe('rollback', () => {
  const alarms = (input: ConfigInput): unknown =>
    (propertiesOf(input, 'WebSocketService')['DeploymentConfiguration'] as Record<string, unknown>)['Alarms'];
  const named = (...ids: string[]) => ({
    AlarmNames: ids.map((Ref) => ({ Ref })),
    Enable: true,
    Rollback: true,
  });

  it('on alarms that an ordinary deployment does not trigger', () => {
    expect(alarms({ service: true })).toEqual(named('NoHealthyTargets', 'LoadBalancer5xx', 'Target5xx'));
  });

  it('not on alarms that routes may trigger too', () => {
    expect(alarms(SERVICE_CASES['service-beside-routes']!)).toEqual(named('NoHealthyTargets', 'Target5xx'));
  });

  it('not on an alarm that triggers before the first tasks of a stack are healthy', () => {
    const quick = { threshold: 1, evaluationPeriods: 2, datapointsToAlarm: 2 };
    expect(alarms({ service: true, alarms: { noHealthyTargets: quick } })).toEqual(
      named('LoadBalancer5xx', 'Target5xx'),
    );
    expect(propertiesOf({ service: true }, 'NoHealthyTargets')).toMatchObject({ DatapointsToAlarm: 5 });
    expect(propertiesOf({}, 'NoHealthyTargets')).toMatchObject({ DatapointsToAlarm: 2 });
  });

  it('on no alarm when switched off, or when there are none', () => {
    expect(alarms({ service: { rollbackOnAlarms: false } })).toBeUndefined();
    expect(alarms({ service: true, alarms: false })).toBeUndefined();
  });
});

describe('scaling', () => {
  const SCALED = { tasks: { min: 2, max: 9 }, socketsPerTask: 1500 };
  const tracking = (input: ConfigInput, id = 'ServiceSocketScaling') =>
    propertiesOf(input, id)['TargetTrackingScalingPolicyConfiguration'] as Record<string, any>; // eslint-disable-line typescript/no-explicit-any

  it('on the average of what the servers publish', () => {
    const { TargetValue, CustomizedMetricSpecification, ...rest } = tracking({
      service: SCALED,
      metrics: true,
    });
    expect(TargetValue).toBe(1500);
    expect(CustomizedMetricSpecification).toMatchObject({
      MetricName: 'ConnectedClients',
      Statistic: 'Average',
    });
    expect(rest).toEqual({ ScaleOutCooldown: 60, ScaleInCooldown: 900 });
  });

  it('otherwise on half of the connections per healthy target', () => {
    const { Metrics } = tracking({ service: SCALED })['CustomizedMetricSpecification'];
    expect(Metrics.map(({ ReturnData }: { ReturnData: boolean }) => ReturnData)).toEqual([
      false,
      false,
      true,
    ]);
    expect(Metrics[2].Expression).toBe('FILL(connections, 0) / 2 / tasks');
    expect(Metrics[1].MetricStat).toMatchObject({
      Stat: 'Average',
      Metric: { MetricName: 'HealthyHostCount' },
    });
    expect(Metrics[1].MetricStat.Metric.Dimensions.map(({ Name }: { Name: string }) => Name)).toEqual([
      'TargetGroup',
      'LoadBalancer',
    ]);
  });

  it('on CPU as well, on request', () => {
    expect(tracking({ service: { ...SCALED, cpuPercent: 60 } }, 'ServiceCpuScaling')).toMatchObject({
      TargetValue: 60,
    });
    expect(objectOf({ service: SCALED }).Resources).not.toHaveProperty('ServiceCpuScaling');
  });

  it('uses the name of an existing cluster', () => {
    const cluster = 'arn:aws:ecs:eu-west-1:123456789012:cluster/shared';
    const input = { service: { ...SCALED, cluster } };
    expect(propertiesOf(input, 'ServiceTasks')['ResourceId']).toEqual({
      'Fn::Sub': 'service/shared/${WebSocketService.Name}',
    });
    expect(propertiesOf(input, 'WebSocketService')['Cluster']).toBe('shared');
    expect(objectOf(input).Resources).not.toHaveProperty('WebSocketCluster');
  });
});
