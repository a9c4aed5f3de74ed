// The workflow of `websocket-alb snippet github-actions`.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { githubWorkflow } from '../../src/snippets/github-workflow.ts';
import { buildTemplate, openParameters } from '../../src/template/build.ts';
import { parseConfig } from '../../src/config/validate.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly if: string;
  readonly needs?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

function workflow(input: object = { name: 'chat' }) {
  const config = parseConfig(input);
  const text = githubWorkflow(config, openParameters(buildTemplate(config)));
  return { text, ...(parse(text) as { permissions: object; jobs: Readonly<Record<string, Job>> }) };
}

/** The arguments that the shell would pass for a step. */
function words({ run = '', env = {} }: Step, vars: Readonly<Record<string, string>> = {}): string[] {
  const script = `npx() { printf '%s\\0' "$@"; }\n${run}`;
  const { stdout, status } = spawnSync('bash', ['-ec', script], {
    env: { WEBSOCKET_ALB: 'websocket-alb@1', ...env, ...vars, PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  return stdout.split('\0').slice(0, -1);
}

const last = (job: Job | undefined): Step => job?.steps.at(-1) ?? {};

describe('the workflow', () => {
  it('pins every action to a commit', () => {
    const { jobs } = workflow();
    const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(used.length).toBeGreaterThan(8);
    for (const one of used) expect(one).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it('has only the permissions to check out, and to sign in where it needs to', () => {
    const { permissions, jobs } = workflow();
    expect(permissions).toEqual({});
    expect(Object.entries(jobs).map(([name, job]) => [name, job.permissions])).toEqual([
      ['check', { contents: 'read' }],
      ['dry-run', { contents: 'read', 'id-token': 'write' }],
      ['dev', { contents: 'read', 'id-token': 'write' }],
      ['prod', { contents: 'read', 'id-token': 'write' }],
    ]);
  });

  it('deploys prod after dev, and nothing from a pull request', () => {
    const { jobs } = workflow();
    expect(jobs['prod']).toMatchObject({ needs: 'dev', environment: 'prod' });
    for (const name of ['dev', 'prod']) expect(jobs[name]?.if).toBe("github.event_name == 'push'");
    for (const name of ['check', 'dry-run']) expect(jobs[name]?.if).toContain("== 'pull_request'");
    const [, , ...dryRun] = words(last(jobs['dry-run']));
    expect(dryRun).not.toContain('--yes');
    expect(dryRun).toContain('--dry-run');
  });

  it('deploys both from one base config', () => {
    const { jobs } = workflow({
      name: 'chat',
      network: { create: true },
      target: { instanceCount: 0 },
      listener: { https: false, http: 'forward' },
    });
    expect(words(last(jobs['prod']))).toEqual(
      '--yes websocket-alb@1 deploy -c base.yaml -c prod.yaml --stack-name chat-prod --yes'.split(' '),
    );
  });

  it('passes the values of parameters from variables without splitting or running them', () => {
    const { text, jobs } = workflow();
    expect(text).toContain('VPCId: ${{ vars.VPC_ID }}');
    expect(text).toContain('CertificateArn: ${{ vars.CERTIFICATE_ARN }}');
    const found = words(last(jobs['prod']), { VPCId: '$(id) "; x' });
    expect(found).toContain('VPCId=$(id) "; x');
  });

  it('contains no expression in a command', () => {
    for (const { steps } of Object.values(workflow().jobs))
      for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });

  it('a name cannot break out of its place', () => {
    const config = { ...parseConfig({}), name: `x'\n  - run: "$(id)" \${{ secrets.X }}` };
    const text = githubWorkflow(config, []);
    expect(text).not.toContain('${{ secrets');
    const { jobs } = parse(text) as { jobs: Readonly<Record<string, Job>> };
    expect(Object.keys(jobs)).toEqual(['check', 'dry-run', 'dev', 'prod']);
    expect(words(last(jobs['prod'])).find((word) => word.startsWith("x'"))).toContain('"$(id)"');
  });
});
