// What the docs say about a server behind the load balancer, tried behind a real proxy with the config's idle timeout,
// cookie and health check.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COOKIE, findHaproxy, startHaproxy, type Haproxy } from '../helpers/haproxy.ts';
import { chat, generateSnippet, health, snippetFolder, start } from '../helpers/snippets.ts';
import { connect, until, type Client } from '../helpers/sockets.ts';
import { freePort } from '../helpers/free-port.ts';
import { skipIf } from '../helpers/tools.ts';

const haproxy = findHaproxy();

const BARE = `
  import { createServer } from 'node:http';
  import { WebSocketServer } from 'ws';
  const server = createServer((request, response) => response.end());
  new WebSocketServer({ server });
  server.listen(Number(process.env.PORT));`;

describe(
  'behind HAProxy',
  skipIf(haproxy === undefined, 'haproxy is neither on PATH nor to be had from apt'),
  async () => {
    const input = { ...(await chat()), workload: { connections: 100 } };
    const [a, b] = await Promise.all(
      ['a', 'b'].map(async (name) => ({
        name,
        ...snippetFolder({ ...input, target: { ...input.target, port: await freePort() } }, 'js'),
      })),
    );
    if (!a || !b) throw new Error('two servers are needed');
    const { idleTimeout } = a.config.loadBalancer;

    beforeAll(() => Promise.all([a, b].map((each) => generateSnippet(each, 'server', 'server.js', '--emf'))));
    afterAll(() => [a, b].forEach(({ remove }) => remove()));

    const targetOf = ({ name, config }: typeof a) => ({ name, port: config.target.port });
    const startProxy = (...targets: (typeof a)[]) =>
      startHaproxy(haproxy as Haproxy, a.config, targets.map(targetOf), a.folder);

    it('a quiet socket survives three idle timeouts with the heartbeat, and dies at the first without it', async () => {
      await start(a, 'server.js');
      writeFileSync(join(b.folder, 'bare.js'), BARE);
      await start(b, 'bare.js', { PORT: String(b.config.target.port) });
      const beating = await startProxy(a);
      const quiet = await connect(beating.url);
      const opened = performance.now();
      const bare = await startHaproxy(haproxy as Haproxy, b.config, [targetOf(b)], b.folder);
      const doomed = await connect(bare.url);
      const since = performance.now();
      const { code, at } = await doomed.ended;
      expect(code).toBe(1006);
      expect((at - since) / 1000 / idleTimeout).toBeGreaterThan(0.9);
      await sleep(opened + 3 * idleTimeout * 1000 + 100 - performance.now());
      expect(quiet.end()).toBeUndefined();
      expect(quiet.pings.length).toBeGreaterThanOrEqual(5);
    });

    it('the cookie returns a client to its target', async () => {
      await Promise.all([start(a, 'server.js'), start(b, 'server.js')]);
      const proxy = await startProxy(a, b);
      const first = await connectTo(proxy.url);
      for (let attempt = 0; attempt < 4; attempt++)
        expect((await connectTo(proxy.url, first.target)).target).toBe(first.target);
      expect((await health(first.target === 'a' ? a.config : b.config)).body['connections']).toBe(5);
    });

    it.each(['deregistered first', 'by its health check'])(
      'taking a server out of service, %s, drains it without an unexpected close',
      async (way) => {
        const [processA] = await Promise.all([start(a, 'server.js'), start(b, 'server.js')]);
        const proxy = await startProxy(a, b);
        const clients = await Promise.all(Array.from({ length: 20 }, () => connectTo(proxy.url)));
        const onA = clients.filter(({ target }) => target === 'a');
        const onB = clients.filter(({ target }) => target === 'b');
        expect(Math.min(onA.length, onB.length)).toBeGreaterThan(3);
        // As clients should: reconnect at once when the server goes away.
        const reconnected = onA.map(async ({ ended }) => {
          const { code } = await ended;
          return { code, target: (await connectTo(proxy.url, 'a')).target };
        });
        if (way === 'deregistered first') await proxy.deregister('a');
        processA.child.kill('SIGTERM');
        if (way === 'by its health check')
          await until('the proxy has noticed', async () => (await proxy.stateOf('a')).startsWith('DOWN'));
        expect(onA.map(({ end }) => end())).toEqual(onA.map(() => undefined));
        expect(await Promise.all(reconnected)).toEqual(onA.map(() => ({ code: 1001, target: 'b' })));
        expect((await processA.exited).code).toBe(0);
        expect(onB.map(({ end }) => end())).toEqual(onB.map(() => undefined));
      },
    );
  },
);

/** Connects through the proxy, and returns the target named by its cookie. */
async function connectTo(url: string, cookie?: string): Promise<Client & { readonly target: string }> {
  let target = cookie ?? '';
  const client = await connect(
    url,
    { ...(cookie !== undefined && { headers: { cookie: `${COOKIE}=${cookie}` } }) },
    (headers) => {
      const set = headers['set-cookie']?.join(';') ?? '';
      target = new RegExp(`${COOKIE}=(\\w+)`).exec(set)?.[1] ?? target;
    },
  );
  return { ...client, target };
}
