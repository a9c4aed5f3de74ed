// The truth table: an endpoint with one fault, or a near miss, and the findings that must follow.
import { connect, createServer, type Socket } from 'node:net';
import { ELB_SERVER, elbPage } from '../../src/alb/intermediaries.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { findHaproxy, type Haproxy } from '../helpers/haproxy.ts';
import { freePort } from '../helpers/free-port.ts';
import {
  accept,
  listen,
  rawServer,
  refuse,
  startNginx,
  startProxy,
  webSocketServer,
  type Look,
} from '../helpers/verify-lab.ts';

export interface Fault {
  readonly name: string;
  readonly start: () => Promise<Look>;
  /** The codes of all findings, whatever their severity. */
  readonly codes: readonly string[];
  /** Expected in the findings, as JSON. */
  readonly says?: RegExp;
  /** Takes seconds, or needs another program: only in `npm run test:long`. */
  readonly isLong?: boolean;
  readonly needs?: 'haproxy' | 'nginx';
}

const ws = (port: number, path = '/'): string => `ws://127.0.0.1:${port}${path}`;
const haproxy = findHaproxy();
const proxied = (lines: (port: number, folder: string) => readonly string[]) =>
  startProxy(haproxy as Haproxy, lines);

/** HAProxy with the given idle timeout in front of an echo server. */
async function behindIdle(
  seconds: number,
  onSocket?: Parameters<typeof webSocketServer>[0],
): Promise<string> {
  const target = await listen(webSocketServer(onSocket));
  const { port } = await proxied((at) => [
    'defaults',
    '  mode http',
    '  timeout connect 5s',
    ...['client', 'server', 'tunnel'].map((name) => `  timeout ${name} ${seconds}s`),
    'frontend in',
    `  bind 127.0.0.1:${at}`,
    '  default_backend be',
    'backend be',
    `  server s 127.0.0.1:${target}`,
  ]);
  return ws(port);
}

const withIdle = (idleTimeout: number) =>
  parseConfig({
    name: 'chat',
    loadBalancer: { idleTimeout },
    heartbeat: 1,
    listener: { https: false, http: 'forward' },
  });

/** Pings from the server, until the socket ends. */
const heartbeat =
  (ms: number): NonNullable<Parameters<typeof webSocketServer>[0]> =>
  (socket) => {
    const timer = setInterval(() => socket.readyState === socket.OPEN && socket.ping(), ms);
    socket.once('close', () => clearInterval(timer));
  };

const SILENCE: readonly Fault[] = [
  ...[2, 5, 7].map((seconds): Fault => ({
    name: `idle timeout of ${seconds} s in a proxy`,
    start: async () => ({ url: await behindIdle(seconds), options: { idle: `${seconds * 2}s` } }),
    codes: ['silent-socket-closed'],
    says: /FIN without a close frame.*Pings keep one open/,
    isLong: true,
    needs: 'haproxy',
  })),
  {
    name: 'idle timeout as the config promises: info',
    start: async () => ({ url: await behindIdle(2), options: { idle: '5s' }, config: withIdle(2) }),
    codes: ['silent-socket-closed'],
    says: /"severity":"info".*Likely loadBalancer\.idleTimeout of the config, 2 s/,
    isLong: true,
    needs: 'haproxy',
  },
  {
    name: 'near miss: a heartbeat below the idle timeout',
    start: async () => ({ url: await behindIdle(4, heartbeat(400)), options: { idle: '9s' } }),
    codes: [],
    isLong: true,
    needs: 'haproxy',
  },
  {
    name: 'nginx with a proxy_read_timeout of 2 s',
    start: async () => {
      const target = await listen(webSocketServer());
      const port = await startNginx(() => [
        'location / { proxy_http_version 1.1; proxy_read_timeout 2s; proxy_send_timeout 20s;',
        `proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; proxy_pass http://127.0.0.1:${target}; }`,
      ]);
      return { url: ws(port), options: { idle: '5s' } };
    },
    codes: ['silent-socket-closed'],
    isLong: true,
    needs: 'nginx',
  },
  ...[1000, 1001, 1002, 1008, 1011, 1012, 1013, 4000, 4401].map((code): Fault => ({
    name: `the server closes silent sockets with ${code}`,
    start: async () => ({
      url: ws(
        await listen(
          webSocketServer((socket) => {
            let timer = setTimeout(() => socket.close(code, 'idle'), 2500);
            socket.on('ping', () => {
              clearTimeout(timer);
              timer = setTimeout(() => socket.close(code, 'idle'), 2500);
            });
          }),
        ),
      ),
      options: { idle: '6s' },
    }),
    codes: ['silent-socket-closed'],
    says: new RegExp(`close frame ${code} .*The server itself`),
    isLong: code !== 1001,
  })),
  {
    name: 'RST after silence',
    start: async () => ({
      url: ws(
        await listen(
          webSocketServer((socket, _request, raw) => {
            const cut = (): void => void ('resetAndDestroy' in raw && (raw as Socket).resetAndDestroy());
            let timer = setTimeout(cut, 2500);
            socket.on('ping', () => {
              clearTimeout(timer);
              timer = setTimeout(cut, 2500);
            });
          }),
        ),
      ),
      options: { idle: '6s' },
    }),
    codes: ['silent-socket-closed'],
    says: /RST \(1006\)/,
    isLong: true,
  },
  {
    name: 'a maximum age of 2 s, whatever is sent',
    start: async () => ({
      url: ws(
        await listen(webSocketServer((socket) => setTimeout(() => socket.close(1001, 'enough'), 2000))),
      ),
      options: { idle: '5s' },
    }),
    codes: ['age-limit'],
    says: /close frame 1001/,
    isLong: true,
  },
  {
    name: 'closed at once, after the upgrade',
    start: async () => ({
      url: ws(await listen(webSocketServer((socket) => socket.close(4401, 'token')))),
      options: { idle: '2s' },
    }),
    codes: ['closed-at-once'],
    says: /4401/,
  },
  {
    name: 'half open: nobody answers pings',
    start: async () => ({
      url: ws(await listen(rawServer((socket, head) => socket.write(accept(head))))),
      options: { idle: '2s', timeout: '3s' },
    }),
    codes: ['pings-not-answered'],
    isLong: true,
  },
  {
    name: 'a layer that forgets silent connections without a word',
    start: async () => {
      const target = await listen(webSocketServer());
      const port = await listen(
        createServer((client) => {
          const server = connect(target, '127.0.0.1').on('error', () => undefined);
          let last = performance.now();
          let isForgotten = false;
          const pass = (to: Socket) => (chunk: Buffer) => {
            isForgotten ||= performance.now() - last > 2500;
            last = performance.now();
            if (isForgotten) client.resetAndDestroy();
            else to.write(chunk);
          };
          client.on('data', pass(server)).on('close', () => server.destroy());
          server.on('data', pass(client)).on('close', () => isForgotten || client.end());
        }),
      );
      return { url: ws(port), options: { idle: '5s' } };
    },
    codes: ['silent-socket-closed'],
    says: /forgets silent connections/,
    isLong: true,
  },
  {
    name: 'the server cuts clients that answer no pings: info',
    start: async () => ({
      url: ws(
        await listen(
          webSocketServer((socket) => {
            let isAlive = true;
            socket.on('pong', () => (isAlive = true));
            const timer = setInterval(() => {
              if (!isAlive) socket.terminate();
              isAlive = false;
              if (socket.readyState === socket.OPEN) socket.ping();
            }, 1000);
            socket.once('close', () => clearInterval(timer));
          }),
        ),
      ),
      options: { idle: '5s' },
    }),
    codes: ['unanswered-pings-close'],
    says: /"severity":"info"/,
    isLong: true,
  },
  {
    name: 'garbage after the upgrade',
    start: async () => ({
      url: ws(
        await listen(
          rawServer((socket, head) => socket.write(`${accept(head)}HTTP/1.1 400 Bad Request\r\n\r\n`)),
        ),
      ),
      options: { idle: '1s' },
    }),
    codes: ['frames-invalid'],
    says: /not valid WebSocket/,
  },
];

const ELB = { Server: ELB_SERVER, 'Content-Type': 'text/html' };
const refused = (name: string, code: string, says: RegExp, ...how: Parameters<typeof refuse>): Fault => ({
  name,
  start: async () => ({ url: ws(await listen(rawServer(refuse(...how)))) }),
  codes: [code],
  says,
});

const REFUSALS: readonly Fault[] = [
  ...[400, 401, 403, 405, 408, 413, 414, 429, 460, 463, 464, 500, 501, 502, 503, 504, 505, 507, 561, 562].map(
    (status) =>
      refused(
        `${status} of ELB, by its header`,
        'handshake-refused',
        /likely by the load balancer: header Server/,
        status,
        ELB,
      ),
  ),
  ...[400, 403, 500, 501, 502, 503, 504].map((status) =>
    refused(
      `${status} of ELB, by its page`,
      'handshake-refused',
      /likely by the load balancer: the page/,
      status,
      {},
      elbPage(status) ?? '',
    ),
  ),
  ...[460, 463, 464, 561, 562].map((status) =>
    refused(`${status} without a header`, 'handshake-refused', /likely by the load balancer: hardly/, status),
  ),
  ...[400, 401, 403, 404, 405, 426, 429, 500, 502, 503, 504].map((status) =>
    refused(
      `${status} of a server`,
      'handshake-refused',
      /likely by the server: header Server: nginx/,
      status,
      { Server: 'nginx' },
      `<html>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
    ),
  ),
  refused(
    'near miss: the page of ELB except for one byte',
    'handshake-refused',
    /likely by the server/,
    502,
    {},
    `${elbPage(502)} `,
  ),
  refused('401 of nobody knows whom', 'handshake-refused', /by the load balancer or the server/, 401),
  refused('403 of AWS WAF', 'handshake-refused', /likely by AWS WAF/, 403, { 'x-amzn-waf-action': 'block' }),
  refused('challenge of AWS WAF', 'handshake-refused', /likely by AWS WAF.*challenge/, 202, {
    ...ELB,
    'x-amzn-waf-action': 'challenge',
  }),
  refused('captcha of AWS WAF', 'handshake-refused', /likely by AWS WAF.*CAPTCHA/, 405, {
    'x-amzn-waf-action': 'captcha',
  }),
  refused('502 of CloudFront', 'handshake-refused', /likely by CloudFront/, 502, {
    Server: 'CloudFront',
    'X-Cache': 'Error from cloudfront',
  }),
  refused('redirect of a listener', 'handshake-redirected', /a listener rule|A listener rule/, 301, {
    ...ELB,
    Location: 'https://127.0.0.1:443/',
  }),
  refused('log-in of a listener', 'handshake-redirected', /sent the client to log in/, 302, {
    ...ELB,
    Location: 'https://idp.example.com/authorize',
  }),
  refused('redirect of a server', 'handshake-redirected', /server redirected it/, 308, {
    Server: 'express',
    Location: '/chat/',
  }),
  refused(
    'a page instead of an upgrade',
    'handshake-answered-with-page',
    /ordinary request/,
    200,
    { Server: 'nginx' },
    '<html>hello</html>',
  ),
  refused('a fixed response', 'handshake-answered-with-page', /fixed response/, 200, ELB, 'ok'),
  {
    name: 'HAProxy without a server, with the page of ELB',
    start: async () => {
      const { port } = await proxied((at) => [
        'defaults',
        '  mode http',
        '  timeout connect 1s',
        '  timeout client 9s',
        '  timeout server 9s',
        'frontend in',
        `  bind 127.0.0.1:${at}`,
        '  default_backend be',
        'backend be',
      ]);
      return { url: ws(port) };
    },
    codes: ['handshake-refused'],
    says: /503, likely by the server/,
    isLong: true,
    needs: 'haproxy',
  },
  {
    name: 'nginx in front of nothing',
    start: async () => {
      const nothing = await freePort();
      return { url: ws(await startNginx(() => [`location / { proxy_pass http://127.0.0.1:${nothing}; }`])) };
    },
    codes: ['handshake-refused'],
    says: /502, likely by the server: header Server: nginx/,
    isLong: true,
    needs: 'nginx',
  },
  {
    name: 'near miss: accepted',
    start: async () => ({ url: ws(await listen(webSocketServer())) }),
    codes: [],
  },
];

export const FAULTS: readonly Fault[] = [...SILENCE, ...REFUSALS];
