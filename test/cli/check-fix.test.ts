// `check --fix`, run as a user would run it.
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const template = (key: string, end = '\n'): string =>
  [
    '# The chat.',
    'Resources:',
    '  Chat:',
    '    Type: AWS::ElasticLoadBalancingV2::LoadBalancer',
    '    Properties:',
    '      Subnets: [subnet-1, subnet-2]',
    '      SecurityGroups: [sg-1]',
    '      LoadBalancerAttributes:',
    `        - {Key: ${key}, Value: '4000'} # long`,
    '',
  ].join(end);
const WRONG = template('idle_timeout.timeout');
const RIGHT = template('idle_timeout.timeout_seconds');

function folder(files: Record<string, string>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

describe('check --fix', () => {
  it('writes the fixes, keeps the file mode, reports what is left, and is done in one run', async () => {
    const cwd = folder({ 'a.yaml': WRONG, 'b.yaml': template('idle_timeout.timeout', '\r\n') });
    chmodSync(join(cwd, 'a.yaml'), 0o640);
    const { status, stdout, stderr } = await generate(['check', '--fix', 'a.yaml', 'b.yaml'], { cwd });
    expect(status).toBe(0);
    expect(stderr).toBe(
      'a.yaml: fixed 1 finding: attribute-unknown Chat (9).\nb.yaml: fixed 1 finding: attribute-unknown Chat (9).\n',
    );
    expect(stdout).toContain('a.yaml: 1 Application Load Balancer; ');
    expect(stdout).not.toContain('attribute-unknown');
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(RIGHT);
    expect(readFileSync(join(cwd, 'b.yaml'), 'utf8')).toBe(template('idle_timeout.timeout_seconds', '\r\n'));
    expect(statSync(join(cwd, 'a.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(cwd).toSorted()).toEqual(['a.yaml', 'b.yaml']);
    expect(await generate(['check', 'a.yaml', 'b.yaml', '--fix'], { cwd })).toEqual({
      status: 0,
      stdout,
      stderr: '',
    });
  });

  it('=dry-run shows the diff and writes nothing, even for standard input', async () => {
    const cwd = folder({ 'a.yaml': WRONG });
    const { status, stdout, stderr } = await generate(['check', '--fix=dry-run', 'a.yaml'], { cwd });
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'a.yaml: would fix 1 finding: attribute-unknown Chat (9).\n',
    });
    expect(stdout).toBe(`--- a.yaml
+++ a.yaml
@@ -6,4 +6,4 @@
       Subnets: [subnet-1, subnet-2]
       SecurityGroups: [sg-1]
       LoadBalancerAttributes:
-        - {Key: idle_timeout.timeout, Value: '4000'} # long
+        - {Key: idle_timeout.timeout_seconds, Value: '4000'} # long
`);
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(WRONG);
    const piped = await generate(['check', '--fix=dry-run'], { input: WRONG });
    expect(piped.stdout).toBe(stdout.replaceAll('a.yaml', 'stdin'));
  });

  it('in a folder, changes the file that a link points to, and nothing outside', async () => {
    const cwd = folder({ 'outside.yaml': WRONG });
    mkdirSync(join(cwd, 'in'));
    writeFileSync(join(cwd, 'in', 'real.yaml'), WRONG);
    symlinkSync('real.yaml', join(cwd, 'in', 'link.yaml'));
    symlinkSync('../outside.yaml', join(cwd, 'in', 'out.yaml'));
    const { stderr } = await generate(['check', '--fix', 'in'], { cwd });
    expect(stderr).toContain('in/real.yaml: fixed 1 finding');
    expect(readFileSync(join(cwd, 'in', 'real.yaml'), 'utf8')).toBe(RIGHT);
    expect(statSync(join(cwd, 'in', 'link.yaml')).isFile()).toBe(true);
    expect(readFileSync(join(cwd, 'outside.yaml'), 'utf8')).toBe(WRONG);
  });

  it('leaves Terraform plans alone, and says so', async () => {
    const plan = '{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}}}';
    const cwd = folder({ 'plan.json': plan });
    const { stderr } = await generate(['check', '--fix', 'plan.json'], { cwd });
    expect(stderr).toBe(
      '1 file of Terraform left as it is: change the configuration; a plan or state is made from it.\n',
    );
    expect(readFileSync(join(cwd, 'plan.json'), 'utf8')).toBe(plan);
  });

  it('refuses standard input, unknown values, and a report together with the diff', async () => {
    const cwd = folder({ 'a.yaml': WRONG });
    const refused = async (args: string[], input?: string) => {
      const { status, stderr } = await generate(['check', ...args], {
        cwd,
        ...(input === undefined ? {} : { input }),
      });
      expect(status).toBe(2);
      return stderr;
    };
    expect(await refused(['--fix'], WRONG)).toContain(
      '--fix writes to the file that it reads, and this is not a file.',
    );
    expect(await refused(['--fix=dryrun', 'a.yaml'])).toContain(
      'There is no --fix=dryrun, and no file of that name.',
    );
    expect(await refused(['--fix=dry-run', '--format', 'json', 'a.yaml'])).toContain('Leave --format out.');
    expect(readFileSync(join(cwd, 'a.yaml'), 'utf8')).toBe(WRONG);
  });
});
