// Tests run the command in processes that are already running: it must behave there as it does in a fresh one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate, start } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

it.each([
  [['--version'], {}],
  [['template', '--preset', 'nosuch'], {}],
  [['check', '-'], { input: 'Resources: {A: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer}}' }],
  [['template', '--set', 'name=NO'], { env: { NO_COLOR: undefined, FORCE_COLOR: '1' } }],
  [['logs', 'missing'], {}],
])('%j %j: gives the same result as a fresh process', async (args, options) => {
  const cwd = temporaryFolder();
  expect(await generate(args, { ...options, cwd })).toEqual(await start(args, { ...options, cwd }));
});

it('leaves nothing of a run in the next: environment, folder, input, exit code', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'websocket-alb.yaml'), 'name: NO\n');
  const first = await generate(['template'], {
    cwd,
    input: 'x',
    env: { NO_COLOR: undefined, FORCE_COLOR: '1' },
  });
  expect(first.status).toBe(2);
  expect(first.stderr).toContain('\u001B[');
  const elsewhere = temporaryFolder();
  expect(await generate(['check', '-'], { cwd: elsewhere })).toEqual(
    await start(['check', '-'], { cwd: elsewhere }),
  );
});

it('keeps simultaneous runs apart', async () => {
  const names = ['one', 'two', 'three'];
  const runs = await Promise.all(names.map((name) => generate(['template', '--set', `name=${name}`])));
  expect(
    runs.map(({ status, stdout }) => [status, /Load Balancer for WebSockets \((\w+)\)/.exec(stdout)?.[1]]),
  ).toEqual(names.map((name) => [0, name]));
});
