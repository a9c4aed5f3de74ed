// The real tools: the AWS CLI, cfn-lint, and moto's server as a fake AWS.
import { execFile, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished, type TestOptions } from 'vitest';

const isOnPath = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

/** For `describe` and `it`: skips if `isSo`, and gives the reason at the end of the run. */
export const skipIf = (isSo: boolean, because: string): TestOptions =>
  isSo ? { skip: true, meta: { skippedBecause: because } } : {};

/** Skips if one of these programs is not on PATH. */
export function optional(...names: string[]): TestOptions {
  const missing = names.filter((name) => !isOnPath(name));
  return skipIf(missing.length > 0, missing.map((name) => `${name} is not on PATH`).join(', '));
}

/** The same for the tools that REQUIRE_AWS_TOOLS=1 demands: then it fails instead of skipping. */
export function needs(...names: string[]): TestOptions {
  const options = optional(...names);
  if (options.skip && process.env['REQUIRE_AWS_TOOLS'] === '1')
    throw new Error(`REQUIRE_AWS_TOOLS is set, and ${options.meta?.skippedBecause}`);
  return options;
}

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and waits for it to exit; never through a shell. */
export function run(
  program: string,
  args: readonly string[],
  { env = {}, input, cwd }: { env?: Record<string, string | undefined>; input?: string; cwd?: string } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024, ...(cwd !== undefined && { cwd }) },
      (error, stdout, stderr) => {
        const status = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
        resolve({ status, stdout, stderr });
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** A separate folder for a test, removed afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface FakeAws {
  /** Environment that points the AWS CLI at the fake. */
  readonly env: Record<string, string>;
  /** Runs `aws …` and parses its JSON. Throws if it fails. */
  readonly aws: (...args: string[]) => Promise<any>; // eslint-disable-line typescript/no-explicit-any
}

/**
 * A separate account in this run's fake AWS: see shared-aws.ts. It starts with a default VPC and subnets. Bucket names are
 * shared by all accounts.
 */
export async function startFakeAws(): Promise<FakeAws> {
  const started = await fetch(inject('fakeAwsStarter'));
  const endpoint = await started.text();
  if (!started.ok) throw new Error(endpoint);
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_PAGER: '',
    ...(await credentials(endpoint)),
  };
  return {
    env,
    aws: async (...args) => {
      const { status, stdout, stderr } = await run('aws', [...args, '--output', 'json'], { env });
      if (status !== 0) throw new Error(`aws ${args.join(' ')}: ${stderr}`);
      return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
    },
  };
}

/** In moto, whoever assumes a role of an account is in that account. */
async function credentials(endpoint: string): Promise<Record<string, string>> {
  const account = String(randomInt(1e11, 1e12));
  const query = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: `arn:aws:iam::${account}:role/tests`,
    RoleSessionName: 'tests',
  });
  const signed =
    'AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0';
  const response = await fetch(endpoint, { method: 'POST', headers: { authorization: signed }, body: query });
  const text = await response.text();
  const value = (tag: string): string => {
    const found = new RegExp(`<${tag}>([^<]+)<`).exec(text)?.[1];
    if (found === undefined) throw new Error(`no ${tag} in ${text}`);
    return found;
  };
  return {
    AWS_ACCESS_KEY_ID: value('AccessKeyId'),
    AWS_SECRET_ACCESS_KEY: value('SecretAccessKey'),
    AWS_SESSION_TOKEN: value('SessionToken'),
  };
}

/** Ids that exist in the fake, for the parameters of a template. */
export async function stackParameters({ aws }: FakeAws): Promise<Record<string, string>> {
  const [vpcs, subnets, certificate, instances] = await Promise.all([
    aws('ec2', 'describe-vpcs'),
    aws('ec2', 'describe-subnets'),
    aws('acm', 'request-certificate', '--domain-name', 'ws.example.com'),
    aws('ec2', 'run-instances', '--image-id', 'ami-12c6146b', '--count', '2'),
  ]);
  return {
    VPCId: vpcs.Vpcs[0].VpcId,
    SubnetIds: subnets.Subnets.slice(0, 2)
      .map(({ SubnetId }: { SubnetId: string }) => SubnetId)
      .join(','),
    ServiceSubnetIds: subnets.Subnets.slice(0, 2)
      .map(({ SubnetId }: { SubnetId: string }) => SubnetId)
      .join(','),
    Image: 'public.ecr.aws/docker/library/node:24',
    CertificateArn: certificate.CertificateArn,
    InstanceIds: instances.Instances.map(({ InstanceId }: { InstanceId: string }) => InstanceId).join(','),
  };
}
