// What `websocket-alb doctor` refuses before it calls anything, and what it does without AWS.
import { describe, expect, it } from 'vitest';
import { doctor } from '../helpers/recorded-aws.ts';

const stack = ['--stack-name', 'chat'];
/** Port 9 discards its input, if anything listens there at all. */
const NOWHERE = { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } };

describe('options', () => {
  it.each([
    [[], /Neither a stack nor a load balancer is given/],
    [['--stack-name', '-x'], /is not a valid stack name/],
    [['--load-balancer', 'has space'], /neither the name nor the ARN/],
    [['--load-balancer=-alb'], /neither the name nor the ARN/],
    [[...stack, '--since', '1m'], /5m to 14d/],
    [[...stack, '--since', '30d'], /5m to 14d/],
    [[...stack, '--since', 'yesterday'], /"yesterday" is not allowed/],
    [[...stack, '--timeout', '0'], /--timeout/],
    [[...stack, '--timeout', '30d'], /1s to 1h/],
    [[...stack, '--format', 'xml'], /Allowed choices are text, json/],
    [
      [
        '--load-balancer',
        'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/a/1',
        '--region',
        'eu-west-2',
      ],
      /is in eu-west-1, and --region is eu-west-2/,
    ],
  ])('%j is refused', async (args, words) => {
    const { status, stderr } = await doctor(NOWHERE, ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
  });

  it('reports several mistakes at once', async () => {
    const { stderr } = await doctor(NOWHERE, '--stack-name', '0', '--since', 'x', '--load-balancer', '-');
    for (const option of ['--stack-name', '--since', '--load-balancer'])
      expect(stderr).toContain(`error: ${option}`);
  });

  it('--commands and --permissions call nothing', async () => {
    const commands = await doctor(NOWHERE, ...stack, '--commands');
    expect(commands.status).toBe(0);
    expect(commands.stdout).toContain('aws cloudformation describe-stacks --stack-name chat --output json\n');
    const permissions = await doctor(NOWHERE, '--permissions');
    expect(JSON.parse(permissions.stdout).Statement[0].Action).toContain(
      'elasticloadbalancing:DescribeTargetHealth',
    );
  });
});
