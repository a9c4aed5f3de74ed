// Whatever AWS refuses, each command that calls AWS first ends with one clear error. The doctor is in
// doctor-failures.long.test.ts.
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { html, standIn, xmlError, type Reply } from '../helpers/recorded-aws.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const VALUES = ['VPCId=vpc-1', 'SubnetIds=subnet-1,subnet-2', 'InstanceIds=i-1,i-2'];

/** Each command with the first permission that it needs. */
const COMMANDS: readonly (readonly [name: string, args: readonly string[], permission: string])[] = [
  ['init', ['init', '--from-load-balancer', 'chat'], 'elasticloadbalancing:DescribeLoadBalancers'],
  [
    'deploy',
    ['deploy', '--stack-name', 'x', '--preset', 'quick-start', '--parameter-overrides', ...VALUES],
    'cloudformation:DescribeStacks',
  ],
  ['logs', ['logs', 's3://chat-logs/alb'], 's3:ListBucket'],
  ['athena', ['logs', '--athena', '--stack-name', 'chat'], 'cloudformation:DescribeStacks'],
];

async function failure(
  args: readonly string[],
  reply: Reply,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const { env } = await standIn(() => reply);
  const { status, stdout, stderr } = await generate(args, {
    env: { ...env, ...more },
    cwd: temporaryFolder(),
  });
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: expect.any(String) });
  expect(stderr.match(/^error: /gm), stderr).toHaveLength(1);
  expect(stderr).toContain('remedy: ');
  expect(stderr).not.toMatch(/ {4}at |Warning|^warning/m);
  return stderr;
}

/** AWS's response, changes of the environment, and the expected message. */
const FAILURES: Readonly<
  Record<string, readonly [Reply, Readonly<Record<string, string | undefined>>, RegExp]>
> = {
  'expired credentials': [
    xmlError('ExpiredToken', 'The security token is expired', 403),
    {},
    /token is expired[\s\S]*(?:Log in again|aws login)/,
  ],
  'no credentials': [
    html(200),
    { AWS_ACCESS_KEY_ID: undefined, AWS_EC2_METADATA_DISABLED: 'true' },
    /No AWS credentials were found\./,
  ],
  'a Region that is switched off': [
    xmlError('AuthFailure', 'AWS was not able to validate the provided access credentials', 401),
    {},
    /not able to validate/,
  ],
  'a web page': [html(200), {}, /answered with a web page \(status 200, "Sign in to/],
  'throttling without an end': [xmlError('Throttling', 'Rate exceeded'), {}, /Rate exceeded/],
  'nobody listens': [html(200), { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }, /127\.0\.0\.1:9/],
};

describe.each(COMMANDS)('%s', (_, args, permission) => {
  it('says what is wrong', async () => {
    const said = await Promise.all(Object.values(FAILURES).map(([reply, env]) => failure(args, reply, env)));
    for (const [index, [, , words]] of Object.values(FAILURES).entries())
      expect(said[index], Object.keys(FAILURES)[index]).toMatch(words);
  });

  it('names the permission that is denied', async () => {
    expect(await failure(args, xmlError('AccessDenied', 'Access Denied', 403))).toContain(permission);
  });
});
