// HAProxy as a stand-in for the load balancer, with a config's idle timeout, cookie and health check.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Config } from '../../src/config/schema/index.ts';
import { until } from './sockets.ts';
import { freePort } from './free-port.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/websocket-alb/haproxy', import.meta.url));

export interface Haproxy {
  readonly command: string;
  readonly env: Record<string, string>;
}

/**
 * HAProxy from PATH or, where it is not installed, from Debian's packages, unpacked without root. Undefined if neither is
 * available; with REQUIRE_PROXY=1 that is a failure.
 */
export function findHaproxy(): Haproxy | undefined {
  const found = installed() ?? unpacked() ?? (download() ? unpacked() : undefined);
  if (found === undefined && process.env['REQUIRE_PROXY'] === '1')
    throw new Error('REQUIRE_PROXY is set, and haproxy is neither on PATH nor to be had from apt');
  return found;
}

const works = ({ command, env }: Haproxy): boolean =>
  spawnSync(command, ['-v'], { env: { ...process.env, ...env } }).status === 0;

function installed(): Haproxy | undefined {
  const haproxy = { command: 'haproxy', env: {} };
  return works(haproxy) ? haproxy : undefined;
}

function unpacked(): Haproxy | undefined {
  const libraries = join(CACHE, 'usr/lib');
  if (!existsSync(libraries)) return undefined;
  const folders = readdirSync(libraries).map((name) => join(libraries, name));
  const haproxy = {
    command: join(CACHE, 'usr/sbin/haproxy'),
    env: { LD_LIBRARY_PATH: folders.join(':') },
  };
  return works(haproxy) ? haproxy : undefined;
}

/** Asks apt which packages are missing, and unpacks them into the cache. Returns whether that succeeded. */
function download(): boolean {
  mkdirSync(join(CACHE, 'lists/partial'), { recursive: true });
  const apt = (...args: string[]) => spawnSync('apt-get', args, { cwd: CACHE, encoding: 'utf8' });
  const missing = (...options: string[]): string[] =>
    [...(apt(...options, '-s', 'install', 'haproxy').stdout ?? '').matchAll(/^Inst (\S+)/gm)].map(
      ([, name = '']) => name,
    );
  // Without package lists, as in a container, we download our own.
  const own = [
    '-o',
    `Dir::State::lists=${CACHE}/lists`,
    '-o',
    `Dir::Cache=${CACHE}`,
    '-o',
    'APT::Sandbox::User=',
  ];
  let options: string[] = [];
  if (missing().length === 0) {
    apt(...own, 'update');
    options = own;
  }
  const packages = missing(...options);
  if (packages.length === 0 || apt(...options, 'download', ...packages).status !== 0) return false;
  return readdirSync(CACHE)
    .filter((file) => file.endsWith('.deb'))
    .every((file) => spawnSync('dpkg', ['-x', file, '.'], { cwd: CACHE }).status === 0);
}

export interface Target {
  readonly name: string;
  readonly port: number;
}

export interface Proxy {
  readonly url: string;
  /** The target is deregistered: no new sockets, existing ones stay. */
  readonly deregister: (target: string) => Promise<void>;
  /** HAProxy's status: `UP`, `DOWN`, `DRAIN`. */
  readonly stateOf: (target: string) => Promise<string>;
}

/** The cookie that returns clients to their target, named like the load balancer's. */
export const COOKIE = 'AWSALBAPP-0';

/** How many times more often health checks run than in the config, where the minimum interval is 5 s. */
const FASTER = 20;

/** Starts a proxy in front of `targets`; it is stopped after the test. */
export async function startHaproxy(
  { command, env }: Haproxy,
  { loadBalancer, healthCheck, target }: Config,
  targets: readonly Target[],
  folder: string,
): Promise<Proxy> {
  const port = await freePort();
  const control = join(folder, 'haproxy.sock');
  const file = join(folder, 'haproxy.cfg');
  const idle = `${loadBalancer.idleTimeout}s`;
  writeFileSync(
    file,
    [
      'global',
      `  stats socket ${control} level admin`,
      'defaults',
      '  mode http',
      '  timeout connect 2s',
      ...['client', 'server', 'tunnel', 'http-keep-alive'].map((name) => `  timeout ${name} ${idle}`),
      'frontend listener',
      `  bind 127.0.0.1:${port}`,
      '  default_backend targets',
      'backend targets',
      '  balance leastconn',
      ...(target.stickiness.type === 'none' ? [] : [`  cookie ${COOKIE} insert indirect nocache`]),
      `  option httpchk GET ${healthCheck.path}`,
      `  http-check expect status ${healthCheck.matcher}`,
      `  default-server check inter ${(healthCheck.interval * 1000) / FASTER}ms fall ${healthCheck.unhealthyThreshold} rise ${healthCheck.healthyThreshold}`,
      ...targets.map(({ name, port: at }) => `  server ${name} 127.0.0.1:${at} cookie ${name}`),
      '',
    ].join('\n'),
  );
  const child = spawn(command, ['-db', '-f', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  const stateOf = async (name: string): Promise<string> => {
    const lines = (await ask(control, 'show stat')).split('\n');
    const status = lines[0]?.split(',').indexOf('status') ?? -1;
    return lines.find((line) => line.startsWith(`targets,${name},`))?.split(',')[status] ?? '';
  };
  await until('the proxy finds its targets healthy', async () => {
    if (child.exitCode !== null) throw new Error(errors);
    const states = await Promise.all(targets.map(({ name }) => stateOf(name).catch(() => '')));
    return states.every((state) => state === 'UP');
  });
  return {
    url: `ws://127.0.0.1:${port}${target.webSocketPath ?? '/'}`,
    deregister: async (name) => void (await ask(control, `set server targets/${name} state drain`)),
    stateOf,
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
