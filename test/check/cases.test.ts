// What people write, abbreviated: each fault once, next to something similar that is right.
import { describe, expect, it } from 'vitest';
import { checkTemplate, type CheckFinding } from '../../src/check/check.ts';

const findings = (text: string): readonly CheckFinding[] => {
  const result = checkTemplate(text);
  if (!result.ok) throw new Error(`${result.line}: ${result.reason}`);
  return result.findings;
};
/** "error code Resource" for each finding above info, or for the given codes. */
const found = (text: string, ...codes: string[]): string[] =>
  findings(text)
    .filter(({ code, severity }) => (codes.length > 0 ? codes.includes(code) : severity === 'error'))
    .map(({ code, severity, logicalId }) => `${severity} ${code} ${logicalId}`);

const LB = `
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [sg-1] } }`;
const LISTENER = (
  id: string,
  port: number | string,
  more = '',
  action = "{ Type: fixed-response, FixedResponseConfig: { StatusCode: '404' } }",
) => `
  ${id}: { Type: AWS::ElasticLoadBalancingV2::Listener, ${more} Properties: { LoadBalancerArn: !Ref Alb, Port: ${port}, Protocol: HTTP, DefaultActions: [${action}] } }`;
const RULE = (id: string, priority: number | string, paths: string, group = 'Targets', more = '') => `
  ${id}: { Type: AWS::ElasticLoadBalancingV2::ListenerRule, ${more} Properties: { ListenerArn: !Ref Http, Priority: ${priority}, Conditions: [{ Field: path-pattern, PathPatternConfig: { Values: [${paths}] } }], Actions: [{ Type: forward, TargetGroupArn: !Ref ${group} }] } }`;
const GROUP = (id = 'Targets', more = '') => `
  ${id}: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { VpcId: vpc-1, Port: 80, Protocol: HTTP, HealthCheckPath: /health, ${more} } }`;
const template = (...parts: string[]) => `Resources:${parts.join('')}`;
const ENVIRONMENTS = `
Parameters: { Env: { Type: String, AllowedValues: [blue, green] } }
Conditions: { Blue: !Equals [!Ref Env, blue], Green: !Equals [!Ref Env, green] }
`;

describe('rules of a listener', () => {
  const base = [LB, LISTENER('Http', 80), GROUP()];
  it('a duplicate priority is an error', () => {
    const text = template(...base, RULE('Api', 10, '/api/*'), RULE('Sockets', 10, '/ws'));
    expect(found(text)).toEqual(['error rule-priority-duplicate Sockets']);
  });
  it('no error when no combination of conditions creates both, or the priority is a parameter', () => {
    const one = RULE('Api', 10, '/api/*', 'Targets', 'Condition: Blue,');
    const other = RULE('Sockets', 10, '/ws', 'Targets', 'Condition: Green,');
    expect(found(template(...base, one, other) + ENVIRONMENTS)).toEqual([]);
    const text = template(
      ...base,
      RULE('Api', '!If [Blue, 10, 20]', '/api/*'),
      RULE('Sockets', '!If [Blue, 20, 10]', '/ws'),
    );
    expect(found(text + ENVIRONMENTS)).toEqual([]);
    expect(found(template(...base, RULE('Api', '!Ref P', '/a'), RULE('Other', '!Ref Q', '/b')))).toEqual([]);
  });
  it('a duplicate priority in one of two outcomes is an error', () => {
    const text = template(...base, RULE('Api', '!If [Blue, 10, 20]', '/api/*'), RULE('Sockets', 20, '/ws'));
    expect(found(text + ENVIRONMENTS)).toEqual(['error rule-priority-duplicate Sockets']);
  });
  it("no conditions in one of two outcomes is a warning: the template's condition may exist to choose the other", () => {
    const rule = (conditions: string) => `
  Rule: { Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: { ListenerArn: !Ref Http, Priority: 1, Conditions: ${conditions}, Actions: [{ Type: forward, TargetGroupArn: !Ref Targets }] } }`;
    const either = template(...base, rule('!If [Blue, [{ Field: path-pattern, Values: [/a] }], []]'));
    expect(found(either + ENVIRONMENTS, 'rule-condition-empty')).toEqual([
      'warning rule-condition-empty Rule',
    ]);
    expect(found(template(...base, rule('[]')))).toEqual(['error rule-condition-empty Rule']);
  });
  it('a sixth value, counted over all conditions, is an error', () => {
    expect(found(template(...base, RULE('Six', 1, '/a, /b, /c, /d, /e, /f')))).toEqual([
      'error rule-condition-values Six',
    ]);
    expect(found(template(...base, RULE('Five', 1, '/a, /b, /c, /d, /e')))).toEqual([]);
  });
});

describe('listeners of a load balancer', () => {
  it('two on one port are an error', () => {
    expect(found(template(LB, LISTENER('Http', 80), LISTENER('Again', 80)))).toEqual([
      'error listener-port-duplicate Again',
    ]);
    expect(found(template(LB, LISTENER('Http', 80), LISTENER('Other', 8080)))).toEqual([]);
    const either = template(
      LB,
      LISTENER('Http', 80, 'Condition: Blue,'),
      LISTENER('Other', 80, 'Condition: Green,'),
    );
    expect(found(either + ENVIRONMENTS)).toEqual([]);
  });
  it('reports a port that the security group does not open', () => {
    const group = (port: number) => `
  Open: { Type: AWS::EC2::SecurityGroup, Properties: { SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: ${port}, ToPort: ${port}, CidrIp: 0.0.0.0/0 }] } }
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [!Ref Open] } }`;
    const ingress = `
  More: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !Ref Open, IpProtocol: tcp, FromPort: 80, ToPort: 80 } }`;
    const code = 'listener-port-closed';
    expect(found(template(group(443), LISTENER('Http', 80)), code)).toEqual([`warning ${code} Http`]);
    expect(found(template(group(80), LISTENER('Http', 80)), code)).toEqual([]);
    expect(found(template(group(443), ingress, LISTENER('Http', 80)), code)).toEqual([]);
    expect(found(template(group(443), LISTENER('Http', '!Ref Port')), code)).toEqual([]);
  });
});

describe('target groups', () => {
  it('reports missing port, protocol and VPC', () => {
    const bare = `
  Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { HealthCheckPath: /h } }`;
    const forward = '{ Type: forward, TargetGroupArn: !Ref Targets }';
    expect(found(template(LB, LISTENER('Http', 80, '', forward), bare))).toEqual([
      'error target-group-incomplete Targets',
    ]);
  });
  it('reports an interval of five seconds without a timeout', () => {
    expect(found(template(GROUP('Targets', 'HealthCheckIntervalSeconds: 5')))).toEqual([
      'error health-check-timeout Targets',
    ]);
    expect(found(template(GROUP('Targets', 'HealthCheckIntervalSeconds: 6')))).toEqual([]);
    expect(
      found(template(GROUP('Targets', 'HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 4'))),
    ).toEqual([]);
  });
  it('a group that is not sticky gets a warning when a polled path leads to it', () => {
    const text = (path: string, sticky: string) =>
      template(
        LB,
        LISTENER('Http', 80),
        RULE('Hub', 10, path, 'Hubs'),
        GROUP('Hubs', `TargetGroupAttributes: [{ Key: stickiness.enabled, Value: ${sticky} }]`),
      );
    const code = 'stickiness-polling';
    expect(found(text('/socket.io/*', 'false'), code)).toEqual([`warning ${code} Hubs`]);
    expect(found(text('/chathub/*', 'false'), code)).toEqual([`warning ${code} Hubs`]);
    expect(found(text('/socket.io/*', 'true'), code)).toEqual([]);
    expect(found(text('/github/*', 'false'), code)).toEqual([]);
    expect(found(text('/ws', 'false'), code)).toEqual([]);
  });
});

describe('subnets', () => {
  const withSubnets = (a: string, b = '') => `Resources:
  A: { Type: AWS::EC2::Subnet, Properties: { ${a} } }
  B: { Type: AWS::EC2::Subnet, Properties: { ${b} } }
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { SecurityGroups: [sg-1], Subnets: [!Ref A${b && ', !Ref B'}] } }`;
  it('a /28 is too small for scaling, a /27 is not', () => {
    const text = withSubnets('CidrBlock: 10.0.0.0/28', 'CidrBlock: 10.0.1.0/27');
    expect(found(text, 'subnet-small')).toEqual(['warning subnet-small A']);
  });
  it.each([
    ['OutpostArn: arn, AvailabilityZone: us-west-2a', false],
    ['AvailabilityZone: us-west-2-lax-1a', false],
    ['AvailabilityZone: us-east-1-wl1-bos-wlz-1', false],
    ['AvailabilityZone: !Ref Zone', false],
    ['AvailabilityZoneId: usw2-az1', false],
    ['AvailabilityZone: us-west-2a', true],
    ['AvailabilityZone: us-gov-west-1a', true],
    ["AvailabilityZone: !Select [0, !GetAZs '']", true],
  ])('a single one of %s: refused %s', (subnet, isRefused) => {
    expect(found(withSubnets(subnet))).toEqual(isRefused ? ['error subnets-too-few Alb'] : []);
  });
  it('a single literal subnet is not judged', () => {
    const text =
      'Resources: { Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1] } } }';
    expect(found(text)).toEqual([]);
  });
});

describe('ECS services', () => {
  const service = (dependsOn: string) => `
  Service: { Type: AWS::ECS::Service, ${dependsOn} Properties: { LoadBalancers: [{ ContainerName: c, ContainerPort: 80, TargetGroupArn: !Ref Targets }] } }`;
  const forward = '{ Type: forward, TargetGroupArn: !Ref Targets }';
  const base = [LB, LISTENER('Http', 80), LISTENER('Https', 443, '', forward), GROUP()];
  it('reports one that waits for a listener other than the one that forwards', () => {
    expect(found(template(...base, service('DependsOn: Http,')))).toEqual([
      'error ecs-service-depends-on Service',
    ]);
    expect(found(template(...base, service('DependsOn: [Http, Https],')))).toEqual([]);
  });
  it('may wait through another resource, or for something outside the template', () => {
    const between = `
  Between: { Type: AWS::CloudFormation::WaitConditionHandle, DependsOn: Https }`;
    expect(found(template(...base, between, service('DependsOn: Between,')))).toEqual([]);
    expect(found(template(GROUP(), service('')))).toEqual([]);
  });
  it('blue/green: reports each problem with its severity', () => {
    const cookie =
      'TargetType: ip, TargetGroupAttributes: [{ Key: stickiness.enabled, Value: true }, { Key: stickiness.type, Value: app_cookie }, { Key: stickiness.app_cookie.cookie_name, Value: S }]';
    const text = template(
      LB,
      LISTENER('Http', 80),
      RULE('Rule', 1, '/ws', 'Blue'),
      GROUP('Blue', cookie),
      GROUP('Green', 'TargetType: ip'),
      `
  Service: { Type: AWS::ECS::Service, DependsOn: Rule, Properties: { LaunchType: FARGATE, DeploymentConfiguration: { Strategy: BLUE_GREEN, BakeTimeInMinutes: 0 }, LoadBalancers: [{ ContainerName: a, ContainerPort: 80, TargetGroupArn: !Ref Blue, AdvancedConfiguration: { AlternateTargetGroupArn: !Ref Green } }] } }
  Task: { Type: AWS::ECS::TaskDefinition, Properties: { RequiresCompatibilities: [FARGATE], ContainerDefinitions: [{ Name: a, StopTimeout: 300 }] } }
  Express: { Type: AWS::ECS::ExpressGatewayService, Properties: { ScalingTarget: { AutoScalingMetric: REQUEST_COUNT_PER_TARGET } } }`,
    );
    const codes = [
      'ecs-blue-green-bake',
      'ecs-green-unlike-blue',
      'ecs-app-cookie-alternate',
      'ecs-stop-timeout',
      'ecs-express-scaling',
    ];
    expect(found(text, ...codes)).toEqual([
      'error ecs-stop-timeout Task',
      'warning ecs-app-cookie-alternate Blue',
      'warning ecs-green-unlike-blue Green',
      'warning ecs-blue-green-bake Service',
      'info ecs-express-scaling Express',
    ]);
  });
  it('gets no findings about sockets when it carries none', () => {
    const text = template(...base, service('DependsOn: Https,'));
    expect(found(text, 'ecs-grace-period', 'ecs-rebalancing', 'ecs-no-circuit-breaker')).toEqual([]);
  });
});

describe('reads templates as CloudFormation does', () => {
  it('unquoted yes, no, on and off are booleans, and numbers may contain underscores', () => {
    const text = (value: string) =>
      `Resources: { Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [a, b], LoadBalancerAttributes: [${value}] } } }`;
    const values =
      '{ Key: deletion_protection.enabled, Value: yes }, { Key: routing.http2.enabled, Value: off }, { Key: idle_timeout.timeout_seconds, Value: 4_000 }';
    expect(found(text(values))).toEqual([]);
    expect(found(text("{ Key: routing.http2.enabled, Value: 'off' }"))).toEqual([
      'error attribute-value Alb',
    ]);
    // ELB receives true, which this attribute does not accept.
    expect(
      found(
        'Resources: { L: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { Protocol: HTTPS, Certificates: [{ CertificateArn: a }], MutualAuthentication: { Mode: verify, TrustStoreArn: t, AdvertiseTrustStoreCaNames: on }, DefaultActions: [{ Type: fixed-response, FixedResponseConfig: { StatusCode: 404 } }] } } }',
      ),
    ).toEqual(['error property-value L']);
  });
  it('expands a loop over literals', () => {
    const text = `Resources:
  Fn::ForEach::Groups:
    - Port
    - ['80', '90000']
    - Targets\${Port}: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: !Ref Port, Protocol: HTTP, VpcId: v, HealthCheckPath: !Sub '/\${Port}' } }`;
    expect(found(text)).toEqual(['error property-value Targets90000']);
    expect(checkTemplate(text)).toMatchObject({ leftOut: [] });
  });
  it('reads a Serverless Framework file and leaves its variables unknown', () => {
    const text = (port: string) => `service: chat
provider: { name: aws }
resources:
  Resources:
    Targets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: ${port}, Protocol: HTTP, VpcId: v, HealthCheckPath: /h } }`;
    expect(found(text("'${self:custom.port}'"))).toEqual([]);
    expect(found(text('90000'))).toEqual(['error property-value Targets']);
  });
  it('reports broken JSON as JSON, with the line', () => {
    expect(checkTemplate('{\n  "Resources": {\n    "A": {"Type": "B" "C"}\n  }\n}')).toMatchObject({
      ok: false,
      line: 3,
      reason: 'This is not JSON: a comma or } is missing before "\\"".',
    });
  });
  it('uses the last of duplicate keys, and reports them', () => {
    const text = `Resources:
  Alb:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [a, b]
      Scheme: internal
      Scheme: internet-facing`;
    const finding = findings(text).find(({ code }) => code === 'key-duplicate');
    expect(finding).toMatchObject({ line: 7, logicalId: 'Alb', args: { key: 'Scheme', first: 6 } });
  });
});

describe('logs', () => {
  const alb = (more = '') =>
    `Resources:
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, ${more} Properties: { Subnets: [a, b], LoadBalancerAttributes: [{ Key: access_logs.s3.enabled, Value: 'true' }, { Key: access_logs.s3.bucket, Value: !Ref Logs }] } }
  Logs: { Type: AWS::S3::Bucket }`;
  it('vended access logs count as access logs; vended connection logs do not', () => {
    const text = (type: string) => `Resources:
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [a, b] } }
  Source: { Type: AWS::Logs::DeliverySource, Properties: { Name: alb, LogType: ${type}, ResourceArn: !Ref Alb } }`;
    expect(found(text('ALB_ACCESS_LOGS'), 'access-logs')).toEqual([]);
    expect(found(text('ALB_CONNECTION_LOGS'), 'access-logs')).toEqual(['info access-logs Alb']);
  });
  it('a bucket policy may be created by another resource of the stack', () => {
    expect(found(alb())).toEqual(['error log-bucket-policy Alb']);
    const custom = '\n  Policy: { Type: Custom::Policy, Properties: { Bucket: !Ref Logs } }';
    expect(found(alb('DependsOn: Policy,') + custom)).toEqual([]);
    expect(found(alb() + custom)).toEqual(['error log-bucket-policy Alb']);
  });
  it('a wildcard in the action of a policy counts', () => {
    const policy = (action: string) => `
  Policy: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Logs, PolicyDocument: { Statement: [{ Effect: Allow, Principal: '*', Action: '${action}', Resource: '*' }] } } }`;
    expect(found(alb('DependsOn: Policy,') + policy('s3:P*'))).toEqual([]);
    expect(found(alb('DependsOn: Policy,') + policy('s3:Get*'))).toEqual(['error log-bucket-policy Alb']);
  });
});

it('an unknown TLS policy is less severe when its name promises TLS 1.2 or 1.3', () => {
  const text = (policy: string) =>
    `Resources: { L: { Type: AWS::ElasticLoadBalancingV2::Listener, Properties: { Protocol: HTTPS, SslPolicy: ${policy}, DefaultActions: [] } } }`;
  const code = 'tls-policy-unknown';
  expect(found(text('ELBSecurityPolicy-TLS13-1-2-CNSA2-FIPS-PQ-2026-07'), code)).toEqual([`info ${code} L`]);
  expect(found(text('ELBSecurityPolicy-TLS13-1-2-Rse-2021'), code)).toEqual([`warning ${code} L`]);
});

it('warns about an alarm on a count that is published only when it is not zero', () => {
  const text = (metric: string) =>
    `Resources: { A: { Type: AWS::CloudWatch::Alarm, Properties: { Namespace: AWS/ApplicationELB, MetricName: ${metric}, Dimensions: [{ Name: LoadBalancer, Value: x }] } } }`;
  expect(found(text('HTTPCode_ELB_4XX_Count'), 'alarm-missing-data')).toEqual([
    'warning alarm-missing-data A',
  ]);
  expect(found(text('AnomalousHostCount'), 'alarm-missing-data')).toEqual([]);
});

describe("an account's macro may add what is missing", () => {
  const bare = `Resources:
  Alb: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { SecurityGroups: [sg-1] } }`;
  it('without a macro, it is an error', () => {
    expect(found(bare, 'subnets-missing')).toEqual(['error subnets-missing Alb']);
    expect(found(`Transform: AWS::LanguageExtensions\n${bare}`, 'subnets-missing')).toEqual([
      'error subnets-missing Alb',
    ]);
  });
  it('with one, it is a warning; what is written stays an error', () => {
    const group = `
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      VpcId: vpc-1
      Port: 80
      Protocol: HTTP
      HealthCheckIntervalSeconds: 500`;
    const text = `Transform: [OurMacro]\n${bare}${group}`;
    expect(found(text, 'subnets-missing')).toEqual(['warning subnets-missing Alb']);
    expect(found(text)).toEqual(['error property-value Targets']);
  });
});
