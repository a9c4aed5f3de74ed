// The truth table, continued: addresses, TLS, port 80, odd responses, and faults of sockets that do open.
import { createServer as createHttp } from 'node:http';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { ELB_SERVER } from '../../src/alb/intermediaries.ts';
import { makeAuthorities, type Pair } from '../helpers/certificates.ts';
import { freePort } from '../helpers/free-port.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { accept, listen, rawServer, refuse, webSocketServer, type Look } from '../helpers/verify-lab.ts';
import type { Fault } from './faults.ts';

const ws = (port: number): string => `ws://127.0.0.1:${port}/`;
const NAME = 'ws.lab.example.com';
const at =
  (...addresses: readonly string[]) =>
  () =>
    Promise.resolve(
      addresses.map((address) => ({ address, family: address.includes(':') ? (6 as const) : (4 as const) })),
    );

/** One port on several addresses. */
async function onAddresses(servers: Readonly<Record<string, Server>>): Promise<number> {
  const port = await freePort();
  for (const [address, server] of Object.entries(servers)) await listen(server, address, port);
  return port;
}

const ADDRESSES: readonly Fault[] = [
  {
    name: 'one dead address of two',
    start: async () => {
      const port = await onAddresses({ '127.0.0.2': webSocketServer() });
      return { url: `ws://${NAME}:${port}/`, world: { lookup: at('127.0.0.2', '127.0.0.3') } };
    },
    codes: ['address-dead'],
    says: /127\.0\.0\.3.*ECONNREFUSED/,
  },
  {
    name: 'near miss: both answer',
    start: async () => {
      const port = await onAddresses({ '127.0.0.2': webSocketServer(), '127.0.0.3': webSocketServer() });
      return { url: `ws://${NAME}:${port}/`, world: { lookup: at('127.0.0.2', '127.0.0.3') } };
    },
    codes: [],
  },
  {
    name: 'one address of two refuses',
    start: async () => {
      const port = await onAddresses({
        '127.0.0.2': webSocketServer(),
        '127.0.0.3': rawServer(refuse(503, { Server: ELB_SERVER })),
      });
      return { url: `ws://${NAME}:${port}/`, world: { lookup: at('127.0.0.2', '127.0.0.3') } };
    },
    codes: ['addresses-differ', 'handshake-refused'],
  },
  {
    name: 'nothing listens',
    start: async () => ({ url: ws(await freePort()) }),
    codes: ['unreachable'],
  },
  {
    name: 'IPv6 only',
    start: async () => {
      const port = await onAddresses({ '::1': webSocketServer() });
      return { url: `ws://${NAME}:${port}/`, world: { lookup: at('::1') } };
    },
    codes: ['ipv4-missing'],
  },
  {
    name: 'near miss: IPv6 and IPv4',
    start: async () => {
      const port = await onAddresses({ '::1': webSocketServer(), '127.0.0.1': webSocketServer() });
      return { url: `ws://${NAME}:${port}/`, world: { lookup: at('::1', '127.0.0.1') } };
    },
    codes: [],
  },
  {
    name: 'no such name',
    start: async () => ({
      url: `ws://${NAME}/`,
      world: { lookup: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) },
    }),
    codes: ['name-not-found'],
    says: /does not resolve/,
  },
  {
    name: 'near miss: the resolver does not answer',
    start: async () => ({
      url: `ws://${NAME}/`,
      world: { lookup: () => Promise.reject(Object.assign(new Error('no'), { code: 'EAI_AGAIN' })) },
    }),
    codes: ['name-not-found'],
    says: /could not be looked up/,
  },
];

type Made = ReturnType<typeof makeAuthorities>;

/** A TLS endpoint with a certificate; its root is trusted unless `trusts` is false. */
const tls = (
  name: string,
  codes: readonly string[],
  issue: (made: Made) => Pair,
  {
    trusts = true,
    says,
    tlsOptions = {},
    config,
    isLong = true,
  }: {
    readonly trusts?: boolean;
    readonly says?: RegExp;
    readonly tlsOptions?: TlsOptions;
    readonly config?: Look['config'];
    readonly isLong?: boolean;
  } = {},
): Fault => ({
  name,
  start: async () => {
    const made = makeAuthorities(temporaryFolder());
    const port = await listen(webSocketServer(undefined, { tls: { ...issue(made), ...tlsOptions } }));
    return {
      url: `wss://${NAME}:${port}/`,
      options: trusts ? { ca: made.rootFile } : {},
      world: { lookup: at('127.0.0.1') },
      ...(config && { config }),
    };
  },
  codes,
  isLong,
  ...(says && { says }),
});

const OLD_TLS = { minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;

const TLS: readonly Fault[] = [
  tls(
    'near miss: a good certificate with its chain',
    [],
    (made) => made.issue([NAME], { intermediate: 'with' }),
    { isLong: false },
  ),
  tls('expired', ['certificate-expired'], (made) => made.issue([NAME], { fromDay: -60, toDay: -2 }), {
    says: /expired [23] days ago/,
  }),
  tls('not valid yet', ['certificate-expired'], (made) => made.issue([NAME], { fromDay: 2 }), {
    says: /not valid yet/,
  }),
  tls('expires soon', ['certificate-expires-soon'], (made) => made.issue([NAME], { toDay: 20 })),
  tls('another name', ['certificate-name'], (made) => made.issue(['other.lab.example.com'])),
  tls('near miss: a wildcard covers the name', [], (made) => made.issue(['*.lab.example.com'])),
  tls(
    'missing intermediate',
    ['certificate-chain'],
    (made) => made.issue([NAME], { intermediate: 'without' }),
    { says: /Lab Intermediate/ },
  ),
  tls('issued by itself', ['certificate-untrusted'], (made) => made.selfSigned(NAME), {
    says: /self-signed/,
  }),
  tls(
    'a private authority that is not trusted',
    ['certificate-untrusted'],
    (made) => {
      const { key, cert } = made.issue([NAME], { intermediate: 'with' });
      return { key, cert: `${cert}\n${readRoot(made)}` };
    },
    { trusts: false },
  ),
  tls('TLS from 1.0 on', ['tls-old'], (made) => made.issue([NAME]), {
    tlsOptions: OLD_TLS,
    says: /TLS 1\.0 and 1\.1 are accepted/,
    isLong: false,
  }),
  tls('near miss: TLS from 1.2 on', [], (made) => made.issue([NAME]), {
    tlsOptions: { minVersion: 'TLSv1.2' },
  }),
  {
    name: 'wss at a port without TLS',
    start: async () => ({ url: `wss://127.0.0.1:${await listen(webSocketServer())}/` }),
    codes: ['tls-failed'],
    says: /does not speak TLS/,
  },
  {
    name: 'TLS is never answered',
    start: async () => ({
      url: `wss://127.0.0.1:${await listen(createServer(() => undefined))}/`,
      options: { timeout: '2s' },
    }),
    codes: ['tls-failed'],
    says: /TIMEOUT/,
  },
];

function readRoot({ rootFile }: Made): string {
  return readFileSync(rootFile, 'utf8');
}

const onPlain = (name: string, codes: readonly string[], status: number, location?: string): Fault => ({
  name,
  start: async () => {
    const plain = createHttp((_request, response) =>
      response.writeHead(status, location === undefined ? {} : { location }).end('x'),
    );
    const port = await listen(webSocketServer());
    return { url: ws(port), options: { httpPort: String(await listen(plain)) } };
  },
  codes,
});

const PLAIN: readonly Fault[] = [
  onPlain('port 80 serves', ['port-80-serves'], 200),
  onPlain('near miss: port 80 redirects to HTTPS', [], 301, 'https://127.0.0.1:443/'),
  onPlain('near miss: port 80 refuses', [], 403),
  onPlain('port 80 redirects to HTTP', ['port-80-redirect'], 302, '/login'),
  onPlain('port 80 redirects to another name', ['port-80-redirect'], 302, 'https://example.com/'),
];

const raw = (
  name: string,
  codes: readonly string[],
  says: RegExp | undefined,
  answer: Parameters<typeof rawServer>[0],
  options: Look['options'] = {},
  isLong = false,
): Fault => ({
  name,
  start: async () => ({ url: ws(await listen(rawServer(answer))), options }),
  codes,
  isLong,
  ...(says && { says }),
});

/** A gigabyte, as fast as the other side reads. */
function pour(socket: Socket, chunk: Buffer): void {
  let left = 2 ** 30;
  const more = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return void socket.once('drain', more);
    }
    socket.end();
  };
  more();
}

/** A frame without a mask, as servers send it: its header, and this many bytes. */
const frame = (length: number): Buffer => {
  const head = Buffer.alloc(10);
  head[0] = 0x82;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, Buffer.alloc(Math.min(length, 65_536))]);
};

const ANSWERS: readonly Fault[] = [
  raw('never answers', ['handshake-unanswered'], /not answered within/, () => undefined, { timeout: '2s' }),
  raw('garbage', ['handshake-unanswered'], /not HTTP/, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
  raw('closed without an answer', ['handshake-unanswered'], /closed without an answer/, (socket) =>
    socket.end(),
  ),
  raw('reset without an answer', ['handshake-unanswered'], /reset without an answer/, (socket) =>
    socket.resetAndDestroy(),
  ),
  raw('endless headers', ['handshake-unanswered'], /larger than/, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    pour(socket, Buffer.from(`X: ${'y'.repeat(8000)}\r\n`));
  }),
  raw('a page of 1 GB', ['handshake-answered-with-page'], /more than 64 KB/, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 1073741824\r\n\r\n');
    pour(socket, Buffer.alloc(65_536, 'x'));
  }),
  raw(
    'a message of 1 GB',
    ['server-sends-too-much'],
    /more than 16 MB/,
    (socket, head) => {
      socket.write(accept(head));
      pour(socket, frame(2 ** 30));
    },
    { idle: '2s' },
  ),
  raw(
    '1 GB of messages',
    ['server-sends-too-much'],
    /more than 16 MB/,
    (socket, head) => {
      socket.write(accept(head));
      pour(socket, frame(65_536));
    },
    { idle: '60s' },
    true,
  ),
  raw('a wrong Sec-WebSocket-Accept', ['upgrade-invalid'], /Sec-WebSocket-Accept/, (socket, head) =>
    socket.write(accept(head).replace(/(Accept: ).*/, '$1AAAAAAAAAAAAAAAAAAAAAAAAAAA=')),
  ),
  raw('an extension that was not offered', ['upgrade-invalid'], /extension/i, (socket, head) =>
    socket.write(accept(head, 'Sec-WebSocket-Extensions: x-made-up\r\n')),
  ),
  raw(
    'a subprotocol that was not asked for',
    ['subprotocol-not-confirmed'],
    /not asked for/,
    (socket, head) => socket.write(accept(head, 'Sec-WebSocket-Protocol: mqtt\r\n')),
  ),
];

const open = (
  name: string,
  codes: readonly string[],
  options: Look['options'],
  server: Parameters<typeof webSocketServer>[1],
  says?: RegExp,
  onSocket?: Parameters<typeof webSocketServer>[0],
): Fault => ({
  name,
  start: async () => ({
    url: ws(await listen(webSocketServer(onSocket, server))),
    ...(options && { options }),
  }),
  codes,
  ...(says && { says }),
});

const ALB = 'Set-Cookie: AWSALB=x; Path=/';
const ALB_CORS = 'Set-Cookie: AWSALBCORS=x; Path=/; SameSite=None; Secure';
const origin = 'https://www.example.com';

const OPENED: readonly Fault[] = [
  open(
    'a subprotocol is not confirmed',
    ['subprotocol-not-confirmed'],
    { subprotocol: ['chat.v2'] },
    { handleProtocols: () => false },
    /does not confirm/,
  ),
  open('near miss: it is', [], { subprotocol: ['chat.v2'] }, {}),
  open(
    'compression is lost',
    ['compression-not-confirmed'],
    { compression: true },
    { perMessageDeflate: false },
  ),
  open('near miss: compression is confirmed', [], { compression: true }, { perMessageDeflate: true }),
  open('near miss: nobody asked for compression', [], {}, { perMessageDeflate: false }),
  open('a slow handshake', ['handshake-slow'], {}, { delayMs: 2500 }, /server answers late/),
  open('near miss: a handshake that takes its time', [], {}, { delayMs: 200 }),
  open(
    'cookies that do not cross sites',
    ['cookie-not-cross-site'],
    { origin },
    { headers: [ALB] },
    /AWSALB/,
  ),
  open('near miss: with the twin that does', [], { origin }, { headers: [ALB, ALB_CORS] }),
  open('near miss: cookies without an origin', [], {}, { headers: [ALB] }),
  open('near miss: a message comes back', [], { message: 'hello' }, {}),
  {
    name: 'the first message never comes back',
    start: async () => ({
      url: ws(await listen(rawServer((socket, head) => socket.write(accept(head))))),
      options: { message: 'hello', timeout: '2s' },
    }),
    codes: ['message-not-answered'],
    says: /is not answered/,
  },
  open(
    'the first message ends the socket',
    ['message-not-answered'],
    { message: 'hello' },
    {},
    /4400/,
    (socket) => {
      socket.removeAllListeners('message');
      socket.on('message', () => socket.close(4400));
    },
  ),
  open(
    'a message limit of 10,000 bytes',
    ['message-size-refused'],
    { messageSize: '256k' },
    { maxPayload: 10_000 },
    /16 KB ends the socket with close frame 1009.*4 KB got through/,
  ),
  open('near miss: a message limit above', [], { messageSize: '64k' }, { maxPayload: 65_536 }),
  open(
    'a server that is full after three',
    ['sockets-refused'],
    { sockets: '10' },
    {
      verifyClient: (() => {
        let number = 0;
        return (_info: unknown, done: (ok: boolean, code?: number) => void) => done(++number <= 4, 503);
      })(),
    },
    /7 handshakes of 10 failed/,
  ),
  open(
    'sockets that are lost',
    ['sockets-lost'],
    { sockets: '10', hold: '3s' },
    {},
    /10 sockets of 10 ended/,
    (socket) => {
      setTimeout(() => socket.terminate(), 1500);
    },
  ),
  open('near miss: sockets that stay', [], { sockets: '10', hold: '1s' }, {}),
];

export const MORE_FAULTS: readonly Fault[] = [...ADDRESSES, ...TLS, ...PLAIN, ...ANSWERS, ...OPENED];
