// The built command on folders of templates.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const LB = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const WARNS = `Resources: { Chat: { Type: ${LB} } }`;
const REFUSED = `Resources: { Chat: { Type: ${LB}, Properties: { Name: internal-chat } } }`;

function folder(files: Record<string, string | Uint8Array>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

describe('a folder', () => {
  const nested = (): string => {
    const cwd = folder({ 'b.yml': WARNS, 'package.json': '{"name": "x"}', 'notes.txt': WARNS });
    for (const below of ['sub/[odd] {name}', 'node_modules', '.hidden']) {
      mkdirSync(join(cwd, below), { recursive: true });
      writeFileSync(join(cwd, below, 'a.template'), REFUSED);
    }
    writeFileSync(join(cwd, 'sub/pod.yaml'), 'kind: Pod\n---\nkind: Pod\n');
    writeFileSync(join(cwd, 'sub/broken.yaml'), 'Resources:\n  A: "open');
    return cwd;
  };

  it('checks its templates, even broken ones, and counts other files on stderr', async () => {
    const { status, stdout, stderr } = await generate(['check', '--format', 'json', '.'], { cwd: nested() });
    expect(status).toBe(2);
    const { files } = JSON.parse(stdout) as { files: { file: string }[] };
    expect(files.map(({ file }) => file)).toEqual([
      'b.yml',
      'sub/[odd] {name}/a.template',
      'sub/broken.yaml',
    ]);
    expect(stderr).toBe('.: 2 of 5 files left out: 2 that hold nothing to check.\n');
  });

  it('without templates is an error, with no report', async () => {
    const cwd = folder({ 'package.json': '{}' });
    const { status, stdout, stderr } = await generate(['check', cwd], { cwd });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      'The folder has files that are named as YAML or JSON, but none is a template, plan or manifest: 1 that holds nothing to check.',
    );
  });

  it.each([
    ['cut off', '{"Resources": {"A": '],
    ['cut off after the name', '{"AWSTemplateFormatVersion"'],
    ['UTF-16', Buffer.from(`\uFEFF${WARNS}`, 'utf16le')],
  ])('reports a damaged template, %s, as if it had been named', async (_, bytes) => {
    const cwd = folder({ 'a.yaml': WARNS, 'damaged.json': bytes });
    const inFolder = await generate(['check', '--format', 'json', '.'], { cwd });
    const named = await generate(['check', '--format', 'json', 'a.yaml', 'damaged.json'], { cwd });
    expect(inFolder).toEqual({ ...named, status: 2, stderr: '' });
    expect(inFolder.stdout).toContain('"reason"');
  });

  it('reports an oversized file if it looks like a template, and leaves it out otherwise', async () => {
    const rest = `"a": "${'x'.repeat(1_100_000)}"}`;
    const cwd = folder({ 'a.yaml': WARNS, 'lock.json': `{${rest}`, 'big.json': `{"Resources": {}, ${rest}` });
    const { status, stdout, stderr } = await generate(['check', '.'], { cwd });
    expect(status).toBe(2);
    expect(stdout).toContain('big.json:1  unreadable\n  The file has 1100');
    expect(stderr).toBe('.: 1 of 3 files left out: 1 that holds nothing to check.\n');
  });

  it('gives the true reason why files are left out, and names those that cannot be read', async () => {
    const cwd = folder({
      'a.yaml': WARNS,
      'broken\u001B[31m.yaml': 'a: [',
      'chart.yaml': '# Resources of the chart\na: {{ b }}\n- c',
      'package.json': '{}',
    });
    const { status, stderr } = await generate(['check', '.'], { cwd });
    expect(status).toBe(1);
    expect(stderr).toBe(
      '.: 3 of 4 files left out: 1 that holds nothing to check, 2 that cannot be read as YAML or JSON (broken\\u{1b}[31m.yaml, chart.yaml).\n',
    );
  });

  it('checks templates, plans and manifests side by side, each in its own terms', async () => {
    const cwd = folder({
      'a.yaml': WARNS,
      'chat.plan.json': readFileSync('test/terraform/fixtures/chat.plan.json'),
      'deployment.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: chat }\n',
      'helm.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: {{ .Values.name }} }\n',
      'ingress.yaml':
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: chat\n  annotations:\n    alb.ingress.kubernetes.io/shceme: internal\n',
      'main.tf': 'resource "aws_lb" "chat" {\n}\n',
    });
    const { status, stdout, stderr } = await generate(['check', '--quiet', '.'], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain(
      'chat.plan.json  error  slow-start-algorithm  aws_lb_target_group.ws["blue"] slow_start',
    );
    expect(stdout).toContain(
      'ingress.yaml:6  warning  annotation-unknown  Ingress default/chat alb.ingress.kubernetes.io/shceme',
    );
    expect(stdout).toContain('a.yaml:');
    expect(stderr).toBe(
      '.: 2 of 5 files left out: 1 that holds nothing to check, 1 of a Helm chart that is not rendered (helm.yaml).\n',
    );
    const named = await generate(['check', 'main.tf', 'helm.yaml'], { cwd });
    expect(named.status).toBe(2);
    expect(named.stdout).toContain('terraform show -json plan.bin > plan.json');
    expect(named.stdout).toContain('helm template . | npx websocket-alb check');
  });

  it('checks a file once, by its own name, and does not follow links to folders', async () => {
    const cwd = folder({ 'z.yaml': WARNS });
    const outside = folder({ 'outside.yaml': REFUSED });
    symlinkSync('z.yaml', join(cwd, 'a.yaml'));
    symlinkSync('.', join(cwd, 'loop'));
    symlinkSync(outside, join(cwd, 'outside.yaml'));
    const { stdout } = await generate(['check', '--format', 'json', '.', './z.yaml', 'a.yaml'], { cwd });
    const { files } = JSON.parse(stdout) as { files: { file: string }[] };
    expect(files.map(({ file }) => file)).toEqual(['z.yaml']);
  });

  it('reads links to files inside it, and lists the others with the reason', async () => {
    const cwd = folder({ 'a.yaml': WARNS, 'target.txt': REFUSED });
    const outside = folder({ 'outside.yaml': REFUSED, 'other.yaml': REFUSED });
    mkdirSync(join(cwd, 'sub'));
    symlinkSync('../target.txt', join(cwd, 'sub/inside.yaml'));
    symlinkSync(join(outside, 'outside.yaml'), join(cwd, 'outside.yaml'));
    symlinkSync(join(cwd, '../..', 'nowhere'), join(cwd, 'dangling.yaml'));
    symlinkSync('loop2.yaml', join(cwd, 'loop1.yaml'));
    symlinkSync('loop1.yaml', join(cwd, 'loop2.yaml'));
    symlinkSync(outside, join(cwd, 'folder'));
    symlinkSync('..', join(cwd, 'sub/up'));
    symlinkSync('/dev/zero', join(cwd, 'zero.yaml'));
    symlinkSync('nowhere', join(cwd, 'README'));
    execFileSync('mkfifo', [join(cwd, 'pipe.json')]);
    const { status, stdout, stderr } = await generate(['check', '--format', 'json', '.'], { cwd });
    expect(status).toBe(1);
    const { files } = JSON.parse(stdout) as { files: { file: string }[] };
    expect(files.map(({ file }) => file)).toEqual(['a.yaml', 'sub/inside.yaml']);
    expect(stderr).toBe(
      '.: 7 of 9 files left out: 3 links that lead out of the folder (folder, outside.yaml, zero.yaml), ' +
        '1 link to nothing (dangling.yaml), 2 links that lead back to themselves (loop1.yaml, loop2.yaml), ' +
        '1 pipe, device or socket (pipe.json).\n',
    );
  });

  it('is not called empty when it holds only a link that is not read', async () => {
    const cwd = temporaryFolder();
    const outside = folder({ 'outside.yaml': REFUSED });
    symlinkSync(join(outside, 'outside.yaml'), join(cwd, 'only.yaml'));
    const { status, stderr } = await generate(['check', cwd], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('1 link that leads out of the folder (only.yaml)');
    expect(stderr).not.toContain('There is no YAML');
  });

  it('may itself be a link, and then links inside it do not count as leading out', async () => {
    const cwd = folder({ 'a.txt': REFUSED });
    const to = join(temporaryFolder(), 'to');
    symlinkSync('a.txt', join(cwd, 'a.yaml'));
    symlinkSync(cwd, to);
    expect(await generate(['check', to], { cwd })).toMatchObject({ status: 1, stderr: '' });
  });
});

describe('input that never ends or is too large for a template', () => {
  it.each([
    ['/dev/zero', 'This has more than 1048576 bytes'],
    ['big.yaml', 'The file has 3000000000 bytes'],
  ])('%s is refused without being read', async (name, reason) => {
    const cwd = folder({ 'a.yaml': WARNS, 'big.yaml': '' });
    truncateSync(join(cwd, 'big.yaml'), 3_000_000_000);
    const { status, stdout } = await generate(['check', 'a.yaml', name], { cwd });
    expect(status).toBe(2);
    expect(stdout).toContain(reason);
    expect(stdout).toContain('a.yaml');
  });

  it('is refused on standard input', async () => {
    const input = `Resources: {}\n# ${'x'.repeat(1_100_000)}`;
    expect((await generate(['check', '-'], { input })).stdout).toContain('This has more than 1048576 bytes');
    const { status, stderr } = await generate(['deploy', '--stack-name', 'chat'], { input });
    expect(status).toBe(2);
    expect(stderr).toContain('This has more than 1048576 bytes');
  });
});
