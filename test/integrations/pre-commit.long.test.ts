// The hook, run by pre-commit without a network: its manifest is the real one except for the language, which would install the
// package with npm.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { BIN } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const manifest = fileURLToPath(new URL('../../.pre-commit-hooks.yaml', import.meta.url));
const isThere = spawnSync('pre-commit', ['--version']).status === 0;

const WARNS =
  'Resources: { ChatWs: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [sg-1] } } }';

describe.skipIf(!isThere)('pre-commit', () => {
  const [hook] = load(readFileSync(manifest, 'utf8')) as [{ readonly entry: string }];

  function commit(files: Readonly<Record<string, string>>) {
    const cwd = temporaryFolder();
    const env = { ...process.env, PRE_COMMIT_HOME: temporaryFolder(), GIT_CONFIG_GLOBAL: '/dev/null' };
    const entry = hook.entry.replace('websocket-alb', `${process.execPath} ${BIN}`);
    const config = { repos: [{ repo: 'local', hooks: [{ ...hook, entry, language: 'system' }] }] };
    const all = { ...files, '.pre-commit-config.yaml': dump(config) };
    for (const [name, text] of Object.entries(all)) writeFileSync(join(cwd, name), text);
    spawnSync('git', ['init', '-q'], { cwd, env });
    spawnSync('git', ['add', '-A'], { cwd, env });
    return spawnSync('pre-commit', ['run', '--all-files', '--color=never'], { cwd, env, encoding: 'utf8' });
  }

  it('accepts the manifest', () => {
    const { status, stderr } = spawnSync('pre-commit', ['validate-manifest', manifest], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('skips files of other kinds silently', () => {
    const { status, stdout } = commit({ 'ci.yaml': 'on: push\njobs: {}\n', 'package.json': '{"name": "x"}' });
    expect(stdout).toMatch(/^websocket-alb check\.+Passed\n$/);
    expect(status).toBe(0);
  });

  it('fails on a finding in a template', () => {
    const { status, stdout } = commit({ 'ci.yaml': 'on: push\n', 'a.yaml': WARNS });
    expect(status).toBe(1);
    expect(stdout).toContain('a.yaml:1  warning  idle-timeout-short  ChatWs');
    expect(stdout).not.toContain('ci.yaml');
  });
});
