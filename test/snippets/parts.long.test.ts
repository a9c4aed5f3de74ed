// Every snippet except the server, by itself: put into a minimal server, as a user would, and run as a process.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
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
import { connect, until } from '../helpers/sockets.ts';

/** The user's own server around the snippets; the test sets PORT, PATH and HEALTH. */
const HOSTS = {
  'health-check': `
    import { createServer } from 'node:http';
    import { WebSocketServer } from 'ws';
    import { createHealthCheck, healthCheckSettings } from './health-check.js';
    const server = createServer();
    const health = createHealthCheck(server, new WebSocketServer({ server }));
    server.on('request', (request, response) => {
      if (!health.handle(request, response)) response.end('application');
    });
    if (healthCheckSettings.separatePort)
      createServer((request, response) => {
        if (!health.handle(request, response)) response.writeHead(404).end();
      }).listen(healthCheckSettings.port);
    server.listen(Number(process.env.PORT));
    process.on('SIGUSR2', () => { server.close(); console.log('no more connections'); });`,
  heartbeat: `
    import { createServer } from 'node:http';
    import { WebSocketServer } from 'ws';
    import { startHeartbeat } from './heartbeat.js';
    for (const port of new Set([process.env.PORT, process.env.HEALTH])) {
      const server = createServer((request, response) => response.end()).listen(Number(port));
      const sockets = new WebSocketServer({ server });
      startHeartbeat(sockets);
    }`,
  drain: `
    import { createServer } from 'node:http';
    import { WebSocketServer } from 'ws';
    import { drainOnSigterm } from './drain.js';
    const server = createServer((request, response) => response.end()).listen(Number(process.env.PORT));
    createServer((request, response) => response.end()).listen(Number(process.env.HEALTH)).on('error', () => {});
    const sockets = new WebSocketServer({ server });
    drainOnSigterm(server, sockets, { onEnd: () => console.log('the end,', sockets.clients.size, 'open') });`,
};

describe.each([
  { name: 'chat', input: await chat(), language: 'js' as const, healthy: 200 },
  { name: 'live', input: await live(), language: 'ts' as const, healthy: 204 },
])('$name', ({ input, language, healthy }) => {
  const generated = snippetFolder(input, language);
  const { config, folder } = generated;
  const url = socketUrl(config);

  beforeAll(async () => {
    await Promise.all(
      Object.entries(HOSTS).map(async ([name, code]) => {
        await generateSnippet(generated, name, `${name}.${language}`);
        writeFileSync(join(folder, `${name}-host.js`), code);
      }),
    );
    if (language === 'ts') await compile(folder);
  });
  afterAll(generated.remove);

  const startHost = (name: keyof typeof HOSTS) =>
    start(generated, `${name}-host.js`, {
      PORT: String(config.target.port),
      HEALTH: String(
        config.healthCheck.port === 'traffic-port' ? config.target.port : config.healthCheck.port,
      ),
    });

  it('health-check: 200, leaves other paths to the application, 503 when full', async () => {
    await startHost('health-check');
    expect((await health(config)).status).toBe(healthy);
    const other = await fetch(`http://127.0.0.1:${config.target.port}/other`);
    expect([other.status, await other.text()]).toEqual([200, 'application']);
    // Even on its own port, every request is answered: otherwise one would wait forever.
    const { port } = config.healthCheck;
    if (port !== 'traffic-port') expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
    await Promise.all([1, 2, 3, 4].map(() => connect(url)));
    expect(await health(config)).toMatchObject({ status: 503, body: { status: 'full', maximum: 4 } });
  });

  it('health-check: 503 when the server has stopped accepting', async () => {
    const { child, output } = await startHost('health-check');
    const client = await connect(url);
    // A connection that is already open, as load balancers have them: later, none can be opened to this port.
    const kept = connectTcp(
      config.healthCheck.port === 'traffic-port' ? config.target.port : config.healthCheck.port,
      '127.0.0.1',
    );
    await once(kept, 'connect');
    let answers = '';
    kept.on('data', (data) => (answers += data.toString()));
    child.kill('SIGUSR2');
    await until('the server has stopped to accept', () => output().includes('no more connections'));
    kept.write(`GET ${config.healthCheck.path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await until('an answer', () => answers.includes('"status":"closed"'));
    expect(answers).toMatch(/^HTTP\/1\.1 503 /);
    client.socket.terminate();
    kept.destroy();
  });

  it('heartbeat: ends a silent peer two intervals after the first ping that it missed, and keeps a live one', async () => {
    await startHost('heartbeat');
    const [silent, live] = await Promise.all([connect(url, { autoPong: false }), connect(url)]);
    expect((await silent.ended).code).toBe(1006);
    expect(silent.pings).toHaveLength(2);
    expect(live.end()).toBeUndefined();
    expect(live.pings.length).toBeGreaterThanOrEqual(2);
  });

  it('drain: cuts off a client that never answers, and exits with 0 in time', async () => {
    const { child, exited, output } = await startHost('drain');
    const deaf = connectTcp(config.target.port, '127.0.0.1');
    deaf.on('error', () => undefined);
    deaf.write(
      `GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    const [answer] = (await once(deaf, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
    const client = await connect(url);
    const signalled = performance.now();
    child.kill('SIGTERM');
    expect((await client.ended).code).toBe(1001);
    expect(client.end()?.reason).toBe('server is going away');
    const { code, at } = await exited;
    expect(code).toBe(0);
    expect((at - signalled) / 1000).toBeGreaterThan(drainTimes(config).notice);
    expect(output()).toBe('the end, 0 open\n');
  });
});
