// HAProxy in place of the load balancer: every task is a server of one backend, with a weight.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Haproxy } from '../helpers/haproxy.ts';
import { until } from '../helpers/sockets.ts';

/** At most 256. */
export const FULL_WEIGHT = 200;

export interface LabProxy {
  readonly url: string;
  /** Accepts new sockets, with a weight. */
  readonly open: (task: string, weight: number) => Promise<void>;
  /** Accepts no new sockets; open ones stay. */
  readonly drain: (task: string) => Promise<void>;
  /** Cuts open sockets without a close frame: the end of the deregistration delay. */
  readonly cut: (task: string) => Promise<void>;
  /** Open sockets of each task. */
  readonly sessions: () => Promise<ReadonlyMap<string, number>>;
  readonly stop: () => void;
}

/** Tasks get no sockets until they are opened. */
export async function startLabProxy(
  { command, env }: Haproxy,
  folder: string,
  port: number,
  tasks: ReadonlyMap<string, number>,
): Promise<LabProxy> {
  const control = join(folder, 'control');
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(
    file,
    [
      'global',
      `  stats socket ${control} level admin`,
      '  maxconn 8000',
      'defaults',
      '  mode http',
      '  timeout connect 5s',
      ...['client', 'server', 'tunnel', 'http-keep-alive'].map((name) => `  timeout ${name} 600s`),
      'frontend in',
      `  bind 127.0.0.1:${port} backlog 8192`,
      '  default_backend tasks',
      'backend tasks',
      '  balance roundrobin',
      ...[...tasks].map(([name, at]) => `  server ${name} 127.0.0.1:${at} weight ${FULL_WEIGHT} disabled`),
      '',
    ].join('\n'),
  );
  const child = spawn(command, ['-db', '-f', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const say = (...commands: string[]) => ask(control, commands.join('; '));
  await until('the proxy answers', async () => {
    if (child.exitCode !== null) throw new Error(errors);
    return (await say('show info').catch(() => '')) !== '';
  });
  return {
    url: `ws://127.0.0.1:${port}/`,
    open: async (task, weight) =>
      void (await say(`set server tasks/${task} weight ${weight}`, `set server tasks/${task} state ready`)),
    drain: async (task) => void (await say(`set server tasks/${task} state drain`)),
    cut: async (task) => void (await say(`shutdown sessions server tasks/${task}`)),
    sessions: async () => {
      const lines = (await say('show stat')).split('\n').map((line) => line.split(','));
      const column = lines[0]?.indexOf('scur') ?? -1;
      return new Map(
        lines.flatMap(([proxy, name = '', ...rest]) =>
          proxy === 'tasks' && tasks.has(name) ? [[name, Number(rest[column - 2])] as const] : [],
        ),
      );
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

/** Sends a command to HAProxy's control socket, and returns the response. */
function ask(control: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(control, () => socket.write(`${command}\n`));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('end', () => resolve(answer));
  });
}
