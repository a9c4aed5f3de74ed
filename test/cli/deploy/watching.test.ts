// From the execution to the final status of the stack, and what is left behind when nothing is executed.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, generate } from '../../helpers/cli.ts';
import { denied, fakeDeployment, type FakeDeployment, type Scenario } from '../../helpers/deployment.ts';
import { until } from '../../helpers/sockets.ts';
import { yamlOf } from '../../helpers/template.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

const OURS = { status: 'CREATE_COMPLETE', description: 'Application Load Balancer for WebSockets (chat)' };
const TEMPLATE = 'Resources: {T: {Type: AWS::SNS::Topic}}';
const UPDATING = { ...OURS, status: 'UPDATE_IN_PROGRESS' };
const UPDATED = { ...OURS, status: 'UPDATE_COMPLETE', outputs: { LoadBalancerDNS: 'x.example.com' } };

async function deploy(scenario: Scenario, args: readonly string[] = [], input = TEMPLATE) {
  const fake = await fakeDeployment(scenario);
  const all = ['deploy', '--stack-name', 'x', ...args];
  return { ...(await generate(all, { input, env: fake.env })), fake };
}

it('shows each event once, oldest first, and prints the outputs', async () => {
  const { status, stdout, stderr } = await deploy({
    before: OURS,
    after: [OURS, UPDATING, { ...UPDATING, status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' }, UPDATED],
    events: [
      [],
      [
        { id: 'Two', status: 'UPDATE_IN_PROGRESS' },
        { id: 'One', status: 'UPDATE_IN_PROGRESS' },
      ],
      [
        { id: 'One', status: 'UPDATE_COMPLETE' },
        { id: 'One', status: 'UPDATE_IN_PROGRESS' },
      ],
    ],
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'LoadBalancerDNS=x.example.com\n' });
  expect(stderr).toMatchInlineSnapshot(`
    "CloudFormation updates stack x.
    12:00:00  UPDATE_IN_PROGRESS  One (AWS::X::Y)
    12:00:00  UPDATE_IN_PROGRESS  Two (AWS::X::Y)
    12:00:00  UPDATE_COMPLETE  One (AWS::X::Y)
    Successfully created/updated stack - x
    "
  `);
});

it('continues when AWS does not answer for a while', async () => {
  let refusals = 0;
  const { status, fake } = await deploy({
    before: OURS,
    after: [UPDATING, UPDATED],
    instead: ({ operation, times }) =>
      operation === 'DescribeStackEvents' && times > 1 && refusals++ < 1
        ? {
            status: 400,
            type: 'text/xml',
            body: '<ErrorResponse><Error><Code>Odd</Code><Message>odd</Message></Error></ErrorResponse>',
          }
        : undefined,
  });
  expect({ status, refusals: refusals > 0 }).toEqual({ status: 0, refusals: true });
  expect(fake.asked('ExecuteChangeSet')).toBe(1);
});

it("falls back to the stack's status when events are denied", async () => {
  const { status } = await deploy({
    before: OURS,
    after: [UPDATING, UPDATED],
    instead: ({ operation }) => (operation === 'DescribeStackEvents' ? denied(operation) : undefined),
  });
  expect(status).toBe(0);
});

it('explains a failed stack by its events, newest cause first, with remedies', async () => {
  const { status, stderr } = await deploy(
    {
      after: [{ status: 'CREATE_IN_PROGRESS' }, { status: 'ROLLBACK_COMPLETE' }],
      events: [
        [],
        [
          { id: 'HTTPListener', status: 'CREATE_FAILED', reason: 'Resource creation cancelled' },
          {
            id: 'WebSocketALB',
            status: 'CREATE_FAILED',
            reason: 'Access Denied for bucket: chat-logs. Please check S3bucket permission',
          },
          { id: 'LogBucket', status: 'CREATE_FAILED', reason: 'chat-logs already exists' },
        ],
      ],
    },
    ['--region', 'eu-west-1'],
  );
  expect(status).toBe(255);
  expect(stderr.slice(stderr.indexOf('\nStack'))).toMatchInlineSnapshot(`
    "
    Stack x failed and is ROLLBACK_COMPLETE
    What failed, newest first:
      WebSocketALB (AWS::X::Y) CREATE_FAILED
        Access Denied for bucket: chat-logs. Please check S3bucket permission
        remedy: ELB may not write to the log bucket: its policy, its encryption (SSE-S3 only) or its Region is wrong. \`npx websocket-alb snippet log-bucket-policy\` prints the statement that it needs.
      LogBucket (AWS::X::Y) CREATE_FAILED
        chat-logs already exists
        remedy: Another resource has this name. Delete it, or deploy under another stack name.
    It cannot be updated, only deleted. This removes it:
      aws cloudformation delete-stack --stack-name x --region eu-west-1
    "
  `);
});

/** Starts a deployment and sends it a signal once a condition is met. */
async function interrupted(fake: FakeDeployment, signal: NodeJS.Signals, ready: () => boolean) {
  const TMPDIR = temporaryFolder();
  const child = spawn(
    process.execPath,
    [
      BIN,
      'deploy',
      '--stack-name',
      'x',
      '--preset',
      'quick-start',
      '--parameter-overrides',
      'VPCId=v',
      'SubnetIds=a,b',
      'InstanceIds=i,j',
    ],
    { env: { ...process.env, ...fake.env, TMPDIR, NO_COLOR: '1' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  await until('it is time for the signal', ready);
  child.kill(signal);
  const status = await ended;
  const files = readdirSync(TMPDIR).filter((name) => name.startsWith('websocket-alb-file-'));
  return { status, stderr, files };
}

describe('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s leaves the stack running, and says so', async (signal, code) => {
    const fake = await fakeDeployment({ before: OURS, after: [UPDATING] });
    const { status, stderr, files } = await interrupted(
      fake,
      signal,
      () => fake.asked('DescribeStackEvents') > 1,
    );
    expect({ status, files }).toEqual({ status: code, files: [] });
    expect(stderr).toContain('Interrupted: CloudFormation is still updating stack x');
    expect(stderr).toContain('aws cloudformation cancel-update-stack --stack-name x\n');
    expect(fake.asked('DeleteChangeSet')).toBe(0);
  });

  it('stops the AWS CLI too, and deletes its change set', async () => {
    const started = join(temporaryFolder(), 'started');
    const name = `awscli-cloudformation-package-deploy-${Math.floor(Date.now() / 1000) + 1000}`;
    const fake = await fakeDeployment({
      before: OURS,
      cli: `echo started > '${started}'; exec sleep 3000`,
      left: [name, 'somebody-else', 'awscli-cloudformation-package-deploy-1'],
    });
    const { status, stderr, files } = await interrupted(fake, 'SIGINT', () => existsSync(started));
    expect({ status, files }).toEqual({ status: 130, files: [] });
    expect(stderr).toContain('Interrupted. Nothing was changed.');
    // Only the one we created.
    expect(fake.asked('DeleteChangeSet')).toBe(1);
    expect(fake.asked('ExecuteChangeSet')).toBe(0);
  });
});

describe('when the AWS CLI fails', () => {
  it.each([
    ['Unable to locate credentials', 'aws configure'],
    [
      'An error occurred (InsufficientCapabilitiesException) when calling the CreateChangeSet operation: Requires capabilities : [CAPABILITY_NAMED_IAM]',
      'CAPABILITY_NAMED_IAM',
    ],
    [
      'Failed to create the changeset: Waiter failed Status: FAILED. Reason: chat-logs already exists',
      'another stack name',
    ],
  ])('%s', async (words, remedy) => {
    const { status, stderr, fake } = await deploy({ cli: `echo '${words}' >&2; exit 255` });
    expect(status).toBe(255);
    expect(stderr).toContain('error: the AWS CLI\n');
    expect(stderr).toContain(remedy);
    // There was no stack before.
    expect(fake.asked('DeleteStack')).toBe(1);
    expect(fake.asked('ExecuteChangeSet')).toBe(0);
  });

  it('strips output that could drive a terminal or a CI runner', async () => {
    const { stderr } = await deploy({
      cli: String.raw`printf '\033]0;pwn\007\033[2J\n::error::INJ\n' >&2; exit 255`,
    });
    expect(stderr).not.toContain('\u001B');
    expect(stderr).not.toMatch(/^\s*::error/m);
  });

  it('says in one line how to get the AWS CLI when it is missing', async () => {
    const fake = await fakeDeployment({});
    const { status, stderr } = await generate(['deploy', '--stack-name', 'x'], {
      input: TEMPLATE,
      env: { ...fake.env, PATH: '/nowhere' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('The AWS CLI is not installed, or not on PATH.');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('unused change sets and stacks', () => {
  it.each([
    ['there was no stack: it is deleted with the change set', undefined, 1],
    ['another pending change set: the stack stays', { status: 'REVIEW_IN_PROGRESS' }, 0],
    ['a stack with resources stays', OURS, 0],
  ])('after a dry run: %s', async (_, before, deletions) => {
    const { status, fake } = await deploy({ ...(before && { before }) }, ['--dry-run']);
    expect(status).toBe(0);
    expect(fake.asked('DeleteChangeSet')).toBe(1);
    expect(fake.asked('DeleteStack')).toBe(deletions);
  });

  it('are named when they cannot be deleted', async () => {
    const { status, stderr } = await deploy(
      {
        before: OURS,
        instead: ({ operation }) => (operation === 'DeleteChangeSet' ? denied(operation) : undefined),
      },
      ['--dry-run'],
    );
    expect(status).toBe(0);
    expect(stderr).toContain('could not be removed');
    expect(stderr).toContain('\n  aws cloudformation delete-change-set --change-set-name arn:');
  });
});

it('executes nothing when the change set cannot be read, and names the permission', async () => {
  const { status, stderr, fake } = await deploy({
    before: OURS,
    instead: ({ operation }) => (operation === 'DescribeChangeSet' ? denied(operation) : undefined),
  });
  expect(status).toBe(2);
  expect(stderr).toContain('cloudformation:DescribeChangeSet');
  expect(fake.asked('ExecuteChangeSet')).toBe(0);
  expect(fake.asked('DeleteChangeSet')).toBe(1);
});

it('sends nothing when the stack cannot be read', async () => {
  const { status, stderr, fake } = await deploy({
    instead: ({ operation }) => (operation === 'DescribeStacks' ? denied(operation) : undefined),
  });
  expect(status).toBe(2);
  expect(stderr).toContain('cloudformation:DescribeStacks');
  expect(fake.commands()).toEqual([]);
});

it('succeeds when there is nothing to change, unless the user asks otherwise', async () => {
  const nothing = { before: UPDATED, cli: `echo 'No changes to deploy. Stack x is up to date' >&2; exit 0` };
  const { status, stdout, stderr } = await deploy(nothing);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'LoadBalancerDNS=x.example.com\n' });
  expect(stderr).toBe('No changes to deploy. Stack x already matches the template.\n');
  expect((await deploy(nothing, ['--', '--fail-on-empty-changeset'])).status).toBe(255);
});

describe('what the AWS CLI is given', () => {
  it('the template, in a private file, unchanged', async () => {
    const copy = join(temporaryFolder(), 'copy');
    const fake = await fakeDeployment({
      cli: `stat -c %a "$4" > "${copy}.mode"; cp "$4" "${copy}"; exit 255`,
    });
    const values = ['VPCId=v', 'SubnetIds=a,b', 'InstanceIds=i,j', 'CertificateArn=arn:aws:acm:x'];
    await generate(
      ['deploy', '--stack-name', 'x', '--preset', 'production', '--parameter-overrides', ...values],
      {
        env: fake.env,
      },
    );
    expect(readFileSync(copy, 'utf8')).toBe(yamlOf({ name: 'websocket' }));
    expect(readFileSync(`${copy}.mode`, 'utf8').trim()).toBe('600');
  });

  it.each([
    ['an IAM role', 'R: {Type: AWS::IAM::Role}', [], true],
    ['none', 'R: {Type: AWS::SNS::Topic}', [], false],
    ['a role with a custom name', 'R: {Type: AWS::IAM::Role, Properties: {RoleName: x}}', [], false],
    [
      'a role, and capabilities given',
      'R: {Type: AWS::IAM::Role}',
      ['--', '--capabilities', 'CAPABILITY_NAMED_IAM'],
      false,
    ],
  ])('capabilities for %s', async (_, resource, args, isAdded) => {
    const { stderr, fake } = await deploy({}, args, `Resources: {${resource}}`);
    expect(fake.commands().join('\n').includes('--capabilities CAPABILITY_IAM')).toBe(isAdded);
    expect(stderr.includes('IAM resources (R): --capabilities CAPABILITY_IAM is added')).toBe(isAdded);
  });

  it('compact JSON when the template is too large for CloudFormation', async () => {
    const copy = join(temporaryFolder(), 'copy');
    const cli = `cp "$4" "${copy}"; exit 255`;
    const large = JSON.stringify(
      {
        Resources: { T: { Type: 'AWS::SNS::Topic' } },
        Metadata: { x: Array.from({ length: 3000 }, (_, n) => n) },
      },
      undefined,
      10,
    );
    const { stderr } = await deploy({ cli }, [], large);
    expect(stderr).toMatch(
      /^The template has \d+,\d+ bytes, and \d+,\d+ as compact JSON, which is deployed instead\.$/m,
    );
    expect(JSON.parse(readFileSync(copy, 'utf8'))).toEqual(JSON.parse(large));
    expect(Buffer.byteLength(readFileSync(copy))).toBeLessThanOrEqual(51_200);
    const huge = JSON.stringify({ Resources: {}, Metadata: { x: 'x'.repeat(60_000) } });
    const refused = await deploy({ cli }, [], huge);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/bytes, and \d+,\d+ as compact JSON[\s\S]*--s3-bucket/);
  });
});
