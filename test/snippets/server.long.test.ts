// `websocket-alb snippet server` as a whole: the project in JavaScript for one config, one file in TypeScript for the other.
import { connect as connectTcp } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drainTimes } from '../../src/snippets/drain-settings.ts';
import {
  chat,
  compile,
  generateSnippet,
  health,
  live,
  snippetFolder,
  socketUrl,
  start,
} from '../helpers/snippets.ts';
import { connect, echo, until, upgradeStatus, type Client } from '../helpers/sockets.ts';

const emf = ['--emf'];

describe.each([
  {
    name: 'chat, JavaScript project',
    input: await chat(),
    language: 'js' as const,
    output: '.',
    options: [...emf, '--force'],
    healthy: 200,
  },
  {
    name: 'live, TypeScript file',
    input: await live(),
    language: 'ts' as const,
    output: 'server.ts',
    options: emf,
    healthy: 204,
  },
])('$name', ({ input, language, output, options, healthy }) => {
  const generated = snippetFolder(input, language);
  const { config, folder } = generated;
  const url = socketUrl(config);
  const maximum = 4;

  beforeAll(async () => {
    await generateSnippet(generated, 'server', output, ...options);
    if (language === 'ts') await compile(folder);
  });
  afterAll(generated.remove);

  const connectMany = (number: number): Promise<Client[]> =>
    Promise.all(Array.from({ length: number }, () => connect(url)));

  it('carries messages, and refuses what is too large', async () => {
    await start(generated, 'server.js');
    const client = await connect(url);
    expect(await echo(client, 'hello')).toBe('hello');
    client.socket.send('x'.repeat(300_000));
    expect((await client.ended).code).toBe(1009);
  });

  it('cuts off a client that sends without reading, before its answers fill the memory', async () => {
    await start(generated, 'server.js');
    const [deaf, other] = await Promise.all([connect(url), connect(url)]);
    deaf.socket.pause();
    // More than the system's buffers and the server's limit can hold together.
    const messages = Array.from({ length: 400 }, () => 'x'.repeat(60_000));
    await Promise.all(
      messages.map(
        (each) =>
          new Promise<void>((resolve) => {
            deaf.socket.send(each, () => resolve());
          }),
      ),
    );
    deaf.socket.resume();
    expect((await deaf.ended).code).toBe(1006);
    expect(await echo(other, 'still here')).toBe('still here');
  });

  it('passes the health check until it is full, and again when there is room', async () => {
    await start(generated, 'server.js');
    const { status, body } = await health(config);
    expect(status).toBe(healthy);
    if (healthy === 200)
      expect(body).toMatchObject({ status: 'ok', connections: 0, maximum, memory: expect.any(Number) });
    const clients = await connectMany(maximum);
    expect(await health(config)).toMatchObject({
      status: 503,
      body: { status: 'full', connections: maximum },
    });
    expect(await upgradeStatus(url)).toBe(503);
    clients[0]?.socket.close();
    await until('there is room', async () => (await health(config)).status === healthy);
  });

  it('admits its own host, allowed origins, and clients that are not browsers', async () => {
    const port = config.target.port;
    await start(generated, 'server.js', { ALLOWED_ORIGINS: 'https://a.example, https://b.example' });
    const from = (origin: string) => upgradeStatus(url, { origin });
    expect(await from(`http://127.0.0.1:${port}`)).toBe(101);
    expect(await from('https://b.example')).toBe(101);
    expect(await from('https://c.example')).toBe(403);
    expect(await from('null')).toBe(403);
    expect(await upgradeStatus(url)).toBe(101);
  });

  it('does not accept an empty origin when no origin is allowed', async () => {
    await start(generated, 'server.js', { ALLOWED_ORIGINS: '' });
    expect(await upgradeStatus(url, { headers: { Origin: '' } })).toBe(403);
  });

  it('ends a peer that does not answer pings within two intervals, and no other', async () => {
    await start(generated, 'server.js');
    const [silent, live] = await Promise.all([connect(url, { autoPong: false }), connect(url)]);
    await silent.ended;
    expect(silent.pings).toHaveLength(2);
    expect(live.end()).toBeUndefined();
    expect(await echo(live, 'still here')).toBe('still here');
  });

  it('keeps an idle HTTP connection open longer than the load balancer does', async () => {
    await start(generated, 'server.js');
    const { target, loadBalancer } = config;
    const socket = connectTcp(target.port, '127.0.0.1');
    let answers = '';
    socket.on('data', (data) => (answers += data.toString()));
    const request = 'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n';
    const count = () => answers.split('HTTP/1.1 404').length - 1;
    socket.write(request);
    await until('the first answer', () => count() === 1);
    // Longer than the idle timeout, and than the 5 s after which Node itself would close it.
    await sleep(Math.max(6, loadBalancer.idleTimeout + 1) * 1000);
    socket.write(request);
    await until('the second answer', () => count() === 2);
    socket.destroy();
  });

  it('drains on SIGTERM: fails the health check first, then closes every socket with 1001 over time, then exits 0', async () => {
    const process = await start(generated, 'server.js');
    const clients = await connectMany(maximum);
    const { notice } = drainTimes(config);
    const signalled = performance.now();
    process.child.kill('SIGTERM');
    await until('the health check fails', async () => (await health(config)).status === 503);
    expect(await health(config)).toMatchObject({ body: { status: 'draining', connections: maximum } });
    expect(clients.map(({ end }) => end())).toEqual(clients.map(() => undefined));
    expect(await upgradeStatus(url)).toBe(503);
    const ends = await Promise.all(clients.map(({ ended }) => ended));
    const { code } = await process.exited;
    expect(ends.map((end) => end.code)).toEqual(clients.map(() => 1001));
    const times = ends.map((end) => (end.at - signalled) / 1000).toSorted((a, b) => a - b);
    expect(times[0]).toBeGreaterThanOrEqual(notice * 0.95);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1);
    expect(code).toBe(0);
    expect(process.errors()).toMatch(
      new RegExp(
        `^SIGTERM: draining ${maximum} sockets, within .* s\n(.*\n)*Drained: no sockets are open`,
        'm',
      ),
    );
  });

  it('exits immediately on a second signal', async () => {
    const { child, exited } = await start(generated, 'server.js');
    await connect(url);
    child.kill('SIGTERM');
    await until('the health check fails', async () => (await health(config)).status === 503);
    child.kill('SIGTERM');
    // A drain that finished would exit with 0.
    expect((await exited).code).toBe(143);
  });
});
