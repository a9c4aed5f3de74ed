// The real tools: the AWS CLI, cfn-lint, and moto's server as a fake AWS.
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export const isOnPath = (name: string): boolean => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;

/** The tools of `names` that are not on PATH. With REQUIRE_AWS_TOOLS=1 absence is a failure, otherwise tests are skipped. */
export function missingTools(...names: string[]): string[] {
  const missing = names.filter((name) => !isOnPath(name));
  if (missing.length > 0 && process.env['REQUIRE_AWS_TOOLS'] === '1')
    throw new Error(`REQUIRE_AWS_TOOLS is set, and not on PATH: ${missing.join(', ')}`);
  return missing;
}

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program and waits for its end; never through a shell. */
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

/** A folder of its own for a test, removed afterwards. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-test-'));
  // What npm has installed takes a while to remove.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }), 60_000);
  return folder;
}

/** A port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export interface FakeAws {
  /** Points the AWS CLI at the fake. */
  readonly env: Record<string, string>;
  /** Runs `aws …` and parses its JSON. Throws when it fails. */
  readonly aws: (...args: string[]) => Promise<any>; // eslint-disable-line typescript/no-explicit-any
  readonly stop: () => void;
}

/** Starts a fake AWS of its own on a free port. It begins with a default VPC and subnets. */
export async function startFakeAws(): Promise<FakeAws> {
  const port = await freePort();
  const server: ChildProcess = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt++) {
    const up = await fetch(`${endpoint}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    if (attempt === 300 || server.exitCode !== null) throw new Error('moto_server did not start');
    await sleep(100);
  }
  const env = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_PAGER: '',
  };
  return {
    env,
    aws: async (...args) => {
      const { status, stdout, stderr } = await run('aws', [...args, '--output', 'json'], { env });
      if (status !== 0) throw new Error(`aws ${args.join(' ')}: ${stderr}`);
      return stdout.trim() === '' ? undefined : (JSON.parse(stdout) as unknown);
    },
    stop: () => server.kill(),
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
    CertificateArn: certificate.CertificateArn,
    InstanceIds: instances.Instances.map(({ InstanceId }: { InstanceId: string }) => InstanceId).join(','),
  };
}
