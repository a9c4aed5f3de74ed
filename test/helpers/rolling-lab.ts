// A small rolling deployment: two generated servers behind HAProxy, drained, stopped and replaced, with HAProxy's count of
// what that did to the sockets.
import { connect } from 'node:net';
import { join } from 'node:path';
import { generateSnippet, snippetFolder, start, type Process } from './snippets.ts';
import type { Haproxy } from './haproxy.ts';
import { startProxy } from './verify-lab.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { freePort } from './free-port.ts';
import { until } from './sockets.ts';

export interface Lab {
  readonly url: string;
  readonly config: ReturnType<typeof snippetFolder>['config'];
  readonly remove: () => void;
  /** Open sockets of a server, as counted by HAProxy. */
  readonly sessions: (server: 'a' | 'b') => Promise<number>;
  /** Takes no new sockets, keeps the open ones. */
  readonly deregister: (server: 'a' | 'b') => Promise<void>;
  /** Cuts its sockets in the proxy, as at the end of the deregistration delay. */
  readonly cut: (server: 'a' | 'b') => Promise<void>;
  readonly processes: { readonly a: Process; readonly b: Process };
  /** Starts a new process for a server that has ended, and lets the proxy send it sockets again. */
  readonly replace: (server: 'a' | 'b') => Promise<void>;
}

/** The header in which the proxy names the server, as an application might. */
export const SERVER_HEADER = 'x-server';

/** With the config's idle timeout. Ends after the test; `remove` deletes the folders. */
export async function startLab(haproxy: Haproxy, input: ConfigInput): Promise<Lab> {
  const make = async () => {
    const generated = snippetFolder({ ...input, target: { ...input.target, port: await freePort() } }, 'js');
    await generateSnippet(generated, 'server', 'server.js', '--emf');
    return { ...generated, process: await start(generated, 'server.js') };
  };
  const [a, b] = [await make(), await make()];
  const idle = `${a.config.loadBalancer.idleTimeout}s`;
  const { port, folder } = await startProxy(haproxy, (at, where) => [
    'global',
    `  stats socket ${join(where, 'control')} level admin`,
    'defaults',
    '  mode http',
    '  timeout connect 5s',
    ...['client', 'server', 'tunnel', 'http-keep-alive'].map((name) => `  timeout ${name} ${idle}`),
    'frontend in',
    `  bind 127.0.0.1:${at}`,
    '  default_backend be',
    'backend be',
    '  balance roundrobin',
    `  http-response set-header ${SERVER_HEADER} %s`,
    `  server a 127.0.0.1:${a.config.target.port}`,
    `  server b 127.0.0.1:${b.config.target.port}`,
  ]);
  const control = join(folder, 'control');
  return {
    url: `ws://127.0.0.1:${port}/`,
    config: a.config,
    remove: () => [a, b].forEach(({ remove }) => remove()),
    sessions: async (server) => {
      const lines = (await ask(control, 'show stat')).split('\n').map((line) => line.split(','));
      const column = lines[0]?.indexOf('scur') ?? -1;
      return Number(lines.find(([proxy, name]) => proxy === 'be' && name === server)?.[column]);
    },
    deregister: async (server) => void (await ask(control, `set server be/${server} state drain`)),
    cut: async (server) => void (await ask(control, `shutdown sessions server be/${server}`)),
    processes: { a: a.process, b: b.process },
    replace: async (server) => {
      await start({ a, b }[server], 'server.js');
      await ask(control, `set server be/${server} state ready`);
    },
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

/** Waits until this many sockets are open, and returns their number per server. */
export async function spread(lab: Lab, sockets: number): Promise<{ readonly a: number; readonly b: number }> {
  let found = { a: 0, b: 0 };
  await until(`${sockets} sockets are open`, async () => {
    found = { a: await lab.sessions('a'), b: await lab.sessions('b') };
    return found.a + found.b === sockets;
  });
  return found;
}
