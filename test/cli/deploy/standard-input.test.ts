// Where `websocket-alb deploy` gets the template and the name of the stack.
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, generate } from '../../helpers/cli.ts';
import { fakeDeployment } from '../../helpers/deployment.ts';
import { until } from '../../helpers/sockets.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

const FOUND = 'name: chat\nlistener: { https: false, http: forward }\n';
const VALUES = ['--parameter-overrides', 'VPCId=v', 'SubnetIds=a,b', 'InstanceIds=i,j'];

function folder(config?: string): string {
  const cwd = temporaryFolder();
  if (config !== undefined) writeFileSync(join(cwd, 'websocket-alb.yaml'), config);
  return cwd;
}

/** Starts a deployment with the given stdin. */
async function start(args: readonly string[], cwd: string, stdin: 'pipe' | number) {
  const fake = await fakeDeployment({});
  const env = { ...process.env, ...fake.env, NO_COLOR: '1' };
  const child = spawn(process.execPath, [BIN, 'deploy', ...args], {
    cwd,
    env,
    stdio: [stdin, 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { child, fake, status, stderr: () => stderr };
}

it.each([
  ['-c', ['-c', 'websocket-alb.yaml']],
  ['--preset', ['--preset', 'quick-start']],
  ['--set', ['--set', 'name=chat']],
])('with %s, standard input is not read, so a silent pipe blocks nothing', async (_, args) => {
  const { child, fake, status, stderr } = await start(
    ['--stack-name', 'x', ...args, ...VALUES],
    folder(FOUND),
    'pipe',
  );
  expect(await status, stderr()).toBe(0);
  expect(stderr()).not.toContain('Waiting for a template');
  expect(fake.asked('ExecuteChangeSet')).toBe(1);
  child.stdin?.destroy();
});

describe('an empty pipe is an error', () => {
  it.each([
    ['and names the config of the folder', FOUND, 'npx websocket-alb deploy -c websocket-alb.yaml'],
    ['also without one', undefined, 'name it with -c'],
  ])('%s', async (_, config, remedy) => {
    const { status, stderr } = await generate(['deploy', '--stack-name', 'x'], {
      input: '',
      cwd: folder(config),
    });
    expect(status).toBe(2);
    expect(stderr).toContain('Standard input is empty');
    expect(stderr).toContain(remedy);
  });
});

it('/dev/null means the config in the folder, which names the stack', async () => {
  const stdin = openSync(devNull, 'r');
  const { fake, status, stderr } = await start(VALUES, folder(FOUND), stdin);
  expect(await status, stderr()).toBe(0);
  closeSync(stdin);
  expect(stderr()).toContain('Stack chat, after the name in the config.');
  expect(fake.commands()[0]).toContain('--stack-name chat');
});

it.each([
  ['the default', []],
  ['a preset’s', ['--preset', 'quick-start']],
])('%s name is not used as the name of a stack', async (_, args) => {
  const stdin = openSync(devNull, 'r');
  const { status, stderr } = await start(args, folder(), stdin);
  expect(await status).toBe(2);
  closeSync(stdin);
  expect(stderr()).toContain('No stack name is given.');
});

it('a silent pipe gets one line that says what the command is waiting for', async () => {
  const { child, status, stderr } = await start(['--stack-name', 'x'], folder(FOUND), 'pipe');
  await until('it says what it waits for', () => stderr() !== '');
  expect(stderr()).toBe(
    'Waiting for a template on standard input. (-c FILE deploys a config without one.)\n',
  );
  child.stdin?.end('Resources: {T: {Type: AWS::SNS::Topic}}');
  expect(await status, stderr()).toBe(0);
});
