// A deployment that would destroy something: asks on a terminal, refuses elsewhere, proceeds with --yes.
import { describe, expect, it } from 'vitest';
import { BIN, generate } from '../../helpers/cli.ts';
import { ARN, fakeDeployment, type FakeChange, type Scenario } from '../../helpers/deployment.ts';
import { KEYS, onTerminal } from '../../helpers/terminal.ts';
import { needs, temporaryFolder } from '../../helpers/tools.ts';

const OURS = 'Application Load Balancer for WebSockets (chat)';
const stack = (description: string) => ({ status: 'CREATE_COMPLETE', description });
const FIVE: Readonly<Record<string, string>> = {
  WebSocketALB: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  WebSocketTargetGroup: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  HTTPSListener: 'AWS::ElasticLoadBalancingV2::Listener',
  Service: 'AWS::ECS::Service',
  LogBucket: 'AWS::S3::Bucket',
};
const removed = Object.entries(FIVE).map(([LogicalResourceId, ResourceType]): FakeChange => ({
  Action: 'Remove',
  LogicalResourceId,
  ResourceType,
}));
const change = (type: string, rest: object): FakeChange => ({
  Action: 'Modify',
  LogicalResourceId: 'It',
  ResourceType: type,
  ...rest,
});
const TEMPLATE = 'Resources: {T: {Type: AWS::SNS::Topic}}';

async function deploy(scenario: Scenario, ...args: string[]) {
  const fake = await fakeDeployment({ before: stack(OURS), ...scenario });
  const result = await generate(['deploy', '--stack-name', 'x', ...args], { input: TEMPLATE, env: fake.env });
  return {
    ...result,
    executed: fake.asked('ExecuteChangeSet'),
    deleted: fake.asked('DeleteChangeSet'),
  };
}

describe('an update that removes load balancer, target group, listener, ECS service and bucket', () => {
  it('is refused in a pipe, and its change set is deleted', async () => {
    const { status, stdout, stderr, executed, deleted } = await deploy({ changes: removed });
    expect({ status, stdout, executed, deleted }).toEqual({ status: 1, stdout: '', executed: 0, deleted: 1 });
    expect(stderr).toMatchInlineSnapshot(`
      "error: stack x
        Not deployed: 5 things must be agreed to first.
          remove   WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer)
          remove   WebSocketTargetGroup (AWS::ElasticLoadBalancingV2::TargetGroup)
          remove   HTTPSListener (AWS::ElasticLoadBalancingV2::Listener)
          remove   Service (AWS::ECS::Service)
          remove   LogBucket (AWS::S3::Bucket)
        remedy:  If you want all of it, add --yes, or run it on a terminal. --dry-run shows every change. Nothing was changed.
      "
    `);
  });

  it('runs with --yes, and reports what it removes', async () => {
    const { status, stderr, executed, deleted } = await deploy({ changes: removed }, '--yes');
    expect({ status, executed, deleted }).toEqual({ status: 0, executed: 1, deleted: 0 });
    for (const id of Object.keys(FIVE)) expect(stderr).toContain(`remove   ${id} (`);
  });

  describe('on a terminal', needs('script'), () => {
    const start = async (...args: string[]) => {
      const fake = await fakeDeployment({ before: stack(OURS), changes: removed });
      const command = [process.execPath, BIN, 'deploy', '--stack-name', 'x', '--preset', 'quick-start'];
      const values = ['--parameter-overrides', 'VPCId=v', 'SubnetIds=a,b', 'InstanceIds=i,j'];
      const env = Object.fromEntries(Object.entries(fake.env).map(([name, value]) => [name, value ?? '']));
      delete env['AWS_PROFILE'];
      const terminal = onTerminal([...command, ...args, ...values], { cwd: temporaryFolder(), env });
      return { terminal, fake };
    };

    it.each([
      ['n', 1, 0],
      ['y', 0, 1],
    ])('asks, and obeys %s', async (key, status, executions) => {
      const { terminal, fake } = await start();
      for (const id of Object.keys(FIVE)) await terminal.see(`remove   ${id} (`);
      await terminal.see('Deploy anyway?');
      await terminal.type(key, KEYS.enter);
      expect(await terminal.end()).toBe(status);
      expect(fake.asked('ExecuteChangeSet')).toBe(executions);
      expect(fake.asked('DeleteChangeSet')).toBe(1 - executions);
    });

    it('Ctrl-C at the prompt deletes the change set', async () => {
      const { terminal, fake } = await start();
      await terminal.see('Deploy anyway?');
      await terminal.type(KEYS.ctrlC);
      expect(await terminal.end()).toBe(130);
      expect(fake.asked('ExecuteChangeSet')).toBe(0);
      expect(fake.asked('DeleteChangeSet')).toBe(1);
    });
  });
});

it.each<[string, readonly FakeChange[]]>([
  ['that is added', [{ Action: 'Add', LogicalResourceId: 'It', ResourceType: FIVE['WebSocketALB'] }]],
  ['that is changed', [change('AWS::ElasticLoadBalancingV2::LoadBalancer', { Replacement: 'False' })]],
  ['that is removed and retained', [change('AWS::S3::Bucket', { Action: 'Remove', PolicyAction: 'Retain' })]],
  ['that is meant to be replaced', [change('AWS::ECS::TaskDefinition', { Replacement: 'True' })]],
])('does not ask about a resource %s', async (_, changes) => {
  expect(await deploy({ changes })).toMatchObject({ status: 0, executed: 1, deleted: 0 });
});

it.each([
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'True', 'is replaced: every open socket is cut'],
  [
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    'Conditional',
    'may be replaced: targets are registered again',
  ],
  ['AWS::ElasticLoadBalancingV2::Listener', 'True', 'is replaced: clients cannot connect'],
  ['AWS::ECS::Service', 'True', 'is replaced: all its tasks'],
])('refuses a replaced %s (%s) in a pipe', async (type, Replacement, words) => {
  const { status, stderr, executed } = await deploy({ changes: [change(type, { Replacement })] });
  expect({ status, executed }).toEqual({ status: 1, executed: 0 });
  expect(stderr).toContain(words);
});

it('does not ask about a bucket that the deployed template retains', async () => {
  const deployed = `Resources: {It: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}}`;
  const changes = [change('AWS::S3::Bucket', { Action: 'Remove' })];
  expect(await deploy({ changes, deployed })).toMatchObject({ status: 0, executed: 1 });
});

describe('a stack', () => {
  const METADATA = '{"Metadata": {"websocket-alb": {"Version": "0.2.0"}}, "Resources": {}}';
  it.each([
    ['of version 0.1, which wrote no metadata', { before: stack(OURS) }, 0],
    ['with our metadata, whatever it is called', { before: stack('mine'), deployed: METADATA }, 0],
    ['of somebody else', { before: stack('Website') }, 1],
    [
      'with metadata that is not ours',
      { before: stack(''), deployed: '{"Metadata": {"x": {"Version": "1"}}}' },
      1,
    ],
  ])('%s', async (_, scenario, status) => {
    const result = await deploy(scenario);
    expect({ status: result.status, executed: result.executed }).toEqual({ status, executed: 1 - status });
    expect(result.stderr.includes('was not created by this program')).toBe(status === 1);
  });

  it('without resources has no owner, and is deployed', async () => {
    expect(await deploy({ before: { status: 'REVIEW_IN_PROGRESS' } })).toMatchObject({ executed: 1 });
  });
});

describe('--dry-run', () => {
  it('reports what a deployment would ask', async () => {
    const { status, stdout, stderr, executed, deleted } = await deploy({ changes: removed }, '--dry-run');
    expect({ status, executed, deleted }).toEqual({ status: 0, executed: 0, deleted: 1 });
    expect(stdout.split('\n')).toHaveLength(6);
    expect(stderr).toContain(
      'These need confirmation on a terminal, and --yes elsewhere:\n  remove   WebSocketALB',
    );
  });

  it('finds replacements in the schemas where CloudFormation does not state them', async () => {
    const group = (port: number, more = '') =>
      `Resources: {It: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Port: ${port}${more}}}}`;
    const fake = await fakeDeployment({
      before: stack(OURS),
      deployed: group(8080),
      changes: [change('AWS::ElasticLoadBalancingV2::TargetGroup', {})],
    });
    const preview = (input: string) =>
      generate(['deploy', '--stack-name', 'x', '--dry-run'], { input, env: fake.env });
    expect((await preview(group(9090))).stdout).toMatch(/^replace {2}It .* is replaced: targets/);
    expect((await preview(group(8080, ', HealthCheckPath: /x'))).stdout).toMatch(/^change {3}It /);
  });
});

it('-- --no-execute-changeset keeps the change set, and prints the commands that execute and delete it', async () => {
  const { status, stderr, executed, deleted } = await deploy({}, '--', '--no-execute-changeset');
  expect({ status, executed, deleted }).toEqual({ status: 0, executed: 0, deleted: 0 });
  expect(stderr).toContain(`aws cloudformation execute-change-set --change-set-name ${ARN}`);
  expect(stderr).toContain(`aws cloudformation delete-change-set --change-set-name ${ARN}`);
});
