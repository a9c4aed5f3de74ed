// `websocket-alb snippet` itself; what it writes is in code.long.test.ts.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

it('lists the snippets, one per line', async () => {
  const { status, stdout } = await generate(['snippet']);
  expect(status).toBe(0);
  expect(stdout.split('\n').map((line) => line.split(' ', 1)[0])).toEqual([
    'health-check',
    'heartbeat',
    'drain',
    'metrics',
    'server',
    'client',
    'client-node',
    'log-bucket-policy',
    'github-actions',
    '',
  ]);
  for (const line of stdout.trimEnd().split('\n')) expect(line.length).toBeLessThan(130);
});

it.each([
  { args: ['heart'], error: /no snippet "heart"/ },
  { args: ['heartbeat', '--emf'], error: /--emf has no effect on heartbeat/ },
  { args: ['log-bucket-policy', '--language', 'ts'], error: /it is JSON/ },
  { args: ['github-actions', '--language', 'ts'], error: /it is YAML/ },
  { args: ['github-actions', '--region', 'eu-west-1'], error: /--region has no effect/ },
  { args: ['heartbeat', '--language', 'js', '-o', 'x.ts'], error: /contradict/ },
  { args: ['heartbeat', '--language', 'go'], error: /Allowed choices are js, ts/ },
  { args: ['heartbeat', '--set', 'heartbeat=0'], error: /heartbeat is 0/ },
])('refuses $args', async ({ args, error }) => {
  const { status, stdout, stderr } = await generate(['snippet', ...args], { cwd: temporaryFolder() });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(error);
});

it("takes the language from the file's extension", async () => {
  const cwd = temporaryFolder();
  await generate(['snippet', 'heartbeat', '-o', 'heartbeat.ts'], { cwd });
  expect(readFileSync(join(cwd, 'heartbeat.ts'), 'utf8')).toContain('interface Peer');
});

it('warns when the code publishes metrics that the config switches off', async () => {
  const { status, stderr } = await generate(['snippet', 'metrics']);
  expect(status).toBe(0);
  expect(stderr).toContain('metrics is off in the config');
  expect((await generate(['snippet', 'metrics', '--set', 'metrics=true'])).stderr).toBe('');
});

it('leaves all files of a folder alone if any was changed, unless forced', async () => {
  const cwd = temporaryFolder();
  const server = ['snippet', 'server', '--set', 'metrics=true', '-o', 'app'];
  expect((await generate(server, { cwd })).status).toBe(0);
  expect(readdirSync(join(cwd, 'app')).toSorted()).toEqual([
    '.dockerignore',
    'Dockerfile',
    'counts.js',
    'drain.js',
    'health-check.js',
    'heartbeat.js',
    'metrics.js',
    'package.json',
    'server.js',
    'settings.js',
    'stopping.js',
    'upgrade.js',
  ]);
  expect((await generate(server, { cwd })).status).toBe(0);
  writeFileSync(join(cwd, 'app/server.js'), 'mine');
  const again = await generate([...server, '--set', 'heartbeat=20'], { cwd });
  expect(again.status).toBe(2);
  expect(again.stderr).toContain('server.js, settings.js');
  expect(readFileSync(join(cwd, 'app/settings.js'), 'utf8')).toContain('pingInterval: 30');
  expect((await generate([...server, '--force'], { cwd })).status).toBe(0);
  expect(readFileSync(join(cwd, 'app/server.js'), 'utf8')).not.toBe('mine');
});

it('reports in one error why a folder cannot be created', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'file'), '');
  const { status, stderr } = await generate(['snippet', 'server', '-o', 'file/app'], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain('file/app');
  expect(existsSync(join(cwd, 'file/app'))).toBe(false);
});

it('the server publishes metrics only where the config has them on', async () => {
  const off = await generate(['snippet', 'server']);
  expect(off.stdout).toMatch(/publishMetrics: false,/);
  expect(off.stderr).toContain('The server publishes no metrics: metrics is off in the config.');
  const on = await generate(['snippet', 'server', '--set', 'metrics=true']);
  expect(on.stdout).toMatch(/publishMetrics: true,/);
  expect(on.stderr).toBe('');
});

it('says that on ECS the drain of SIGTERM comes too late', async () => {
  const drain = ['snippet', 'drain'];
  expect((await generate([...drain, '--set', 'service=true'])).stderr).toMatch(
    /SIGTERM only after target.deregistrationDelay[^]*snippet server/,
  );
  expect((await generate(drain)).stderr).toBe('');
});

it('the workflow names the config that is there, and says which files are not', async () => {
  const cwd = temporaryFolder();
  const workflow = ['snippet', 'github-actions'];
  const none = await generate(workflow, { cwd });
  expect(none.stdout).toContain('-c base.yaml -c "$ENVIRONMENT.yaml"');
  expect(none.stderr).toBe(
    'The workflow reads base.yaml, dev.yaml, prod.yaml: write base.yaml, dev.yaml, prod.yaml before you push it.\n',
  );
  writeFileSync(join(cwd, 'websocket-alb.yaml'), 'name: chat\n');
  const one = await generate(workflow, { cwd });
  expect(one.stderr).toBe('');
  expect(one.stdout).toContain('The config is websocket-alb.yaml for dev and for prod.');
  expect(one.stdout).toContain('-c websocket-alb.yaml\n');
  expect(one.stdout).not.toMatch(/base.yaml|ENVIRONMENT.yaml/);
  for (const file of ['dev.yaml', 'prod.yaml']) writeFileSync(join(cwd, file), '# nothing\n');
  expect((await generate(workflow, { cwd })).stdout).toContain(
    '-c websocket-alb.yaml -c "$ENVIRONMENT.yaml"',
  );
  // A name that a shell would read stays out of the commands.
  writeFileSync(join(cwd, '$(id).yaml'), 'name: chat\n');
  expect((await generate([...workflow, '-c', '$(id).yaml'], { cwd })).stdout).not.toContain('$(id)');
});
