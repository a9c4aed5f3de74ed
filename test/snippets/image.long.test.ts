// The project of `snippet server -o FOLDER` as the image that its Dockerfile describes: the copied files, the installed
// dependencies, and the user, environment, command and signal in the Dockerfile.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { generate } from '../helpers/cli.ts';
import { freePort } from '../helpers/free-port.ts';
import { health, socketUrl } from '../helpers/snippets.ts';
import { connect, until } from '../helpers/sockets.ts';
import { temporaryFolder } from '../helpers/tools.ts';

/** The arguments of each instruction, in order. */
const instructions = (dockerfile: string, name: string): string[] =>
  dockerfile
    .split('\n')
    .flatMap((line) => (line.startsWith(`${name} `) ? [line.slice(name.length + 1)] : []));

/** Whether a name matches a pattern whose only wildcard is a star. */
const isLike = (name: string, pattern: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`).test(name);

/** Copies only what the COPY instructions list into the image's folder. */
function copied(project: string, dockerfile: string): string {
  const image = temporaryFolder();
  for (const words of instructions(dockerfile, 'COPY')) {
    const patterns = words.split(' ').slice(0, -1);
    for (const file of readdirSync(project))
      if (patterns.some((pattern) => isLike(file, pattern)))
        copyFileSync(join(project, file), join(image, file));
  }
  return image;
}

it('contains everything the server needs, runs as an unprivileged user, and exits on its stop signal', async () => {
  const input: ConfigInput = {
    name: 'chat',
    target: { port: await freePort(), deregistrationDelay: 10 },
    service: { tasks: 2, stopTimeout: 10 },
  };
  const config = parseConfig(input);
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'websocket-alb.json'), JSON.stringify(input));
  const generated = await generate(['snippet', 'server', '-o', 'project'], { cwd });
  expect([generated.status, generated.stderr]).toEqual([0, expect.any(String)]);
  const project = join(cwd, 'project');
  const dockerfile = readFileSync(join(project, 'Dockerfile'), 'utf8');

  const image = copied(project, dockerfile);
  const installed = spawnSync('npm', ['install', '--omit=dev', '--no-audit', '--no-fund'], { cwd: image });
  expect([installed.status, installed.stderr.toString()]).toEqual([0, expect.any(String)]);
  // In an image, layers belong to root, and everybody may read them.
  chmodSync(image, 0o755);
  mkdirSync(join(image, 'home'));

  expect(instructions(dockerfile, 'EXPOSE')).toEqual([String(config.target.port)]);
  expect(instructions(dockerfile, 'USER')).toEqual(['node']);
  const [command, ...args] = JSON.parse(instructions(dockerfile, 'CMD')[0] ?? '') as string[];
  expect(command).toBe('node');
  const isRoot = process.getuid?.() === 0;
  const child = spawn(process.execPath, args, {
    cwd: image,
    // Nothing from this process's environment, only what the image and the task definition set.
    env: {
      HOME: join(image, 'home'),
      TARGET_GROUP_ARNS:
        'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/chat/0123456789abcdef',
      ...Object.fromEntries(instructions(dockerfile, 'ENV').map((words) => words.split('='))),
    },
    // The image's `node` user is uid 1000 without any capabilities.
    ...(isRoot && { uid: 1000, gid: 1000 }),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => void child.once('exit', resolve));
  await until('the health check answers', async () => {
    if (child.exitCode !== null) throw new Error(`exited with ${child.exitCode}: ${said}`);
    return (await health(config).catch(() => undefined))?.status === 200;
  });

  const client = await connect(socketUrl(config));
  child.kill(instructions(dockerfile, 'STOPSIGNAL')[0] as NodeJS.Signals);
  expect((await client.ended).code).toBe(1001);
  expect([await exited, said]).toEqual([0, expect.stringContaining('Drained: no sockets are open')]);
});
