// The built command with a stand-in for the AWS CLI: recorded answers, and everything that can go wrong on the way.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { doctor, standIn } from '../helpers/recorded-aws.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const stack = ['--stack-name', 'chat'];
const NAME = 'chat-WebSocketALB-2NCD764M6REH';

describe('a run', () => {
  it('healthy: what there is, and exit 0', async () => {
    const aws = standIn();
    const { status, stdout, stderr } = await doctor(aws, ...stack);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${NAME}: healthy\\. Metrics from \\S+ to \\S+\\.\\n( {2}.*\\n){2}$`));
    // It looks, and changes nothing.
    const operations = new Set(aws.calls().map((call) => call.split(' ')[1]));
    expect(operations.size).toBeGreaterThan(15);
    for (const operation of operations) expect(operation).toMatch(/^(describe|get|list)-/);
  });

  it('findings: exit 1, the same in JSON', async () => {
    const aws = standIn(
      `[ "$2" = describe-target-health ] && echo '{"TargetHealthDescriptions": []}' && exit`,
    );
    const text = await doctor(aws, ...stack);
    expect(text.status).toBe(1);
    expect(text.stdout).toContain('error  no-registered-target  chat-WebSocketTarge-CWTZAE4OWV4N');
    const json = await doctor(aws, ...stack, '--format', 'json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout).parts[0].findings[0]).toMatchObject({
      code: 'no-registered-target',
      severity: 'error',
    });
  });

  it('Region and profile go to every call and into every command', async () => {
    const aws = standIn(
      `[ "$2" = describe-target-health ] && echo '{"TargetHealthDescriptions": []}' && exit`,
    );
    const { stdout } = await doctor(aws, ...stack, '--region', 'eu-west-1', '--profile', 'my-team');
    for (const call of aws.calls())
      expect(call).toContain('--region eu-west-1 --profile my-team --output json');
    for (const [line] of stdout.matchAll(/^ {4}aws .*$/gm))
      expect(line).toContain('--region eu-west-1 --profile my-team');
  });

  it('a config is compared, and is named in the commands', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'my.yaml'), 'name: chat\nloadBalancer: { idleTimeout: 600 }\n');
    const { status, stdout } = await generate(['doctor', ...stack, '-c', 'my.yaml'], {
      env: { PATH: standIn().PATH },
      cwd: folder,
    });
    expect(status).toBe(1);
    expect(stdout).toContain('warning  drift-from-config');
    expect(stdout).toContain('generate deploy --stack-name chat --region eu-west-1 -c my.yaml');
  });

  it('a config in the working directory that was not named is left alone', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'websocket-alb.yaml'), 'lodBalancer: 1\n');
    expect(
      await generate(['doctor', ...stack], { env: { PATH: standIn().PATH }, cwd: folder }),
    ).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('nothing can be looked at: one clear error, exit 2', () => {
  it.each([
    [
      'no credentials',
      'fail "Unable to locate credentials. You can configure credentials by running aws configure."',
      /Unable to locate credentials[\s\S]*aws sso login/,
    ],
    [
      'an expired token',
      'fail "An error occurred (ExpiredToken) when calling the DescribeStacks operation: The security token included in the request is expired"',
      /token included in the request is expired[\s\S]*aws configure/,
    ],
    [
      'an SSO session that has ended',
      'fail "Error when retrieving token from sso: Token has expired and refresh failed"',
      /Token has expired[\s\S]*aws sso login/,
    ],
    [
      'another Region',
      'fail "Could not connect to the endpoint URL: https://cloudformation.nowhere-1.amazonaws.com/"',
      /Could not connect[\s\S]*Check --region/,
    ],
    [
      'no such stack',
      'fail "An error occurred (ValidationError) when calling the DescribeStacks operation: Stack with id chat does not exist"',
      /Stack with id chat does not exist[\s\S]*--region and --profile/,
    ],
    [
      'no permission at all',
      'fail "An error occurred (AccessDenied) when calling the DescribeStacks operation: no"',
      /needs permission cloudformation:DescribeStacks/,
    ],
    ['no JSON', 'echo "<html>"; exit 0', /not JSON/],
  ])('%s', async (_name, code, words) => {
    const { status, stdout, stderr } = await doctor(standIn(code), ...stack);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr.match(/^error: /gm)).toHaveLength(1);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  it('the AWS CLI is not installed', async () => {
    const { status, stderr } = await doctor({ PATH: temporaryFolder() }, ...stack);
    expect(status).toBe(2);
    expect(stderr).toContain('The AWS CLI is not installed');
    expect(stderr).toContain('--commands');
  });

  it('a first call that hangs', async () => {
    // The program that hangs is a child of the stand-in, and holds its pipes open.
    const { status, stderr } = await doctor(standIn('sleep 20'), ...stack, '--timeout', '1s');
    expect(status).toBe(2);
    expect(stderr).toContain('did not answer within 1 s');
  });
});

describe('a part cannot be looked at: the rest is told', () => {
  const only = (operation: string, code: string) => standIn(`if [ "$2" = ${operation} ]; then ${code}; fi`);
  const missingOf = async (aws: ReturnType<typeof standIn>, ...args: string[]) => {
    const { status, stdout, stderr } = await doctor(aws, ...stack, '--format', 'json', ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout).missing;
  };

  it('access denied names the permission', async () => {
    const aws = only(
      'describe-listeners',
      'fail "An error occurred (AccessDenied) when calling the DescribeListeners operation: not authorized"',
    );
    expect(await missingOf(aws)).toMatchObject([
      { permission: 'elasticloadbalancing:DescribeListeners', reason: 'access-denied' },
    ]);
    const { stdout } = await doctor(aws, ...stack);
    expect(stdout).toContain('the listeners: needs permission elasticloadbalancing:DescribeListeners');
    expect(stdout).toContain(`${NAME}: nothing found in what could be looked at.`);
  });

  it('a call that hangs', async () => {
    expect(await missingOf(only('get-metric-data', 'sleep 20'), '--timeout', '1s')).toMatchObject([
      { about: 'the metrics', reason: 'timeout' },
    ]);
  });

  it('once two calls hung, the others are not waited for', async () => {
    const aws = standIn('case "$1" in elbv2) [ "$2" = describe-load-balancers ] || sleep 20;; esac');
    const missing = await missingOf(aws, '--timeout', '1s');
    expect(
      missing.filter(({ message }: { message: string }) => message.startsWith('not asked')).length,
    ).toBeGreaterThan(0);
  });

  it('what is no JSON', async () => {
    expect(await missingOf(only('describe-security-groups', 'echo "{"; exit 0'))).toMatchObject([
      { permission: 'ec2:DescribeSecurityGroups', reason: 'not-json' },
    ]);
  });

  it('throttling is waited for', async () => {
    const aws = only(
      'describe-stacks',
      'echo x >> tries; [ "$(wc -l < tries)" -lt 3 ] && fail "An error occurred (Throttling) when calling the DescribeStacks operation: Rate exceeded"',
    );
    expect(await missingOf(aws)).toEqual([]);
    expect(aws.calls().filter((call) => call.includes('describe-stacks'))).toHaveLength(3);
  });

  it('throttling that does not end is told', async () => {
    const aws = only(
      'describe-certificate',
      'fail "An error occurred (ThrottlingException) when calling the DescribeCertificate operation: Rate exceeded"',
    );
    expect(await missingOf(aws)).toMatchObject([
      { permission: 'acm:DescribeCertificate', reason: 'throttled' },
    ]);
  });
});
