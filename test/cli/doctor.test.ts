// The built command with a stand-in for AWS that replays a recording. Other failures are in doctor-failures.long.test.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { doctor, only, standIn, xmlError, type StandIn } from '../helpers/recorded-aws.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const stack = ['--stack-name', 'chat'];
const NAME = 'chat-WebSocketALB-J7X5CVTM1ZV9';

const noTargets = only('DescribeTargetHealth', {
  body: '<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions/></DescribeTargetHealthResult></DescribeTargetHealthResponse>',
});

describe('a run', () => {
  it('healthy: a summary, and exit 0', async () => {
    const aws = await standIn();
    const { status, stdout, stderr } = await doctor(aws, ...stack);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${NAME}: healthy\\. Metrics from \\S+ to \\S+\\.\\n( {2}.*\\n){2}$`));
    // It only reads.
    const operations = new Set(aws.asked.map(({ operation }) => operation));
    expect(operations.size).toBeGreaterThan(15);
    for (const operation of operations) expect(operation).toMatch(/^(Describe|Get|List)/);
  });

  it('findings: exit 1, and the same in JSON', async () => {
    const aws = await standIn(noTargets);
    const text = await doctor(aws, ...stack);
    expect(text.status).toBe(1);
    expect(text.stdout).toContain('error  no-registered-target  chat-WebSocketTarge-2CUNHPZQY544');
    const json = await doctor(aws, ...stack, '--format', 'json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout).parts[0].findings[0]).toMatchObject({
      code: 'no-registered-target',
      severity: 'error',
    });
  });

  it('Region and profile apply to every call and every printed command', async () => {
    const aws = await standIn(noTargets);
    const config = join(temporaryFolder(), 'config');
    writeFileSync(
      config,
      '[profile my-team]\naws_access_key_id = theirs\naws_secret_access_key = x\nregion = eu-west-2\n',
    );
    const env = { ...aws.env, AWS_CONFIG_FILE: config, AWS_REGION: undefined, AWS_ACCESS_KEY_ID: undefined };
    const { stdout } = await doctor({ env }, ...stack, '--region', 'eu-west-1', '--profile', 'my-team');
    expect(new Set(aws.asked.map(({ region }) => region))).toEqual(new Set(['eu-west-1']));
    for (const [line] of stdout.matchAll(/^ {4}aws .*$/gm))
      expect(line).toContain('--region eu-west-1 --profile my-team');
    const ofProfile = await standIn();
    await doctor(
      { env: { ...env, ...pick(ofProfile, 'AWS_ENDPOINT_URL') } },
      ...stack,
      '--profile',
      'my-team',
    );
    expect(new Set(ofProfile.asked.map(({ region }) => region))).toEqual(new Set(['eu-west-2']));
  });

  it('compares a config, and names it in the commands', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'my.yaml'), 'name: chat\nloadBalancer: { idleTimeout: 600 }\n');
    const { status, stdout } = await generate(['doctor', ...stack, '-c', 'my.yaml'], {
      env: (await standIn()).env,
      cwd: folder,
    });
    expect(status).toBe(1);
    expect(stdout).toContain('warning  drift-from-config');
    expect(stdout).toContain('websocket-alb deploy --stack-name chat --region eu-west-1 -c my.yaml');
  });

  it('ignores a config in the working directory that was not named', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'websocket-alb.yaml'), 'lodBalancer: 1\n');
    expect(await generate(['doctor', ...stack], { env: (await standIn()).env, cwd: folder })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });
});

const pick = ({ env }: StandIn, key: string) => ({ [key]: env[key] });

it('an unknown stack: one clear error, exit 2', async () => {
  const { env } = await standIn(() => xmlError('ValidationError', 'Stack with id chat does not exist'));
  const { status, stdout, stderr } = await doctor({ env }, ...stack);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^error: [\s\S]*Stack with id chat does not exist[\s\S]*--region and --profile/);
});

it('a denied call: names the permission, and reports the rest', async () => {
  const aws = await standIn(only('DescribeListeners', xmlError('AccessDenied', 'not authorized', 403)));
  const json = await doctor(aws, ...stack, '--format', 'json');
  expect({ status: json.status, stderr: json.stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(json.stdout).missing).toMatchObject([
    { permission: 'elasticloadbalancing:DescribeListeners', reason: 'access-denied' },
  ]);
  const { stdout } = await doctor(aws, ...stack);
  expect(stdout).toContain('the listeners: needs permission elasticloadbalancing:DescribeListeners');
  expect(stdout).toContain(`${NAME}: nothing found in what could be read.`);
});
