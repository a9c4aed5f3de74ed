// Generated clients with real servers on loopback: the Node.js client here, the browser client in Chromium.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Client, ClientOptions, Ending } from '../../templates/snippets/reconnect.ts';
import { needsChromium, openPage } from '../helpers/chromium.ts';
import { generateSnippet, snippetFolder } from '../helpers/snippets.ts';
import { until } from '../helpers/sockets.ts';

const generated = snippetFolder({ heartbeat: 1, loadBalancer: { idleTimeout: 60 } }, 'js');
beforeAll(async () => {
  await generateSnippet(generated, 'client', 'client.js');
  await generateSnippet(generated, 'client-node', 'client-node.js');
  for (const file of ['client.js', 'client-node.js']) {
    const path = join(generated.folder, file);
    // Waits of tenths of seconds.
    writeFileSync(
      path,
      readFileSync(path, 'utf8')
        .replace('firstWait: 10,', 'firstWait: 0.2,')
        .replace('goingAwayWait: 1,', 'goingAwayWait: 0.1,')
        .replace('busyWait: 30,', 'busyWait: 0.3,'),
    );
  }
});
afterAll(generated.remove);

/** Echoes, and refuses upgrades with a status while one is set. A page for the browser is at /. */
async function startServer() {
  const server = createServer((request, response) => {
    const isCode = request.url === '/client.js';
    response.setHeader('Content-Type', isCode ? 'text/javascript' : 'text/html');
    response.end(
      isCode ? readFileSync(join(generated.folder, 'client.js')) : '<!doctype html><title>client</title>',
    );
  });
  const sockets = new WebSocketServer({ noServer: true });
  const state = { status: 0, upgrades: 0 };
  server.on('upgrade', (request, socket, head) => {
    state.upgrades += 1;
    if (state.status !== 0) {
      socket.end(`HTTP/1.1 ${state.status} Refused\r\nConnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('message', (data, isBinary) => webSocket.send(data, { binary: isBinary }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, sockets, state };
}

describe('in Node.js', () => {
  it('reconnects after 1001, a cut and 503, keeps messages meanwhile, and stops after close', async () => {
    const { connectClient } = (await import(
      /* @vite-ignore */ pathToFileURL(join(generated.folder, 'client-node.js')).href
    )) as { connectClient: (url: string, options: ClientOptions) => Client };
    const { port, sockets, state } = await startServer();
    const seen = { messages: [] as unknown[], opens: 0, downs: [] as Ending[], ends: [] as Ending[] };
    const client = connectClient(`ws://127.0.0.1:${port}/`, {
      onMessage: (message) => seen.messages.push(message),
      onOpen: () => (seen.opens += 1),
      onDown: (ending) => seen.downs.push(ending),
      onEnd: (ending) => seen.ends.push(ending),
    });
    onTestFinished(() => client.close());
    client.send('first');
    await until('the first comes back', () => seen.messages.includes('first'));
    for (const socket of sockets.clients) socket.close(1001);
    await until('it is back', () => seen.opens === 2);
    state.status = 503;
    for (const socket of sockets.clients) socket.terminate();
    await until('it was refused', () => seen.downs.some(({ status }) => status === 503));
    client.send('meanwhile');
    state.status = 0;
    await until('what was kept comes back', () => seen.messages.includes('meanwhile'));
    expect(seen.downs[0]).toEqual({ code: 1001 });
    expect(seen.downs[1]).toEqual({ code: 1006 });
    client.send(new Uint8Array([1, 2, 3]).buffer);
    await until('bytes come back as bytes', () =>
      seen.messages.some((message) => message instanceof ArrayBuffer),
    );
    client.close();
    await until('it has ended', () => seen.ends.length === 1);
    expect(sockets.clients.size).toBeLessThanOrEqual(1);
  });

  it('does not reconnect after 403', async () => {
    const { connectClient } = (await import(
      /* @vite-ignore */ pathToFileURL(join(generated.folder, 'client-node.js')).href
    )) as { connectClient: (url: string, options: ClientOptions) => Client };
    const { port, state } = await startServer();
    state.status = 403;
    const ends: Ending[] = [];
    connectClient(`ws://127.0.0.1:${port}/`, {
      onMessage: () => undefined,
      onEnd: (ending) => ends.push(ending),
    });
    await until('it has ended', () => ends.length === 1);
    expect(ends).toEqual([{ code: 1006, status: 403 }]);
    expect(state.upgrades).toBe(1);
  });
});

describe('in a browser', needsChromium(), () => {
  it('reconnects after 1001, a cut and a refusal, and keeps messages meanwhile', async () => {
    const { port, sockets, state } = await startServer();
    const page = await openPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.evaluate(`(async () => {
      const { connectClient } = await import('/client.js');
      const seen = (globalThis.seen = { messages: [], opens: 0, codes: [], ends: [] });
      globalThis.client = connectClient('ws://127.0.0.1:${port}/', {
        onMessage: (message) => seen.messages.push(typeof message === 'string' ? message : message.byteLength),
        onOpen: () => (seen.opens += 1),
        onDown: ({ code, status }) => seen.codes.push(status ?? code),
        onEnd: ({ code }) => seen.ends.push(code),
      });
      client.send('first');
    })()`);
    interface Seen {
      readonly messages: unknown[];
      readonly opens: number;
      readonly codes: number[];
      readonly ends: number[];
    }
    const seen = async (): Promise<Seen> => await page.evaluate('seen');
    await until('the first comes back', async () => (await seen()).messages.includes('first'));
    for (const socket of sockets.clients) socket.close(1001);
    await until('it is back', async () => (await seen()).opens === 2);
    state.status = 503;
    const before = state.upgrades;
    for (const socket of sockets.clients) socket.terminate();
    await until('it was refused twice', () => state.upgrades >= before + 2);
    await page.evaluate(`client.send('meanwhile')`);
    state.status = 0;
    await until('what was kept comes back', async () => (await seen()).messages.includes('meanwhile'));
    // A browser does not expose the status.
    expect((await seen()).codes.slice(0, 3)).toEqual([1001, 1006, 1006]);
    await page.evaluate('client.send(new Uint8Array([1, 2, 3]).buffer)');
    await until('bytes come back', async () => (await seen()).messages.includes(3));
    await page.evaluate('client.close()');
    await until('it has ended', async () => (await seen()).ends.length === 1);
    expect((await seen()).ends).toEqual([1000]);
  });
});
