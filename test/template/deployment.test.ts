// Deployments that shift traffic, in the template: two equal groups, a rule that never changes, and what watches both.
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { objectOf, resource, yamlOf } from '../helpers/template.ts';

type ServiceInput = Exclude<NonNullable<ConfigInput['service']>, boolean>;
type DeploymentInput = NonNullable<ServiceInput['deployment']>;
type Properties = Record<string, any>; // eslint-disable-line typescript/no-explicit-any

const GREEN = { strategy: 'blue-green' } as const;
const withDeployment = (
  deployment: DeploymentInput,
  rest: ConfigInput = {},
  service: ServiceInput = {},
): ConfigInput => ({ ...rest, service: { ...service, deployment } });
const propertiesOf = (input: ConfigInput, id: string): Properties => resource(objectOf(input), id).Properties;
const deployment = (input: ConfigInput): Properties =>
  propertiesOf(input, 'WebSocketService')['DeploymentConfiguration'] as Properties;
const idsOf = (input: ConfigInput): string[] => Object.keys(objectOf(input).Resources);

const ref = (Ref: string) => ({ Ref });

describe('the rule that ECS shifts', () => {
  const actionsOf = (input: ConfigInput): string =>
    JSON.stringify(propertiesOf(input, 'WebSocketRule')['Actions']);
  const first = withDeployment(GREEN);

  it.each<[string, ConfigInput]>([
    ['another image', withDeployment(GREEN, {}, { image: 'chat:2' })],
    ['more tasks', withDeployment(GREEN, {}, { tasks: 9 })],
    ['scaling', withDeployment(GREEN, {}, { tasks: { min: 2, max: 9 }, socketsPerTask: 100 })],
    ['another size', withDeployment(GREEN, {}, { cpu: 4096, architecture: 'ARM64' })],
    ['another strategy', withDeployment({ strategy: 'linear', percent: 50, stepMinutes: 1 })],
    ['a longer bake time', withDeployment({ ...GREEN, bakeMinutes: 60 })],
    ['a test listener', withDeployment({ ...GREEN, testListener: { port: 8443 } })],
    [
      'other settings of the groups',
      withDeployment(GREEN, { target: { port: 9000, deregistrationDelay: 60 } }),
    ],
    ['another health check', withDeployment(GREEN, { healthCheck: { path: '/healthz', interval: 10 } })],
    ['a route', withDeployment(GREEN, { routes: [{ name: 'api', paths: ['/api/*'], target: { port: 1 } }] })],
    ['paths of the sockets', withDeployment(GREEN, { target: { paths: ['/ws'] } })],
    ['no alarms, no dashboard', withDeployment(GREEN, { alarms: false, dashboard: false })],
    ['another name and tags', withDeployment(GREEN, { name: 'chat', tags: { Team: 'a' } })],
  ])('has the same actions with %s', (_, input) => {
    expect(actionsOf(input)).toBe(actionsOf(first));
  });

  it('starts with all traffic on the first group', () => {
    expect(JSON.parse(actionsOf(first))).toEqual([
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: ref('WebSocketTargetGroup'), Weight: 100 },
            { TargetGroupArn: ref('WebSocketTargetGroupAlternate'), Weight: 0 },
          ],
        },
      },
    ]);
    expect(propertiesOf(first, 'WebSocketRule')).toMatchObject({ Priority: 50_000 });
    expect(propertiesOf(first, 'HTTPSListener')['DefaultActions']).toMatchObject([
      { Type: 'fixed-response' },
    ]);
  });
});

it('the two groups differ only in their names', () => {
  const input = withDeployment(GREEN, {
    target: { port: 9000, algorithm: 'round_robin', slowStart: 60, health: { dnsFailoverCount: 2 } },
    healthCheck: { path: '/healthz', port: 9001, matcher: '200,204' },
  });
  const { Tags: _, ...first } = propertiesOf(input, 'WebSocketTargetGroup');
  const { Tags, ...alternate } = propertiesOf(input, 'WebSocketTargetGroupAlternate');
  expect(alternate).toEqual(first);
  expect(Tags).toEqual([{ Key: 'Name', Value: 'websocket-alternate-targets' }]);
});

it.each<[DeploymentInput, object]>([
  [GREEN, { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 15 }],
  [
    { strategy: 'canary', percent: 2.5, bakeMinutes: 0 },
    {
      Strategy: 'CANARY',
      BakeTimeInMinutes: 0,
      CanaryConfiguration: { CanaryPercent: 2.5, CanaryBakeTimeInMinutes: 10 },
    },
  ],
  [
    { strategy: 'linear', stepMinutes: 3 },
    {
      Strategy: 'LINEAR',
      BakeTimeInMinutes: 15,
      LinearConfiguration: { StepPercent: 10, StepBakeTimeInMinutes: 3 },
    },
  ],
])('%o', (input, expected) => {
  const found = deployment(withDeployment(input));
  expect(found).toMatchObject(expected);
  // ECS supports it for rolling deployments only.
  expect(found).not.toHaveProperty('DeploymentCircuitBreaker');
  expect(found['Alarms']).toEqual({
    AlarmNames: [ref('NoHealthyTargets'), ref('LoadBalancer5xx'), ref('Target5xx')],
    Enable: true,
    Rollback: true,
  });
});

it('the service refers to the resources between which ECS shifts traffic, and so is created after them', () => {
  const input = withDeployment({ ...GREEN, testListener: { port: 8443 } });
  const service = resource(objectOf(input), 'WebSocketService');
  expect(service.Properties['LoadBalancers']).toMatchObject([
    {
      TargetGroupArn: ref('WebSocketTargetGroup'),
      AdvancedConfiguration: {
        AlternateTargetGroupArn: ref('WebSocketTargetGroupAlternate'),
        ProductionListenerRule: ref('WebSocketRule'),
        TestListenerRule: ref('WebSocketRuleForTests'),
        RoleArn: { 'Fn::GetAtt': ['InfrastructureRole', 'Arn'] },
      },
    },
  ]);
  expect(service.DependsOn).toBeUndefined();
  expect(propertiesOf(input, 'InfrastructureRole')).toMatchObject({
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'ecs.amazonaws.com' } }] },
    ManagedPolicyArns: [
      {
        'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers',
      },
    ],
  });
});

it('over plain HTTP, the production rule is on the HTTP listener', () => {
  const input = withDeployment(GREEN, { listener: { http: 'forward', https: false } });
  expect(propertiesOf(input, 'WebSocketService')['LoadBalancers']).toMatchObject([
    { AdvancedConfiguration: { ProductionListenerRule: ref('WebSocketHTTPRule') } },
  ]);
});

it('alarms, scaling, dashboard, server and outputs include both groups', () => {
  const input = withDeployment(GREEN, {}, { tasks: { min: 2, max: 4 }, socketsPerTask: 100 });
  const fullName = (id: string) => ({ 'Fn::GetAtt': [id, 'TargetGroupFullName'] });
  for (const id of ['UnhealthyTargets', 'NoHealthyTargets']) {
    const { Metrics, ...alarm } = propertiesOf(input, id);
    expect(alarm).not.toHaveProperty('MetricName');
    expect(JSON.stringify(Metrics)).toContain(JSON.stringify(fullName('WebSocketTargetGroup')));
    expect(JSON.stringify(Metrics)).toContain(JSON.stringify(fullName('WebSocketTargetGroupAlternate')));
  }
  const scaling = JSON.stringify(propertiesOf(input, 'ServiceSocketScaling'));
  expect(scaling).toContain('FILL(connections, 0) / 2 / (FILL(tasks, 0) + FILL(alternate, 0))');
  expect(scaling).toContain('WebSocketTargetGroupAlternate');
  expect(JSON.stringify(propertiesOf(input, 'WebSocketDashboard'))).toContain('healthy (alternate group)');
  const [container] = propertiesOf(input, 'WebSocketTask')['ContainerDefinitions'];
  expect(container.Environment).toContainEqual({
    Name: 'TARGET_GROUP_ARNS',
    Value: { 'Fn::Sub': '${WebSocketTargetGroup},${WebSocketTargetGroupAlternate}' },
  });
  expect(objectOf(input).Outputs).toHaveProperty('WebSocketTargetGroupAlternateArn');
});

describe('the test listener', () => {
  const ports = (input: ConfigInput): unknown[] =>
    propertiesOf(input, 'ALBSecurityGroup')['SecurityGroupIngress'].map(
      ({ FromPort, CidrIp }: Properties) => [FromPort, CidrIp],
    );

  it('is closed until somebody is allowed in', () => {
    const closed = withDeployment({ ...GREEN, testListener: { port: 8443 } });
    expect(ports(closed).some((rule) => JSON.stringify(rule).includes('8443'))).toBe(false);
    const open = withDeployment({ ...GREEN, testListener: { port: 8443, allowFrom: ['192.0.2.0/24'] } });
    expect(ports(open)).toContainEqual([8443, '192.0.2.0/24']);
    expect(ports(open)).not.toContainEqual([8443, '0.0.0.0/0']);
  });

  it('has only the certificate and the sign-in of the sockets', () => {
    const input = withDeployment(
      { ...GREEN, testListener: { port: 8443 } },
      { routes: [{ name: 'api', paths: ['/api/*'], target: { port: 1 } }] },
    );
    const listener = propertiesOf(input, 'TestListener');
    const { Certificates, SslPolicy } = propertiesOf(input, 'HTTPSListener');
    expect(listener).toMatchObject({ Port: 8443, Protocol: 'HTTPS', Certificates, SslPolicy });
    const rules = Object.values(objectOf(input).Resources).filter(
      ({ Properties }) => JSON.stringify(Properties['ListenerArn']) === JSON.stringify(ref('TestListener')),
    );
    expect(rules).toHaveLength(1);
    expect(rules[0]?.Properties['Actions']).toEqual(propertiesOf(input, 'WebSocketRule')['Actions']);
  });

  it('may be closed: check does not suggest opening it', () => {
    const result = checkTemplate(yamlOf(withDeployment({ ...GREEN, testListener: { port: 8443 } })));
    if (!result.ok) throw new Error(result.reason);
    expect(result.findings.map(({ code }) => code)).not.toContain('listener-port-closed');
  });
});

it('a rolling service has none of this', () => {
  const ids = idsOf({ service: true });
  for (const id of ['WebSocketTargetGroupAlternate', 'WebSocketRule', 'InfrastructureRole', 'TestListener'])
    expect(ids).not.toContain(id);
});
