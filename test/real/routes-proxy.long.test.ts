// Real servers and a real proxy with the rules of one config: requests and sockets arrive where the topology predicts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, describe, it, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { handshake } from '../../src/alb/topology/match.ts';
import { reached } from '../../src/alb/topology/reach.ts';
import { configTopology } from '../../src/config/topology.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { findHaproxy, type Haproxy } from '../helpers/haproxy.ts';
import { startRoutes } from '../helpers/haproxy-routes.ts';
import { skipIf, temporaryFolder } from '../helpers/tools.ts';

const haproxy = findHaproxy();

const CONFIG = {
  target: { paths: ['/ws', '/ws/*'], hosts: ['ws.example.com', '*.chat.example.com'] },
  routes: [
    { name: 'api', paths: ['/api/*', '/v?/*'], methods: ['GET'], target: { port: 3000 } },
    { name: 'blue', headers: { 'X-Tenant': ['blue*'] }, target: { port: 3001 } },
    { name: 'beta', queryStrings: { beta: '1' }, target: { port: 3002 } },
    { name: 'old', hosts: ['old.example.com'], redirect: { path: '/moved' } },
    { name: 'robots', paths: ['/robots.txt'], fixedResponse: { statusCode: 410 } },
    { name: 'web', target: { port: 3003 } },
  ],
} as const;

/** A server that says who it is, both to requests and on sockets. */
async function serve(name: string): Promise<number> {
  const server = createServer((_, response) => response.end(name));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.send(name));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Whom a socket reaches, or the status of the refusal. */
const openSocket = (port: number, path: string, headers: Record<string, string>): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('message', (data: Buffer) => {
      socket.close();
      resolve(data.toString());
    });
    socket.on('unexpected-response', (_, response) => {
      response.resume();
      resolve(String(response.statusCode));
    });
    socket.on('error', reject);
  });

describe(
  'behind HAProxy',
  skipIf(haproxy === undefined, 'haproxy is neither on PATH nor to be had from apt'),
  () => {
    it('handshakes arrive where the model predicts', async () => {
      const config = parseConfig(CONFIG);
      const topology = configTopology(config);
      const ports = new Map<string, number>();
      for (const { key } of topology.targetGroups) ports.set(key, await serve(key));
      const port = await startRoutes(haproxy as Haproxy, config, ports, temporaryFolder());
      const [listener] = topology.listeners;
      const seen = new Set<string>();
      for (const host of ['ws.example.com', 'a.chat.example.com', 'chat.example.com', 'old.example.com'])
        for (const path of [
          '/ws',
          '/ws/1',
          '/wsx',
          '/WS',
          '/api/1',
          '/api',
          '/v1/x',
          '/v12/x',
          '/robots.txt',
          '/',
        ])
          for (const tenant of [undefined, 'blue-1', 'red']) {
            const request = handshake(path, host);
            const headers = new Map([...(request.headers ?? []), ['x-tenant', tenant ?? '']]);
            // The model ignores queries: none is sent, so that rule does not match.
            const rule = reached(topology, listener!, { ...request, headers }).find(
              ({ match }) => match === 'yes',
            );
            const action = rule?.action as { type: string };
            const expected =
              action.type === 'forward'
                ? String(rule?.groups[0]?.group)
                : action.type === 'redirect'
                  ? '301'
                  : '410';
            const about = `${host}${path} ${tenant}`;
            const got = await openSocket(port, path, {
              host,
              ...(tenant !== undefined && { 'x-tenant': tenant }),
            });
            expect(got, about).toBe(expected);
            seen.add(got);
          }
      expect([...seen].toSorted()).toEqual(
        ['301', '410', 'routes[0].target', 'routes[1].target', 'routes[5].target', 'target'].toSorted(),
      );
    });

    it('routes a plain request with another method, and one with a query', async () => {
      const config = parseConfig(CONFIG);
      const ports = new Map<string, number>();
      for (const { key } of configTopology(config).targetGroups) ports.set(key, await serve(key));
      const port = await startRoutes(haproxy as Haproxy, config, ports, temporaryFolder());
      const ask = async (path: string, method: string): Promise<string> =>
        (await fetch(`http://127.0.0.1:${port}${path}`, { method })).text();
      expect(await ask('/api/1', 'GET')).toBe('routes[0].target');
      expect(await ask('/api/1', 'POST')).toBe('routes[5].target');
      expect(await ask('/?beta=1', 'GET')).toBe('routes[2].target');
      expect(await ask('/?beta=2', 'GET')).toBe('routes[5].target');
    });
  },
);
