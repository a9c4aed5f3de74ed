// `generate deploy` with a stand-in for the AWS CLI: what a fake AWS cannot do.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, generate } from '../helpers/cli.ts';
import { until } from '../helpers/sockets.ts';
import { standIn } from '../helpers/stand-in.ts';
import { yamlOf } from '../helpers/template.ts';
import { KEYS, onTerminal } from '../helpers/terminal.ts';
import { needs, temporaryFolder } from '../helpers/tools.ts';

const VALUES = [
  '--parameter-overrides',
  'VPCId=vpc-1',
  'SubnetIds=subnet-1,subnet-2',
  'InstanceIds=i-1,i-2',
  'CertificateArn=arn:aws:acm:x',
];
/** The same as a stack has them. */
const PREVIOUS = VALUES.slice(1).map((pair) => ({ ParameterKey: pair.split('=')[0] }));

describe('with a stand-in for the AWS CLI', () => {
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
    const { status, stderr } = await generate(
      ['deploy', '--stack-name', 'chat', '--preset', 'production', ...VALUES],
      {
        env: { PATH: `${bin}:/usr/bin:/bin` },
      },
    );
    expect(status).toBe(255);
    expect(stderr.slice(stderr.indexOf('What failed'))).toMatchInlineSnapshot(`
      "What failed in stack chat, newest first:
        WebSocketALB (AWS::X::Y) CREATE_FAILED
          Access Denied for bucket: chat-logs. Please check S3bucket permission
          remedy: ELB may not write to the log bucket: its policy, its encryption (SSE-S3 only) or its Region is wrong. \`npx generate snippet log-bucket-policy\` prints the statement that it needs.
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
      const bin = standIn(`echo started > "${marker}/started"; exec sleep 3000`);
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
      await until('the AWS CLI has started', () => readdirSync(marker).length > 0);
      // The code cache may be there too.
      const files = () => readdirSync(TMPDIR).filter((name) => name.startsWith('websocket-alb-file-'));
      expect(files()).toHaveLength(1);
      child.kill(signal);
      expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(files()).toEqual([]);
    },
  );

  it('the template file is private, and whole when the AWS CLI reads it', async () => {
    const copy = join(temporaryFolder(), 'copy.yaml');
    const bin = standIn(
      `[ "$2" = deploy ] && { stat -c %a "$4" > "${copy}.mode"; cp "$4" "${copy}"; }; exit 0`,
    );
    await generate(['deploy', '--stack-name', 'chat', '--preset', 'production', ...VALUES], {
      env: { PATH: `${bin}:/usr/bin:/bin` },
    });
    expect(readFileSync(copy, 'utf8')).toBe(yamlOf({ name: 'websocket' }));
    expect(readFileSync(`${copy}.mode`, 'utf8').trim()).toBe('600');
  });

  describe('on a terminal, when something is replaced', needs('script'), () => {
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
describe-stacks*) echo '{"Stacks": [{"StackStatus": "CREATE_COMPLETE", "Outputs": [], "Parameters": ${JSON.stringify(PREVIOUS)}}]}';;
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
      await terminal.see('Deploy anyway?');
      await terminal.type('n', KEYS.enter);
      expect(await terminal.end()).toBe(1);
      expect(deployments()).toBe(0);
    });

    it('yes deploys', async () => {
      const { terminal, deployments } = start();
      await terminal.see('Deploy anyway?');
      await terminal.type('y', KEYS.enter);
      expect(await terminal.end()).toBe(0);
      expect(deployments()).toBe(1);
    });

    it('--yes does not ask', async () => {
      const { terminal, deployments } = start('--yes');
      expect(await terminal.end()).toBe(0);
      expect(deployments()).toBe(1);
      expect(terminal.screen()).not.toContain('anyway');
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
