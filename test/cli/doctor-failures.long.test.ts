// Everything that can go wrong between `websocket-alb doctor` and AWS, with a stand-in for AWS. The other commands are in
// aws-failures.long.test.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../helpers/free-port.ts';
import {
  doctor,
  html,
  jsonError,
  only,
  standIn,
  xmlError,
  type Reply,
  type StandIn,
} from '../helpers/recorded-aws.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const stack = ['--stack-name', 'chat'];

/** One clear error, exit 2. */
async function expectError(env: Record<string, string | undefined>, words: RegExp, ...args: string[]) {
  const { status, stdout, stderr } = await doctor({ env }, ...stack, ...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(words);
  expect(stderr.match(/^error: /gm)).toHaveLength(1);
  expect(stderr).not.toMatch(/ {4}at |Warning/);
}

describe('when nothing can be read: one clear error, exit 2', () => {
  it.each<[string, Reply, RegExp]>([
    [
      'an expired token',
      xmlError('ExpiredToken', 'The security token included in the request is expired', 403),
      /token included in the request is expired[\s\S]*aws login/,
    ],
    [
      'keys that AWS does not know',
      xmlError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
      /is invalid[\s\S]*aws sts get-caller-identity/,
    ],
    [
      'no such stack',
      xmlError('ValidationError', 'Stack with id chat does not exist'),
      /Stack with id chat does not exist[\s\S]*--region and --profile/,
    ],
    [
      'no permission at all',
      xmlError('AccessDenied', 'no', 403),
      /needs permission cloudformation:DescribeStacks/,
    ],
    [
      'a web page as the answer',
      html(200),
      /answered with a web page \(status 200, "Sign in to the guest network"\)[\s\S]*AWS_ENDPOINT_URL/,
    ],
    ['a web page as an error', html(403), /answered with a web page \(status 403/],
  ])('%s', async (_name, reply, words) => {
    await expectError((await standIn(() => reply)).env, words);
  });

  it('no credentials', async () => {
    const env = {
      ...(await standIn()).env,
      AWS_ACCESS_KEY_ID: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    await expectError(env, /No AWS credentials were found\.[\s\S]*aws sso login/);
  });

  it('an expired SSO session: suggests the command to log in', async () => {
    const config = join(temporaryFolder(), 'config');
    writeFileSync(
      config,
      '[profile my-team]\nsso_session = ours\nsso_account_id = 123456789012\nsso_role_name = x\n[sso-session ours]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
    );
    const env = { ...(await standIn()).env, AWS_CONFIG_FILE: config, HOME: temporaryFolder() };
    await expectError(env, /Log in again: aws sso login --profile my-team/, '--profile', 'my-team');
  });

  it('a role that needs an MFA code, without a terminal', async () => {
    const config = join(temporaryFolder(), 'config');
    writeFileSync(
      config,
      '[profile admin]\nrole_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = me\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n[profile me]\naws_access_key_id = a\naws_secret_access_key = b\n',
    );
    const env = { ...(await standIn()).env, AWS_CONFIG_FILE: config };
    await expectError(env, /needs a code from an MFA device/, '--profile', 'admin');
  });

  it('an unknown profile: lists the existing ones', async () => {
    const config = join(temporaryFolder(), 'config');
    writeFileSync(config, '[profile one]\nregion = eu-west-1\n');
    const env = { ...(await standIn()).env, AWS_CONFIG_FILE: config };
    await expectError(env, /There is no profile "nope"[\s\S]*Name one of these: one\./, '--profile', 'nope');
  });

  it('no Region', async () => {
    const env = { ...(await standIn()).env, AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    await expectError(env, /No Region of AWS is set\.[\s\S]*--region/);
  });

  it('no server at the endpoint', async () => {
    const env = { ...(await standIn()).env, AWS_ENDPOINT_URL: `http://127.0.0.1:${await freePort()}` };
    await expectError(env, /127\.0\.0\.1:\d+: the connection was refused[\s\S]*AWS_ENDPOINT_URL/);
  });

  it('a Region that does not exist', async () => {
    const env = { ...(await standIn()).env, AWS_ENDPOINT_URL: 'http://cloudformation.nowhere-1.invalid' };
    await expectError(env, /cloudformation\.nowhere-1\.invalid: [\s\S]*Check --region/);
  });

  it('a first call that hangs', async () => {
    const env = (await standIn(() => 'hangs')).env;
    await expectError(env, /no answer within 1 s/, '--timeout', '1s');
  });
});

describe('when a part cannot be read, the rest is reported', () => {
  const missingOf = async (aws: StandIn, ...args: string[]) => {
    const { status, stdout, stderr } = await doctor(aws, ...stack, '--format', 'json', ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout).missing;
  };

  it('a call that hangs', async () => {
    const aws = await standIn(only('GetMetricData', 'hangs'));
    expect(await missingOf(aws, '--timeout', '5s')).toMatchObject([
      { about: 'the metrics', reason: 'timeout' },
    ]);
  });

  it('after two calls hang, the others are skipped', async () => {
    const aws = await standIn(({ service, operation }) =>
      service === 'elasticloadbalancing' && operation !== 'DescribeLoadBalancers' ? 'hangs' : undefined,
    );
    const missing = await missingOf(aws, '--timeout', '5s');
    expect(
      missing.filter(({ message }: { message: string }) => message.startsWith('not asked')).length,
    ).toBeGreaterThan(0);
  });

  it('a web page instead of AWS', async () => {
    expect(await missingOf(await standIn(only('DescribeSecurityGroups', html(200))))).toMatchObject([
      { permission: 'ec2:DescribeSecurityGroups', reason: 'not-aws' },
    ]);
  });

  it('retries throttled calls', async () => {
    const aws = await standIn(({ operation, times }) =>
      operation === 'DescribeStacks' && times < 3 ? xmlError('Throttling', 'Rate exceeded') : undefined,
    );
    expect(await missingOf(aws)).toEqual([]);
    expect(aws.asked.filter(({ operation }) => operation === 'DescribeStacks')).toHaveLength(3);
  });

  it('reports throttling that does not end', async () => {
    const aws = await standIn(only('DescribeCertificate', jsonError('ThrottlingException', 'Rate exceeded')));
    expect(await missingOf(aws)).toMatchObject([
      { permission: 'acm:DescribeCertificate', reason: 'throttled' },
    ]);
  });
});
