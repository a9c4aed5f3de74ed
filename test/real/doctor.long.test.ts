// `websocket-alb doctor` with the real AWS CLI against moto. A stack is deployed from our template, broken in one way after
// the other, and fixed by the very commands that the report prints.
import { beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { deployHealthy, putMetric, type LiveStack } from '../helpers/live-stack.ts';
import { needs, run, startFakeAws, temporaryFolder, type FakeAws } from '../helpers/tools.ts';

interface Missing {
  readonly about: string;
  readonly reason: string;
}
interface Finding {
  readonly code: string;
  readonly severity: string;
  readonly subject: string;
  readonly evidence: readonly { readonly name: string; readonly value: unknown }[];
  readonly steps: readonly { readonly kind: string; readonly words: string; readonly command?: string }[];
}

describe('a live stack', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  let live: LiveStack;
  const stack = ['--stack-name', 'chat'];

  const look = async (
    ...args: string[]
  ): Promise<{ status: number; findings: Finding[]; missing: Missing[] }> => {
    const { status, stdout, stderr } = await generate(
      ['doctor', ...stack, '--set', 'name=chat', '--format', 'json', ...args],
      {
        env: fake.env,
        cwd: temporaryFolder(),
      },
    );
    expect(stderr).toBe('');
    const report = JSON.parse(stdout);
    return {
      status,
      findings: report.parts.flatMap((part: { findings: Finding[] }) => part.findings),
      missing: report.missing,
    };
  };
  /** What was not read, except for attributes that moto neither accepts nor returns. */
  const notSeen = (missing: readonly Missing[]) =>
    missing.filter(
      ({ about, reason }) =>
        !(reason === 'left-out' && /^(waf\.fail_open|load_balancing\.algorithm\.anomaly)/.test(about)),
    );
  const codes = (findings: readonly Finding[]) => [...new Set(findings.map(({ code }) => code))].toSorted();
  /** Runs a finding's first command that fixes it, as a user would paste it. */
  const fix = async ({ code, steps }: Finding) => {
    const command = steps.find((step) => step.kind === 'fix' && step.command?.startsWith('aws '))?.command;
    expect(command, code).toBeDefined();
    expect(await run('sh', ['-c', command ?? 'false'], { env: fake.env }), code).toMatchObject({ status: 0 });
  };
  const minutes = (from: number, to: number, value: number) =>
    Array.from({ length: from - to }, (_, index) => [from - index, value] as const);

  beforeAll(async () => {
    fake = await startFakeAws();
    live = await deployHealthy(fake);
  });

  it('is healthy as deployed', async () => {
    const { missing, ...rest } = await look();
    expect(rest).toEqual({ status: 0, findings: [] });
    expect(notSeen(missing)).toEqual([]);
  });

  it('has six faults at once: finds each', async () => {
    const { aws } = fake;
    const { loadBalancer, targetGroup, instances, bucket } = live;
    const dimensions = { LoadBalancer: loadBalancer.split(':loadbalancer/')[1] ?? '' };
    const ofGroup = { TargetGroup: targetGroup.split(':').at(-1) ?? '', ...dimensions };
    await aws(
      'elbv2',
      'modify-load-balancer-attributes',
      '--load-balancer-arn',
      loadBalancer,
      '--attributes',
      'Key=idle_timeout.timeout_seconds,Value=60',
    );
    await aws(
      'elbv2',
      'modify-target-group-attributes',
      '--target-group-arn',
      targetGroup,
      '--attributes',
      'Key=stickiness.enabled,Value=false',
    );
    await aws('ec2', 'stop-instances', '--instance-ids', instances[0] ?? '');
    await aws('s3api', 'delete-bucket-policy', '--bucket', bucket);
    await aws(
      'cloudwatch',
      'put-metric-alarm',
      '--alarm-name',
      'pager',
      '--namespace',
      'AWS/ApplicationELB',
      '--metric-name',
      'RejectedConnectionCount',
      '--dimensions',
      `Name=LoadBalancer,Value=${dimensions.LoadBalancer}`,
      '--statistic',
      'Sum',
      '--period',
      '60',
      '--evaluation-periods',
      '1',
      '--threshold',
      '1',
      '--comparison-operator',
      'GreaterThanThreshold',
    );
    await aws(
      'cloudwatch',
      'set-alarm-state',
      '--alarm-name',
      'pager',
      '--state-value',
      'ALARM',
      '--state-reason',
      'Threshold Crossed',
    );
    // A deployment: one host fewer, and 502s in the minutes after it.
    await putMetric(fake, 'HealthyHostCount', [...minutes(55, 40, 2), ...minutes(40, 20, 1)], ofGroup);
    await putMetric(fake, 'UnHealthyHostCount', minutes(55, 20, 0), ofGroup);
    await putMetric(
      fake,
      'HTTPCode_ELB_502_Count',
      [
        [39, 4],
        [38, 5],
        [36, 1],
      ],
      dimensions,
    );

    const { status, findings } = await look();
    expect(status).toBe(1);
    expect(codes(findings)).toEqual([
      'alarm',
      'changed-outside-the-stack',
      'http-502-deregistration',
      'log-delivery-denied',
      'sockets-die-at-idle-timeout',
      'target-stopped',
    ]);
    const changed = findings.filter(({ code }) => code === 'changed-outside-the-stack');
    expect(changed.map(({ evidence }) => evidence)).toEqual([
      [{ name: 'idle_timeout.timeout_seconds', value: '60, wanted 4000' }],
      [{ name: 'stickiness.enabled', value: 'false, wanted true' }],
    ]);
    const of = (code: string) => findings.find((one) => one.code === code);
    expect(of('http-502-deregistration')?.evidence).toContainEqual({
      name: 'HTTPCode_ELB_502_Count',
      value: 10,
    });
    // Problems inside the servers are fixed there.
    expect(of('http-502-deregistration')?.steps[0]).toMatchObject({
      kind: 'fix',
      command: 'npx websocket-alb snippet drain --set name=chat',
    });
    // An alarm is a symptom: its command shows, and does not fix. moto has no alarm history to show.
    expect(of('alarm')?.subject).toBe('pager');
    expect(of('alarm')?.steps[0]?.command).toContain('describe-alarm-history --alarm-name pager');
    await aws(
      'cloudwatch',
      'set-alarm-state',
      '--alarm-name',
      'pager',
      '--state-value',
      'OK',
      '--state-reason',
      'over',
    );
    for (const finding of findings)
      if (finding.code !== 'http-502-deregistration' && finding.code !== 'alarm') await fix(finding);
  });

  it('is fixed by the printed commands; then a listener is deleted', async () => {
    const { aws } = fake;
    const { loadBalancer, targetGroup } = live;
    const all = await aws('elbv2', 'describe-listeners', '--load-balancer-arn', loadBalancer);
    const https = all.Listeners.find(({ Port }: { Port: number }) => Port === 443);
    await aws('elbv2', 'delete-listener', '--listener-arn', https.ListenerArn);
    // The 502s are older than this window.
    const { status, findings } = await look('--since', '15m');
    expect(status).toBe(1);
    expect(codes(findings)).toEqual(['listener-missing']);
    for (const finding of findings) await fix(finding);
    const again = await aws('elbv2', 'describe-listeners', '--load-balancer-arn', loadBalancer);
    expect(again.Listeners.find(({ Port }: { Port: number }) => Port === 443)).toMatchObject({
      SslPolicy: https.SslPolicy,
      Certificates: https.Certificates,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
    });
  });

  it('is fixed again; CloudFormation is said not to own the new listener', async () => {
    const { status, findings, missing } = await look('--since', '15m');
    expect({ status, missing: notSeen(missing) }).toEqual({ status: 0, missing: [] });
    expect(codes(findings)).toEqual(['listener-replaced']);
  });

  it('reports an unknown stack, and an unknown load balancer', async () => {
    for (const [args, words] of [
      [['--stack-name', 'nope'], 'Stack with id nope does not exist'],
      [['--load-balancer', 'nope'], 'Could not read the load balancer nope'],
    ] as const) {
      const { status, stdout, stderr } = await generate(['doctor', ...args], { env: fake.env });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(words);
      expect(stderr).toContain('remedy:');
    }
  });

  it('--commands prints commands that the AWS CLI understands', async () => {
    const { loadBalancer } = live;
    const { stdout } = await generate(['doctor', '--load-balancer', loadBalancer, '--commands'], {
      env: fake.env,
    });
    const lines = stdout
      .split('\n')
      .filter(
        (line) =>
          line.startsWith('aws ') &&
          line.includes(loadBalancer.split('/')[3] ?? '') &&
          !line.includes('s3api'),
      );
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines.slice(0, 6))
      expect(await run('sh', ['-c', line], { env: fake.env }), line).toMatchObject({ status: 0 });
  });
});
