// The steps of action.yml, run by bash as on a runner. Only npm is replaced: it links the built package instead of fetching
// the published one.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/tools.ts';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
  };
}
const root = fileURLToPath(new URL('../..', import.meta.url));
const action = load(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

const WARNS =
  'Resources: { ChatWs: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Subnets: [subnet-1, subnet-2], SecurityGroups: [sg-1] } } }';

function runAction(files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const [cwd, temp, bin] = ['checkout', 'temp', 'bin'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [cwd, temp, bin]) mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const npm = `#!/bin/sh\necho "$@" > "${folder}/npm"\nmkdir -p node_modules && ln -sfn "${root}" node_modules/websocket-alb\n`;
  writeFileSync(join(bin, 'npm'), npm);
  chmodSync(join(bin, 'npm'), 0o755);
  const output = join(folder, 'output');
  const values: Record<string, string> = { 'github.action_path': root, 'runner.temp': temp };
  for (const [name, { default: value }] of Object.entries(action.inputs))
    values[`inputs.${name}`] = inputs[name] ?? value;
  let [stdout, stderr, status] = ['', '', 0];
  for (const { run, env } of action.runs.steps) {
    const filled = Object.entries(env).map(([name, text]) => [
      name,
      text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, key: string) => values[key] ?? `no ${key}`),
    ]);
    const done = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        HOME: folder,
        GITHUB_OUTPUT: output,
        ...Object.fromEntries(filled),
      },
    });
    stdout += done.stdout;
    stderr += done.stderr;
    status = done.status ?? -1;
    if (status !== 0) break;
  }
  const outputs = existsSync(output) ? readFileSync(output, 'utf8') : '';
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  const npmArgs = existsSync(join(folder, 'npm')) ? readFileSync(join(folder, 'npm'), 'utf8') : '';
  return { stdout, stderr, status, outputs, npmArgs, read };
}

it('no step inserts an input into its script', () => {
  for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
});

it('annotates the checkout, and fails the job', () => {
  const { status, stdout, outputs, npmArgs } = runAction({ 'a.yaml': WARNS });
  expect(stdout).toContain('::warning file=a.yaml,line=1,title=idle-timeout-short ChatWs::');
  expect({ status, outputs }).toEqual({ status: 1, outputs: 'exit-code=1\n' });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(npmArgs).toContain(`-- websocket-alb@${version}\n`);
});

it('accepts paths with wildcards and spaces, options, and a SARIF file', () => {
  const { status, outputs, stdout, read } = runAction(
    { 'my a.yaml': WARNS, 'b.yaml': WARNS, 'other.txt': 'x' },
    { paths: '\nmy *.yaml\n', format: 'sarif', args: '--ignore\nidle-timeout-short', version: '9.9.9' },
  );
  expect({ status, outputs }).toEqual({
    status: 0,
    outputs: 'sarif-file=websocket-alb.sarif\nexit-code=0\n',
  });
  expect(stdout).not.toContain('b.yaml');
  expect(JSON.parse(read('websocket-alb.sarif'))).toMatchObject({
    runs: [{ artifacts: [{ location: { uri: 'my%20a.yaml' } }] }],
  });
});

it.each([
  [{ format: 'html' }, 'The input format is'],
  [{ paths: ' '.trim() }, 'The input paths is empty'],
  [{ version: '1 && id' }, 'The input version is'],
])('says which input is wrong: %o', (inputs, words) => {
  expect(runAction({ 'a.yaml': WARNS }, inputs)).toMatchObject({
    status: 2,
    stdout: expect.stringContaining(words) as string,
  });
});

it('a path that starts with a dash or contains a command is still a path', () => {
  const { status, stdout } = runAction({ 'a.yaml': WARNS }, { paths: '--strict\n$(touch owned)' });
  expect(status).toBe(2);
  expect(stdout).toContain('file=--strict');
  expect(stdout).toContain('file=$(touch owned)');
});
