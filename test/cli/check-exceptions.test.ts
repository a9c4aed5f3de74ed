// The project's config and baseline, and --skip-others, as a user sees them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const WARNS =
  'Resources: { ChatWs: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [sg-1] } } }';

function folder(files: Record<string, string>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

it('finds the config in a parent folder, up to the repository root, and resolves paths from there', async () => {
  const cwd = folder({
    '.git/HEAD': '',
    '.websocket-alb-check.yaml':
      'ignore: [{ code: idle-timeout-short, reason: clients ping every 20 s }]\nexclude: [sub/old]\n',
    'sub/a.yaml': WARNS,
    'sub/old/b.yaml': WARNS,
  });
  const { status, stdout } = await generate(['check', '.'], { cwd: join(cwd, 'sub') });
  expect(stdout).toContain(
    'left out by ../.websocket-alb-check.yaml: idle-timeout-short; clients ping every 20 s.',
  );
  expect(stdout).toContain('\n1 file left out by exclude in ../.websocket-alb-check.yaml.\n');
  expect(stdout).not.toContain('b.yaml');
  expect(status).toBe(0);
});

it('does not look in parent folders outside a repository, and says where a config is wrong', async () => {
  const cwd = folder({ '.websocket-alb-check.yaml': 'ignore: [{ code: tagz }]', 'sub/a.yaml': WARNS });
  expect(await generate(['check', 'a.yaml'], { cwd: join(cwd, 'sub') })).toMatchObject({ status: 1 });
  const { status, stderr } = await generate(['check', 'sub'], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain('.websocket-alb-check.yaml:1 ');
  expect(stderr).toContain('Did you mean tags?');
  expect(stderr).toContain('It gives no reason.');
});

it('a baseline lets an old project pass, and ignores entries for files that were not checked', async () => {
  const cwd = folder({ 'a.yaml': WARNS, 'b.yaml': WARNS, 'broken.yaml': 'Resources:\n  A: "open' });
  const broken = await generate(['check', '--write-baseline', 'known.json', 'a.yaml', 'broken.yaml'], {
    cwd,
  });
  expect(broken).toMatchObject({
    status: 2,
    stderr: 'known.json was not written: a file could not be judged.\n',
  });
  expect(
    await generate(['check', '--write-baseline', 'known.json', 'a.yaml', 'b.yaml'], { cwd }),
  ).toMatchObject({
    status: 0,
  });
  expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toContain('"code": "idle-timeout-short"');
  const { status, stdout } = await generate(['check', '--baseline', 'known.json', 'a.yaml'], { cwd });
  expect({ status, gone: stdout.includes('no longer found') }).toEqual({ status: 0, gone: false });
  writeFileSync(join(cwd, 'a.yaml'), 'Resources: { Topic: { Type: AWS::SNS::Topic } }');
  const fixed = await generate(['check', '--baseline', 'known.json', 'a.yaml'], { cwd });
  expect(fixed.stdout).toContain(
    'no longer found, so remove it with --write-baseline: a.yaml  idle-timeout-short  ChatWs',
  );
});

it('--skip-others leaves out files of other kinds, and nothing else', async () => {
  const cwd = folder({
    'a.yaml': WARNS,
    'ci.yaml': 'on: push\njobs: {}\n',
    'odd.yaml': 'a: {{ b }}: c\n',
    'package.json': '{"name": "x"}',
    'broken.yaml': 'Resources:\n  A: "open',
  });
  const others = await generate(['check', '--skip-others', 'ci.yaml', 'odd.yaml', 'package.json'], { cwd });
  expect(others).toEqual({ status: 0, stdout: '', stderr: '' });
  const some = await generate(['check', '--skip-others', '-q', 'ci.yaml', 'a.yaml'], { cwd });
  expect(some).toMatchObject({ status: 1, stderr: '' });
  expect(await generate(['check', '--skip-others', 'broken.yaml', 'ci.yaml'], { cwd })).toMatchObject({
    status: 2,
  });
  expect(await generate(['check', '--skip-others', 'missing.yaml'], { cwd })).toMatchObject({ status: 2 });
});
