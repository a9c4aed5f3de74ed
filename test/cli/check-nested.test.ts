// The built command on files that belong to a template: nested templates, and Elastic Beanstalk's files.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const LB = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const REFUSED = `Resources: { Chat: { Type: ${LB}, Properties: { Name: internal-chat } } }`;
const stack = (url: string) =>
  `Resources: { Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } } }`;

function folder(files: Record<string, string>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}
const checked = async (cwd: string, ...names: string[]) => {
  const { status, stdout, stderr } = await generate(['check', '--format', 'json', ...names], { cwd });
  const { files } = JSON.parse(stdout) as { files: { file: string; findings: { code: string }[] }[] };
  return { status, stderr, files: files.map(({ file }) => file), first: files };
};

describe('nested templates', () => {
  it('are checked once when a template refers to them by path, recursively', async () => {
    const cwd = folder({
      'root.yaml': stack('parts/one.tpl'),
      'parts/one.tpl': stack('./two.txt'),
      'parts/two.txt': REFUSED.replace(
        '} }',
        `} }, Again: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: one.tpl } }`,
      ),
    });
    const { files, status } = await checked(cwd, 'root.yaml');
    expect(files).toEqual(['root.yaml', 'parts/one.tpl', 'parts/two.txt']);
    expect(status).toBe(1);
  });
  it('are not fetched from a URL or required to exist; one outside the folder is named on stderr', async () => {
    const cwd = folder({
      'inner/root.yaml': stack('../outside.yaml'),
      'inner/url.yaml': stack('https://example.com/x.yaml'),
      'inner/gone.yaml': stack('gone.txt'),
      'inner/link.yaml': stack('link.txt'),
      'outside.yaml': REFUSED,
    });
    symlinkSync('../outside.yaml', join(cwd, 'inner/link.txt'));
    const { files, stderr, status } = await checked(cwd, 'inner');
    expect(files).toEqual(['inner/gone.yaml', 'inner/link.yaml', 'inner/root.yaml', 'inner/url.yaml']);
    expect(stderr).toContain('inner/root.yaml: the nested template ../outside.yaml is outside');
    expect(stderr).toContain('inner/link.yaml: the nested template link.txt is outside');
    expect(status).toBe(0);
  });
  it('may be in a parent folder of the template, within the checked folder', async () => {
    const cwd = folder({ 'deep/root.yaml': stack('../shared.tpl'), 'shared.tpl': REFUSED });
    expect((await checked(cwd, '.')).files).toHaveLength(2);
  });
  it('are named like the template that names them, for annotations in a pull request', async () => {
    const cwd = folder({ 'app/root.yaml': stack('./parts/../lb.tpl'), 'app/lb.tpl': REFUSED });
    const { stdout } = await generate(['check', '--format', 'github', 'app/root.yaml'], { cwd });
    expect(stdout).toMatch(/^::error file=app\/lb\.tpl,line=1,/);
    expect((await checked(cwd, join(cwd, 'app/root.yaml'))).files).toEqual([
      join(cwd, 'app/root.yaml'),
      join(cwd, 'app/lb.tpl'),
    ]);
  });
});

describe('parameters that a parent passes to a nested template', () => {
  const lb = (idle: string, rest = '') => `
Parameters: { Idle: { Type: Number${idle} } }
Resources:
  Ws:
    Type: ${LB}
    Properties:
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [sg-1]
      LoadBalancerAttributes: [{ Key: idle_timeout.timeout_seconds, Value: !Ref Idle }]
${rest}`;
  const passing = (url: string, idle: string, rest = '') => `${rest}
Resources:
  Nested:
    Type: AWS::CloudFormation::Stack
    Properties: { TemplateURL: ${url}, Parameters: { Idle: ${idle} } }
`;
  /** The idle timeouts that are found to be short, with what is noted of them. */
  const short = async (files: Record<string, string>, ...names: string[]) => {
    const { first } = await checked(folder(files), ...names);
    return first.flatMap(({ file, findings }) =>
      (findings as { code: string; what: string; note?: string }[])
        .filter(({ code }) => code === 'idle-timeout-short')
        .map(({ what, note }) => `${file}: ${what} ${note ?? ''}`.trim()),
    );
  };

  it('count in place of its defaults, also where both are named, in any order', async () => {
    const files = { 'root.yaml': passing('lb.yaml', "'45'"), 'lb.yaml': lb(', Default: 4000') };
    const found = [
      'lb.yaml: idle_timeout.timeout_seconds is 45 seconds. It comes from the parameters that Nested in root.yaml passes.',
    ];
    expect(await short(files, 'root.yaml')).toEqual(found);
    expect(await short(files, 'lb.yaml', 'root.yaml')).toEqual(found);
    expect(await short(files, 'lb.yaml')).toEqual([]);
  });
  it('leave nothing of a default that no stack uses', async () => {
    const nested = lb(', Default: 45');
    expect(await short({ 'root.yaml': passing('lb.yaml', '4000'), 'lb.yaml': nested }, '.')).toEqual([]);
    const parameter = 'Parameters: { Idle: { Type: Number } }';
    const unknown = passing('lb.yaml', '!Ref Idle', parameter);
    expect(await short({ 'root.yaml': unknown, 'lb.yaml': nested }, '.')).toEqual([]);
    // Nothing is passed here, and the default counts.
    expect(await short({ 'root.yaml': stack('lb.yaml'), 'lb.yaml': nested }, '.')).toEqual([
      'lb.yaml: idle_timeout.timeout_seconds is 45 seconds.',
    ]);
  });
  it('go through a template between, and come from every stack that uses it', async () => {
    const parameter = (value: number) => `Parameters: { Idle: { Type: Number, Default: ${value} } }`;
    const files = {
      'root.yaml': passing('middle.yaml', '30'),
      'other.yaml': passing('lb.yaml', '!Ref Idle', parameter(50)),
      'fine.yaml': passing('lb.yaml', '600'),
      'middle.yaml': passing('lb.yaml', '!Ref Idle', parameter(4000)),
      // A template that names itself ends somewhere.
      'lb.yaml': lb(
        '',
        `  Again: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: lb.yaml } }`,
      ),
    };
    expect((await short(files, '.')).map((one) => /is (\d+).*that (.*) passes/.exec(one)?.slice(1))).toEqual([
      ['50', 'Nested in other.yaml'],
      ['30', 'Nested in middle.yaml'],
    ]);
  });
});

describe('Elastic Beanstalk', () => {
  it('its .config files are read, and the resources it creates itself are not reported as incomplete', async () => {
    const cwd = folder({
      '.ebextensions/alb.config': `
option_settings: { aws:elbv2:loadbalancer: { IdleTimeout: 600 } }
Resources:
  AWSEBV2LoadBalancer:
    Type: ${LB}
    Properties: { LoadBalancerAttributes: [{ Key: idle_timeout.timeout_seconds, Value: '5000' }] }`,
      '.ebextensions/packages.config': 'packages: { yum: { git: [] } }',
      'app.config': '<configuration/>',
    });
    const { files, first, stderr } = await checked(cwd, '.');
    expect(files).toEqual(['.ebextensions/alb.config']);
    expect(first[0]?.findings.map(({ code }) => code)).toEqual(['attribute-value']);
    expect(stderr).toBe('.: 1 of 2 files left out: 1 that holds nothing to check.\n');
  });
});
