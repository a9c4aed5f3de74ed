// `generate doctor` with the real AWS CLI, which prints words of its own when it cannot reach AWS.
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { needs } from '../helpers/tools.ts';

describe('the real AWS CLI without a way to AWS', needs('aws'), () => {
  it('no credentials: one clear error', async () => {
    const { status, stdout, stderr } = await generate(
      ['doctor', '--stack-name', 'chat', '--region', 'eu-west-1'],
      {
        env: {
          AWS_ACCESS_KEY_ID: undefined,
          AWS_SECRET_ACCESS_KEY: undefined,
          AWS_PROFILE: undefined,
          AWS_CONFIG_FILE: '/dev/null',
          AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^error: .*\n {2}Could not look at the stack chat: Unable to locate credentials/);
    expect(stderr).toContain('aws sso login');
  });

  it('a profile that does not exist', async () => {
    const { status, stderr } = await generate(['doctor', '--stack-name', 'chat', '--profile', 'nope'], {
      env: { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
    });
    expect(status).toBe(2);
    expect(stderr).toContain('The config profile (nope) could not be found');
  });
});
