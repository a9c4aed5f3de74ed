// The real AWS CLI deploys every preset to a fake AWS (moto's server). Each test says what the fake cannot do: it skips bucket
// policies and alarms, registers no targets, and applies no attributes of load balancers and target groups.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BIN, generate } from '../helpers/cli.ts';
import { presetNames } from '../helpers/presets.ts';
import {
  needs,
  run,
  stackParameters,
  startFakeAws,
  temporaryFolder,
  type FakeAws,
  type Run,
} from '../helpers/tools.ts';

describe('aws cloudformation deploy', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  let known: Record<string, string>;
  beforeAll(async () => {
    fake = await startFakeAws();
    known = await stackParameters(fake);
  });

  /** Writes the template as a user would and deploys it; every parameter of the template gets its value. */
  async function deploy(stack: string, ...args: string[]): Promise<Run> {
    const file = join(temporaryFolder(), 'template.yaml');
    const { stdout, stderr, status } = await generate(['template', ...args]);
    expect([status, stderr]).toEqual([0, '']);
    writeFileSync(file, stdout);
    const overrides = Object.entries(known)
      .filter(([name]) => stdout.includes(`\n  ${name}:\n    Type: `))
      .map(([name, value]) => `${name}=${value}`);
    const command = ['cloudformation', 'deploy', '--template-file', file, '--stack-name', stack];
    const capabilities = stdout.includes('Type: AWS::IAM::') ? ['--capabilities', 'CAPABILITY_IAM'] : [];
    return run('aws', [...command, ...capabilities, '--parameter-overrides', ...overrides], {
      env: fake.env,
    });
  }

  const status = async (stack: string): Promise<string> =>
    (await fake.aws('cloudformation', 'describe-stacks', '--stack-name', stack)).Stacks[0].StackStatus;

  /** The physical id of a stack's resource. */
  async function physicalId(stack: string, logicalId: string): Promise<string> {
    const { StackResources } = await fake.aws(
      'cloudformation',
      'describe-stack-resources',
      '--stack-name',
      stack,
    );
    const found = StackResources.find(
      (r: { LogicalResourceId: string }) => r.LogicalResourceId === logicalId,
    );
    expect(found, logicalId).toBeDefined();
    return found.PhysicalResourceId;
  }

  it.each(presetNames)('preset %s is created', async (preset) => {
    expect(await deploy(`preset-${preset}`, '--preset', preset)).toMatchObject({ status: 0 });
    expect(await status(`preset-${preset}`)).toBe('CREATE_COMPLETE');
  });

  it('a second deployment changes nothing, and a second stack can be created next to it', async () => {
    expect(await deploy('a')).toMatchObject({ status: 0 });
    const again = await deploy('a');
    expect(again.stdout + again.stderr).toContain('No changes to deploy');
    expect(await deploy('b')).toMatchObject({ status: 0 });
    expect(await status('a')).toBe('CREATE_COMPLETE');
    expect(await status('b')).toBe('CREATE_COMPLETE');
    expect(await physicalId('a', 'WebSocketALB')).not.toBe(await physicalId('b', 'WebSocketALB'));
  });

  it('a changed option updates the stack', async () => {
    expect(await deploy('changing')).toMatchObject({ status: 0 });
    const policy = 'ELBSecurityPolicy-TLS13-1-3-2021-06';
    expect(await deploy('changing', '--set', `listener.https.sslPolicy=${policy}`)).toMatchObject({
      status: 0,
    });
    expect(await status('changing')).toBe('UPDATE_COMPLETE');
    const { Listeners } = await fake.aws(
      'elbv2',
      'describe-listeners',
      '--listener-arns',
      await physicalId('changing', 'HTTPSListener'),
    );
    expect(Listeners[0].SslPolicy).toBe(policy);
  });

  it('the deployed resources have the settings of the config', async () => {
    expect(
      await deploy('read', '--set', 'healthCheck.path=/ready', '--set', 'network.allowFrom=[10.0.0.0/8]'),
    ).toMatchObject({
      status: 0,
    });
    const loadBalancerArn = await physicalId('read', 'WebSocketALB');
    const [{ LoadBalancers }, { Listeners }, { TargetGroups }] = await Promise.all([
      fake.aws('elbv2', 'describe-load-balancers', '--load-balancer-arns', loadBalancerArn),
      fake.aws('elbv2', 'describe-listeners', '--load-balancer-arn', loadBalancerArn),
      fake.aws(
        'elbv2',
        'describe-target-groups',
        '--target-group-arns',
        await physicalId('read', 'WebSocketTargetGroup'),
      ),
    ]);
    expect(LoadBalancers[0]).toMatchObject({
      Scheme: 'internet-facing',
      Type: 'application',
      VpcId: known['VPCId'],
    });
    expect(LoadBalancers[0].AvailabilityZones).toHaveLength(2);
    expect(Listeners).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          Port: 80,
          DefaultActions: [
            { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
          ],
        }),
        expect.objectContaining({
          Port: 443,
          Protocol: 'HTTPS',
          SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
          Certificates: [{ CertificateArn: known['CertificateArn'] }],
          DefaultActions: [{ Type: 'forward', TargetGroupArn: TargetGroups[0].TargetGroupArn }],
        }),
      ]),
    );
    expect(TargetGroups[0]).toMatchObject({
      Port: 8080,
      Protocol: 'HTTP',
      ProtocolVersion: 'HTTP1',
      HealthCheckPath: '/ready',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      Matcher: { HttpCode: '200-299' },
    });
    const { SecurityGroups } = await fake.aws(
      'ec2',
      'describe-security-groups',
      '--group-ids',
      await physicalId('read', 'ALBSecurityGroup'),
    );
    const open = SecurityGroups[0].IpPermissions.map(
      ({ FromPort, IpRanges }: { FromPort: number; IpRanges: { CidrIp: string }[] }) => [
        FromPort,
        IpRanges[0]?.CidrIp,
      ],
    );
    expect(open).toEqual(
      expect.arrayContaining([
        [80, '10.0.0.0/8'],
        [443, '10.0.0.0/8'],
      ]),
    );
    const bucket = await physicalId('read', 'LogBucket');
    const { ServerSideEncryptionConfiguration } = await fake.aws(
      's3api',
      'get-bucket-encryption',
      '--bucket',
      bucket,
    );
    expect(JSON.stringify(ServerSideEncryptionConfiguration)).toContain('AES256');
  });

  it('the dashboard shows the load balancer and the target group of its stack', async () => {
    expect(await deploy('watched')).toMatchObject({ status: 0 });
    const { DashboardBody } = await fake.aws(
      'cloudwatch',
      'get-dashboard',
      '--dashboard-name',
      'watched-eu-west-1',
    );
    const { widgets } = JSON.parse(DashboardBody) as { widgets: { properties: { metrics?: unknown[][] } }[] };
    const metrics = widgets
      .flatMap(({ properties }) => properties.metrics ?? [])
      .filter((line) => line.length > 1);
    expect(metrics.length).toBeGreaterThan(10);
    const [loadBalancer, targetGroup] = await Promise.all([
      physicalId('watched', 'WebSocketALB'),
      physicalId('watched', 'WebSocketTargetGroup'),
    ]);
    for (const [namespace, , ...dimensions] of metrics) {
      expect(namespace).toBe('AWS/ApplicationELB');
      const named = dimensions.filter((part) => typeof part === 'string');
      expect(named.slice(-2)).toEqual(['LoadBalancer', loadBalancer.split('loadbalancer/')[1]]);
      if (named.length > 2) expect(named.slice(0, 2)).toEqual(['TargetGroup', targetGroup.split(':')[5]]);
    }
  });

  it('the template can be piped into validate-template', async () => {
    // A shell creates the pipe, as a user would: /dev/stdin of a process started by Node is a socket.
    const pipe =
      '"$0" "$1" template | aws cloudformation validate-template --template-body file:///dev/stdin';
    const valid = await run('sh', ['-c', pipe, process.execPath, BIN], { env: fake.env });
    expect(valid).toMatchObject({ status: 0, stderr: '' });
  });
});
