// HAProxy with the rules of a config: a second, independent implementation of the topology.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { terminalAction } from '../../src/alb/topology/reach.ts';
import type { Condition, ListenerRule } from '../../src/alb/topology/types.ts';
import type { Path } from '../../src/config/path.ts';
import { configTopology } from '../../src/config/topology.ts';
import type { Config } from '../../src/config/schema/index.ts';
import { freePort } from './free-port.ts';
import type { Haproxy } from './haproxy.ts';
import { until } from './sockets.ts';

/** Starts a proxy that routes as configured; `ports` maps the key of each group to its server's port. */
export async function startRoutes(
  { command, env }: Haproxy,
  config: Config,
  ports: ReadonlyMap<string, number>,
  folder: string,
): Promise<number> {
  const port = await freePort();
  const topology = configTopology(config);
  const rules = topology.rulesOf(topology.listeners[0]?.key ?? '');
  const file = join(folder, 'routes.cfg');
  writeFileSync(
    file,
    [
      'defaults',
      '  mode http',
      ...['connect', 'client', 'server', 'tunnel'].map((name) => `  timeout ${name} 20s`),
      'frontend listener',
      `  bind 127.0.0.1:${port}`,
      ...rules.flatMap((rule, index) => frontend(rule, index)),
      ...rules.flatMap((rule, index) => [`backend rule${index}`, ...backend(rule, ports)]),
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
  await until('the proxy listens', async () => {
    if (child.exitCode !== null) throw new Error(errors);
    return accepts(port);
  });
  return port;
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

function frontend({ isDefault, conditions }: ListenerRule<Path>, index: number): string[] {
  if (isDefault) return [`  default_backend rule${index}`];
  const names: string[] = [];
  const lines = (conditions as readonly Condition<Path>[]).flatMap((condition, at) => {
    const name = `rule${index}_${at}`;
    names.push(name);
    // Lines with the same name are alternatives.
    return (condition.values as readonly string[]).map((value) => `  acl ${name} ${test(condition, value)}`);
  });
  return [...lines, `  use_backend rule${index} if ${names.join(' ')}`];
}

function test({ field, header }: Condition<Path>, value: string): string {
  switch (field) {
    case 'path-pattern':
      return `path -m reg ${expression(value)}`;
    case 'host-header':
      return `req.hdr(host),field(1,:) -m reg -i ${expression(value)}`;
    case 'http-request-method':
      return `method ${value}`;
    case 'http-header':
      return `req.hdr(${String(header)}) -m reg -i ${expression(value)}`;
    case 'query-string': {
      const [key, ...rest] = value.split('=');
      return `url_param(${key}) -m reg -i ${expression(rest.join('='))}`;
    }
    default:
      return `src ${value}`;
  }
}

const expression = (pattern: string): string =>
  `'^${pattern
    .replaceAll(/[.+$^{}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')}$'`;

function backend(rule: ListenerRule<Path>, ports: ReadonlyMap<string, number>): string[] {
  const action = terminalAction(rule);
  if (typeof action !== 'object') throw new Error('every rule of a config has an action');
  const { forward, redirect, fixedResponse } = action;
  if (redirect) return [`  http-request redirect location ${String(redirect.path)} code 301`];
  if (fixedResponse) return [`  http-request return status ${String(fixedResponse.statusCode)}`];
  const [first] = (forward?.groups ?? []) as readonly { group: string }[];
  return [`  server one 127.0.0.1:${ports.get(first?.group ?? '')}`];
}
