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
    expect(files.map((file) => file.replace(`${cwd}/`, ''))).toEqual([
      'root.yaml',
      'parts/one.tpl',
      'parts/two.txt',
    ]);
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
