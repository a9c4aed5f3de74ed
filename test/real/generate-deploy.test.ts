// `generate deploy`: the pipe into the real AWS CLI, against a fake AWS. What the fake cannot show, the events of a
// stack that failed, comes from a stand-in for the AWS CLI that prints recorded answers.
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN, generate } from '../helpers/cli.ts';
import { yamlOf } from '../helpers/template.ts';
import { KEYS, onTerminal } from '../helpers/terminal.ts';
import {
  missingTools,
  run,
  stackParameters,
  startFakeAws,
  temporaryFolder,
  type FakeAws,
} from '../helpers/tools.ts';

const missing = missingTools('aws', 'moto_server');

describe.skipIf(missing.length > 0)('against a fake AWS', { timeout: 120_000 }, () => {
  let fake: FakeAws;
  let overrides: string[];
  beforeAll(async () => {
    fake = await startFakeAws();
    overrides = Object.entries(await stackParameters(fake)).map(([key, value]) => `${key}=${value}`);
  }, 60_000);
  afterAll(() => fake?.stop());

  /** Deploys with a temporary folder of its own, in which nothing may be left. */
  async function deploy(args: readonly string[], input?: string) {
    const TMPDIR = temporaryFolder();
    const result = await generate(['deploy', ...args], {
      env: { ...fake.env, TMPDIR },
      ...(input !== undefined && { input }),
    });
    expect(readdirSync(TMPDIR)).toEqual([]);
    return result;
  }
  const parameters = () => ['--', '--parameter-overrides', ...overrides];

  it('a template piped in is deployed, and again without changes', async () => {
    const first = await deploy(['--stack-name', 'chat', ...parameters()], yamlOf({ name: 'chat' }));
    expect(first).toMatchObject({ status: 0 });
    expect(first.stderr).toContain('Successfully created/updated stack - chat');
    const again = await deploy(['--stack-name', 'chat', ...parameters()], yamlOf({ name: 'chat' }));
    expect(again).toMatchObject({ status: 0 });
    expect(again.stderr).toContain('No changes to deploy');
  });

  it('the same as a shell writes it', async () => {
    const pipe = `"$0" "$1" template | "$0" "$1" deploy --stack-name piped -- --parameter-overrides ${overrides.join(' ')}`;
    expect(await run('sh', ['-c', pipe, process.execPath, BIN], { env: fake.env })).toMatchObject({
      status: 0,
    });
  });

  it('a change set of one’s own takes the template from a pipe', async () => {
    const parameterList = overrides
      .map((pair) => pair.split('='))
      .map(([key, value]) => `ParameterKey=${key},ParameterValue='"${value}"'`)
      .join(' ');
    const pipe = `"$0" "$1" template | aws cloudformation create-change-set --stack-name own --change-set-name first --change-set-type CREATE --template-body file:///dev/stdin --parameters ${parameterList}`;
    const made = await run('sh', ['-c', pipe, process.execPath, BIN], { env: fake.env });
    expect(made).toMatchObject({ status: 0, stderr: '' });
    expect(made.stdout).toContain('changeSet/first');
  });

  it('a config is deployed without a pipe', async () => {
    const args = [
      '--stack-name',
      'tried',
      '--preset',
      'quick-start',
      ...parameters().filter((part) => !part.startsWith('CertificateArn')),
    ];
    expect(await deploy(args)).toMatchObject({ status: 0 });
  });

  it('--dry-run says what would happen, and leaves nothing behind', async () => {
    const fresh = await deploy(['--stack-name', 'dry', '--dry-run', ...parameters()], yamlOf({}));
    expect(fresh.status).toBe(0);
    expect(fresh.stdout).toContain('add      WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer)\n');
    await expect(fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'dry')).rejects.toThrow(
      /does not exist/,
    );

    await deploy(['--stack-name', 'dry2', ...parameters()], yamlOf({}));
    const changeSets = async (): Promise<string[]> => {
      const { Summaries } = await fake.aws('cloudformation', 'list-change-sets', '--stack-name', 'dry2');
      return Summaries.map(({ ChangeSetId }: { ChangeSetId: string }) => ChangeSetId);
    };
    const before = await changeSets();
    const changed = await deploy(
      ['--stack-name', 'dry2', '--dry-run', ...parameters()],
      yamlOf({ dashboard: false }),
    );
    expect(changed.stdout).toBe('remove   WebSocketDashboard (AWS::CloudWatch::Dashboard)\n');
    expect(await changeSets()).toEqual(before);
    // Nothing was executed either.
    const { DashboardEntries } = await fake.aws('cloudwatch', 'list-dashboards');
    expect(DashboardEntries.map(({ DashboardName }: { DashboardName: string }) => DashboardName)).toContain(
      'dry2-eu-west-1',
    );
  });

  it('a certificate that does not exist: the AWS CLI’s code, its reason and our remedy', async () => {
    const wrong = parameters().map((part) => (part.startsWith('CertificateArn') ? `${part}0` : part));
    const { status, stderr } = await deploy(['--stack-name', 'bad', ...wrong], yamlOf({}));
    expect(status).toBe(255);
    expect(stderr).toContain('certificate was not found');
    expect(stderr).toContain('remedy: The certificate must exist in ACM in the Region of the load balancer');
  });

  it.each([
    ['a name with a dash in front', '-x'],
    ['a name with a space and a quote', "my 'stack"],
    ['an empty name', ''],
  ])('%s is refused', async (_, name) => {
    const { status, stderr } = await deploy([`--stack-name=${name}`], yamlOf({}));
    expect(status).toBe(2);
    expect(stderr).toContain('--stack-name');
  });

  it.each(['--template-file=other.yaml', '--stack-name=other'])(
    '%s behind -- is refused',
    async (argument) => {
      const { status, stderr } = await deploy(['--stack-name', 'x', '--', argument], yamlOf({}));
      expect(status).toBe(2);
      expect(stderr).toContain('would override');
    },
  );

  it('a parameter with spaces and quotes arrives as it is', async () => {
    const template =
      'Parameters: {Words: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Words}}}\n';
    const words = `a "quoted" 'word' $(id) -x`;
    const { status } = await deploy(
      ['--stack-name', 'words', '--', '--parameter-overrides', `Words=${words}`],
      template,
    );
    expect(status).toBe(0);
    const { Stacks } = await fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'words');
    expect(Stacks[0].Parameters[0].ParameterValue).toBe(words);
  });

  it.each([
    ['nothing in the pipe', '', 'empty'],
    ['not a template', 'name: chat', 'Resources'],
    ['not YAML', 'a: [1', 'not valid YAML'],
    ['too large', `Resources: {}\n#${'x'.repeat(60_000)}`, '--s3-bucket'],
  ])('%s is refused before anything is called', async (_, input, expected) => {
    const { status, stderr } = await deploy(['--stack-name', 'x'], input);
    expect(status).toBe(2);
    expect(stderr).toContain(expected);
  });
});

describe('with a stand-in for the AWS CLI', () => {
  /** A folder for PATH with an `aws` that runs a shell script. */
  function standIn(script: string): string {
    const folder = temporaryFolder();
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'aws'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, 'aws'), 0o755);
    return bin;
  }

  it('a failed stack: its events explain it, newest cause first, with remedies', async () => {
    const event = (id: string, seconds: number, reason: string, status = 'CREATE_FAILED') => ({
      Timestamp: new Date(Date.now() + seconds * 1000).toISOString(),
      LogicalResourceId: id,
      ResourceType: 'AWS::X::Y',
      ResourceStatus: status,
      ResourceStatusReason: reason,
    });
    const events = {
      StackEvents: [
        event('WebSocketALB', 20, 'Access Denied for bucket: chat-logs. Please check S3bucket permission'),
        event('HTTPListener', 21, 'Resource creation cancelled'),
        event('LogBucket', 10, 'chat-logs already exists'),
        event('Fine', 9, '', 'CREATE_COMPLETE'),
        event('Old', -9000, 'from another day'),
      ],
    };
    const bin = standIn(
      `case "$2" in deploy) echo "Failed to create/update the stack." >&2; exit 255;; describe-stack-events) cat <<'EOF'\n${JSON.stringify(events)}\nEOF\n;; esac`,
    );
    const { status, stderr } = await generate(['deploy', '--stack-name', 'chat', '--preset', 'quick-start'], {
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(status).toBe(255);
    expect(stderr.slice(stderr.indexOf('What failed'))).toMatchInlineSnapshot(`
      "What failed in stack chat, newest first:
        WebSocketALB (AWS::X::Y) CREATE_FAILED
          Access Denied for bucket: chat-logs. Please check S3bucket permission
          remedy: ELB may not write to the log bucket: its policy, its encryption (SSE-S3 only) or its Region is wrong. \`generate snippet log-bucket-policy\` prints the statement that it needs.
        LogBucket (AWS::X::Y) CREATE_FAILED
          chat-logs already exists
          remedy: Another resource has this name. Delete it, or deploy under another stack name.
      "
    `);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends it with the AWS CLI, and leaves no temporary file',
    async (signal) => {
      const TMPDIR = temporaryFolder();
      const marker = temporaryFolder();
      const bin = standIn(`echo started > "${marker}/started"; exec sleep 30`);
      const child = spawn(
        process.execPath,
        [BIN, 'deploy', '--stack-name', 'chat', '--preset', 'quick-start'],
        {
          env: { ...process.env, PATH: `${bin}:/usr/bin:/bin`, TMPDIR },
          stdio: 'ignore',
        },
      );
      const ended = new Promise<number | null>((resolve) => {
        child.on('close', (status) => resolve(status));
      });
      for (let attempt = 0; attempt < 100 && readdirSync(marker).length === 0; attempt++) await sleep(50);
      expect(readdirSync(TMPDIR)).toHaveLength(1);
      child.kill(signal);
      expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(readdirSync(TMPDIR)).toEqual([]);
    },
  );

  it('the template file is private, and whole when the AWS CLI reads it', async () => {
    const copy = join(temporaryFolder(), 'copy.yaml');
    const bin = standIn(
      `[ "$2" = deploy ] && { stat -c %a "$4" > "${copy}.mode"; cp "$4" "${copy}"; }; exit 0`,
    );
    await generate(['deploy', '--stack-name', 'chat', '--preset', 'production'], {
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(readFileSync(copy, 'utf8')).toBe(yamlOf({ name: 'websocket' }));
    expect(readFileSync(`${copy}.mode`, 'utf8').trim()).toBe('600');
  });

  describe.skipIf(missingTools('script').length > 0)('on a terminal, when something is replaced', () => {
    const replaced = {
      Changes: [
        {
          ResourceChange: {
            Action: 'Modify',
            Replacement: 'True',
            LogicalResourceId: 'WebSocketALB',
            ResourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          },
        },
      ],
    };
    const start = (...args: string[]) => {
      const cwd = temporaryFolder();
      const bin = standIn(
        `case "$2 $*" in
describe-stacks*) echo '{"Stacks": [{"StackStatus": "CREATE_COMPLETE", "Outputs": []}]}';;
*--no-execute-changeset*) echo 'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/one/1';;
describe-change-set*) echo '${JSON.stringify(replaced)}';;
deploy*) echo deployed >> "${cwd}/log";;
esac`,
      );
      const command = [
        process.execPath,
        BIN,
        'deploy',
        '--stack-name',
        'chat',
        '--preset',
        'quick-start',
        ...args,
      ];
      const terminal = onTerminal(command, { cwd, env: { PATH: `${bin}:/usr/bin:/bin` } });
      return { terminal, deployments: () => readdirSync(cwd).length };
    };

    it('the user is asked, and no deploys nothing', async () => {
      const { terminal, deployments } = start();
      await terminal.see(
        'WebSocketALB (AWS::ElasticLoadBalancingV2::LoadBalancer) is replaced: every open socket is cut',
      );
      await terminal.see('Deploy nevertheless?');
      await terminal.type('n', KEYS.enter);
      expect(await terminal.end()).toBe(1);
      expect(deployments()).toBe(0);
    });

    it('yes deploys', async () => {
      const { terminal, deployments } = start();
      await terminal.see('Deploy nevertheless?');
      await terminal.type('y', KEYS.enter);
      expect(await terminal.end()).toBe(0);
      expect(deployments()).toBe(1);
    });

    it('--yes does not ask', async () => {
      const { terminal, deployments } = start('--yes');
      expect(await terminal.end()).toBe(0);
      expect(deployments()).toBe(1);
      expect(terminal.screen()).not.toContain('nevertheless');
    });
  });

  it('without an AWS CLI: one clear line on how to get it', async () => {
    const { status, stderr } = await generate(['deploy', '--stack-name', 'chat', '--preset', 'quick-start'], {
      env: { PATH: '/nowhere' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('The AWS CLI is not installed, or not on PATH.');
    expect(stderr).toContain('getting-started-install');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
